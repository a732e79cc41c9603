/** The pages of findings in Simplified Chinese: what `docs/rules/zh-cn` is made of. */
import { layers } from "./layers.ts";
import { models } from "./models.ts";
import { source } from "./source.ts";
import { tensors } from "./tensors.ts";

/** By code; a test holds that no rule is missing and that each text names the same code as the English one. */
export type RuleTexts = Readonly<Record<string, readonly [title: string, explain: string]>>;

export const chineseRules: RuleTexts = { ...source, ...layers, ...tensors, ...models };
