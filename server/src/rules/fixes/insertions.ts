/** A missing step between two layers: flatten, permute, transpose, squeeze, unsqueeze, view. */
import { pretty, product } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import { callOn, type Read } from "./edit.ts";

export function insertionFixes(subject: Subject, read: Read): readonly Fix[] {
  const { problem, inputs, inputSpans } = subject;
  const [span] = inputSpans;
  const shape = inputs[0]?.shape;
  if (!span || !shape) return [];
  switch (problem.code) {
    case "linear-rank":
      return [callOn("Insert flatten(1)", span, ".flatten(1)", read)];
    case "layout":
      return [
        shape.length === 3
          ? callOn("Insert transpose(1, 2)", span, ".transpose(1, 2)", read)
          : callOn(
              "Insert permute: channels first",
              span,
              `.permute(0, ${shape.length - 1}, ${shape
                .slice(2)
                .map((_, i) => i + 1)
                .join(", ")})`,
              read,
            ),
      ];
    case "bias-axis":
    case "broadcast":
      return [...channelVector(subject, read), ...trailingOnes(subject, read)];
    default:
      return alignColumns(subject, read);
  }
}

/** [C] against [N, C, H, W]: a value for each channel needs its axes behind it. */
function channelVector({ inputs, inputSpans }: Subject, read: Read): Fix[] {
  const [a, b] = inputs.map((tensor) => tensor?.shape);
  if (!a || !b || (a.length === 1) === (b.length === 1)) return [];
  const [map, vector, span] = a.length > b.length ? [a, b, inputSpans[1]] : [b, a, inputSpans[0]];
  if (!span || map.length < 3 || vector[0] !== map[1]) return [];
  const sizes = [-1, ...map.slice(2).map(() => 1)];
  return [
    callOn(
      `View as [${[vector[0]!, ...sizes.slice(1)].map(pretty).join(", ")}]`,
      span,
      `.view(${sizes.join(", ")})`,
      read,
    ),
  ];
}

/** [N, C] against [N, C, H, W]: the factors of an attention lost their axes. */
function trailingOnes({ inputs, inputSpans }: Subject, read: Read): Fix[] {
  const [a, b] = inputs.map((tensor) => tensor?.shape);
  if (!a || !b || a.length === b.length) return [];
  const [longer, shorter, span] = a.length > b.length ? [a, b, inputSpans[1]] : [b, a, inputSpans[0]];
  if (!span || !shorter.every((dim, i) => dim === longer[i])) return [];
  const sizes = [...shorter, ...longer.slice(shorter.length).map(() => 1)];
  if (sizes.some((dim) => typeof dim !== "number"))
    return [callOn("Insert unsqueeze", span, ".unsqueeze(-1)".repeat(longer.length - shorter.length), read)];
  return [callOn(`View as [${sizes.map(pretty).join(", ")}]`, span, `.view(${sizes.join(", ")})`, read)];
}

/** [16, 1] beside [16]: drop the axis of one side, or give it to the other. */
function alignColumns({ inputs, inputSpans }: Subject, read: Read): Fix[] {
  const [a, b] = inputs.map((tensor) => tensor?.shape);
  const [first, second] = inputSpans;
  if (!a || !b || !first || !second || Math.abs(a.length - b.length) !== 1 || product(a) !== product(b))
    return [];
  const [longer, longSpan, shortSpan] = a.length > b.length ? [a, first, second] : [b, second, first];
  const axis = longer.length - 1;
  if (longer[axis] !== 1) return [];
  return [
    callOn(`Insert squeeze(${axis})`, longSpan, `.squeeze(${axis})`, read),
    callOn(`Insert unsqueeze(${axis})`, shortSpan, `.unsqueeze(${axis})`, read),
  ];
}
