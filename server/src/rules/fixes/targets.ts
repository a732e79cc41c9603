/** Losses: the target without its axis of one, as class numbers, or the classes of the input where the loss looks for them. */
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import { callOn, type Read } from "./edit.ts";

export function targetFixes({ inputs, inputSpans }: Subject, read: Read): Fix[] {
  const [input, target] = inputs.map((tensor) => tensor?.shape);
  const [inputSpan, targetSpan] = inputSpans;
  if (!input || !target || !inputSpan || !targetSpan) return [];
  const fixes: Fix[] = [];
  if (target.length > 1 && target[1] === 1)
    fixes.push(callOn("Insert squeeze(1)", targetSpan, ".squeeze(1)", read));
  if (input.length > 2)
    fixes.push(
      input.length === 3
        ? callOn("Insert transpose(1, 2): classes on axis 1", inputSpan, ".transpose(1, 2)", read)
        : callOn(
            "Insert permute: classes on axis 1",
            inputSpan,
            `.permute(0, ${input.length - 1}, ${input
              .slice(2)
              .map((_, i) => i + 1)
              .join(", ")})`,
            read,
          ),
    );
  if (target.length === input.length && target.length > 1)
    fixes.push(callOn("Insert argmax(1): class numbers", targetSpan, ".argmax(1)", read));
  return fixes;
}
