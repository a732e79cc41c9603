/** A missing step between two layers: flatten, permute, transpose, squeeze, unsqueeze, view. */
import { pretty, product } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import { callOn, type Read } from "./edit.ts";

/** Maps on their way into a layer that looks at the last axis only. */
export const flattenInput = ({ inputSpans: [span] }: Subject, read: Read): Fix[] =>
  span ? [callOn("Insert flatten(1)", span, ".flatten(1)", read)] : [];

/** Channels that stand last go to where the layer wants them. */
export function channelsFirst({ inputs, inputSpans: [span] }: Subject, read: Read): Fix[] {
  const shape = inputs[0]?.shape;
  if (!span || !shape) return [];
  if (shape.length === 3) return [callOn("Insert transpose(1, 2)", span, ".transpose(1, 2)", read)];
  const space = shape.slice(2).map((_, i) => i + 1);
  const call = `.permute(0, ${shape.length - 1}, ${space.join(", ")})`;
  return [callOn("Insert permute: channels first", span, call, read)];
}

/** [C] against [N, C, H, W]: a value for each channel needs its axes behind it. */
export function channelVector({ inputs, inputSpans }: Subject, read: Read): Fix[] {
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
export function trailingOnes({ inputs, inputSpans }: Subject, read: Read): Fix[] {
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
export function alignColumns({ inputs, inputSpans }: Subject, read: Read): Fix[] {
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
