/** Losses: the target without its axis of one, as class numbers, or the classes of the input where the loss looks for them. */
import type { Fix } from "../../facts/analysis.ts";
import { callOn } from "./edit.ts";
import { onInput } from "./methods.ts";
import type { Suggest } from "./suggest.ts";

export const targetFixes: Suggest = (subject, read) => {
  const [input, target] = subject.inputs.map((tensor) => tensor?.shape);
  const [ofInput, ofTarget] = [onInput(subject, 0, read), onInput(subject, 1, read)];
  if (!input || !target || !ofInput || !ofTarget) return [];
  const fixes: Fix[] = [];
  if (target.length > 1 && target[1] === 1) fixes.push(...ofTarget.squeeze(1));
  if (input.length > 2) {
    const order = [0, input.length - 1, ...input.slice(2).map((_, i) => i + 1)];
    fixes.push(
      ...ofInput
        .permute(order)
        .map((fix) => ({ ...fix, title: `${titleOf(fix, input)}: classes on axis 1` })),
    );
  }
  if (target.length === input.length && target.length > 1)
    fixes.push(callOn("Insert argmax(1): class numbers", ofTarget.span, ".argmax(1)", read));
  return fixes;
};

const titleOf = ({ title }: Fix, input: readonly unknown[]): string =>
  input.length === 3 ? title : "Insert permute";
