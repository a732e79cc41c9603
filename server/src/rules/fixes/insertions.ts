/** A missing step between two layers: flatten, permute, transpose, squeeze, unsqueeze, view. */
import { pretty, product } from "@convlens/engine/specs";
import type { Fix } from "../../analysis.ts";
import type { Subject } from "../../interpret/values.ts";
import { insert } from "./edit.ts";

export function insertionFixes(subject: Subject): readonly Fix[] {
  const { problem, inputs, inputSpans } = subject;
  const [span] = inputSpans;
  const shape = inputs[0]?.shape;
  if (!span || !shape) return [];
  switch (problem.code) {
    case "linear-rank":
      return [insert("Insert flatten(1)", span, "after", ".flatten(1)")];
    case "layout":
      return [
        shape.length === 3
          ? insert("Insert transpose(1, 2)", span, "after", ".transpose(1, 2)")
          : insert(
              "Insert permute: channels first",
              span,
              "after",
              `.permute(0, ${shape.length - 1}, ${shape
                .slice(2)
                .map((_, i) => i + 1)
                .join(", ")})`,
            ),
      ];
    case "bias-axis":
    case "broadcast":
      return [...channelVector(subject), ...trailingOnes(subject)];
    default:
      return alignColumns(subject);
  }
}

/** [C] against [N, C, H, W]: a value for each channel needs its axes behind it. */
function channelVector({ inputs, inputSpans }: Subject): Fix[] {
  const [a, b] = inputs.map((tensor) => tensor?.shape);
  if (!a || !b || (a.length === 1) === (b.length === 1)) return [];
  const [map, vector, span] = a.length > b.length ? [a, b, inputSpans[1]] : [b, a, inputSpans[0]];
  if (!span || map.length < 3 || vector[0] !== map[1]) return [];
  const sizes = [-1, ...map.slice(2).map(() => 1)];
  return [
    insert(
      `View as [${[vector[0]!, ...sizes.slice(1)].map(pretty).join(", ")}]`,
      span,
      "after",
      `.view(${sizes.join(", ")})`,
    ),
  ];
}

/** [N, C] against [N, C, H, W]: the factors of an attention lost their axes. */
function trailingOnes({ inputs, inputSpans }: Subject): Fix[] {
  const [a, b] = inputs.map((tensor) => tensor?.shape);
  if (!a || !b || a.length === b.length) return [];
  const [longer, shorter, span] = a.length > b.length ? [a, b, inputSpans[1]] : [b, a, inputSpans[0]];
  if (!span || !shorter.every((dim, i) => dim === longer[i])) return [];
  const sizes = [...shorter, ...longer.slice(shorter.length).map(() => 1)];
  if (sizes.some((dim) => typeof dim !== "number"))
    return [
      insert("Insert unsqueeze", span, "after", ".unsqueeze(-1)".repeat(longer.length - shorter.length)),
    ];
  return [insert(`View as [${sizes.map(pretty).join(", ")}]`, span, "after", `.view(${sizes.join(", ")})`)];
}

/** [16, 1] beside [16]: drop the axis of one side, or give it to the other. */
function alignColumns({ inputs, inputSpans }: Subject): Fix[] {
  const [a, b] = inputs.map((tensor) => tensor?.shape);
  const [first, second] = inputSpans;
  if (!a || !b || !first || !second || Math.abs(a.length - b.length) !== 1 || product(a) !== product(b))
    return [];
  const [longer, longSpan, shortSpan] = a.length > b.length ? [a, first, second] : [b, second, first];
  const axis = longer.length - 1;
  if (longer[axis] !== 1) return [];
  return [
    insert(`Insert squeeze(${axis})`, longSpan, "after", `.squeeze(${axis})`),
    insert(`Insert unsqueeze(${axis})`, shortSpan, "after", `.unsqueeze(${axis})`),
  ];
}
