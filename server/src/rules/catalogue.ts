/** All findings by code: how serious they are and what their page says. `docs/rules/` is made from this. */
import type { Severity } from "../facts/analysis.ts";
import { channelRules } from "./catalogue/channels.ts";
import { runRules } from "./catalogue/runs.ts";
import { shapeRules } from "./catalogue/shapes.ts";
import { sourceRules } from "./catalogue/source.ts";
import { tfjsRules } from "./catalogue/tfjs.ts";
import { windowRules } from "./catalogue/windows.ts";
import type { Rule } from "./rule.ts";

export const rules: readonly Rule[] = [
  ...channelRules,
  ...windowRules,
  ...shapeRules,
  ...sourceRules,
  ...tfjsRules,
  ...runRules,
];
const byCode = new Map(rules.map((rule) => [rule.code, rule]));

export const ruleOf = (code: string): Rule | undefined => byCode.get(code);
export const severityOf = (code: string): Severity => byCode.get(code)?.severity ?? "error";
