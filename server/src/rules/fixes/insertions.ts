/** A missing step between two layers: flatten, permute, transpose, squeeze, unsqueeze, view. */
import { product } from "@convlens/engine/specs";
import { onInput } from "./methods.ts";
import type { Suggest } from "./suggest.ts";

/** Maps on their way into a layer that looks at the last axis only. */
export const flattenInput: Suggest = (subject, read) => onInput(subject, 0, read)?.flatten(1) ?? [];

/** Channels that stand last go to where the layer wants them. */
export const channelsFirst: Suggest = (subject, read) => {
  const rank = subject.inputs[0]?.shape?.length;
  if (rank === undefined) return [];
  const order = [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)];
  return onInput(subject, 0, read)?.permute(order, rank === 3 ? undefined : "channels first") ?? [];
};

/** [C] against [N, C, H, W]: a value for each channel needs its axes behind it. */
export const channelVector: Suggest = (subject, read) => {
  const [a, b] = subject.inputs.map((tensor) => tensor?.shape);
  if (!a || !b || (a.length === 1) === (b.length === 1)) return [];
  const [map, vector, at] = a.length > b.length ? [a, b, 1] : [b, a, 0];
  if (map.length < 3 || vector[0] !== map[1]) return [];
  const ones = map.slice(2).map(() => 1);
  return onInput(subject, at, read)?.reshape([-1, ...ones], [vector[0]!, ...ones]) ?? [];
};

/** [N, C] against [N, C, H, W]: the factors of an attention lost their axes. */
export const trailingOnes: Suggest = (subject, read) => {
  const [a, b] = subject.inputs.map((tensor) => tensor?.shape);
  if (!a || !b || a.length === b.length) return [];
  const [longer, shorter, at] = a.length > b.length ? [a, b, 1] : [b, a, 0];
  const input = onInput(subject, at, read);
  if (!input || !shorter.every((dim, i) => dim === longer[i])) return [];
  const sizes = [...shorter, ...longer.slice(shorter.length).map(() => 1)];
  if (sizes.every((dim) => typeof dim === "number")) return input.reshape(sizes);
  return longer.length === shorter.length + 1 ? input.unsqueeze(-1) : [];
};

/** [16, 1] beside [16]: drop the axis of one side, or give it to the other. */
export const alignColumns: Suggest = (subject, read) => {
  const [a, b] = subject.inputs.map((tensor) => tensor?.shape);
  if (!a || !b || Math.abs(a.length - b.length) !== 1 || product(a) !== product(b)) return [];
  const long = a.length > b.length ? 0 : 1;
  const shape = long === 0 ? a : b;
  const axis = shape.length - 1;
  if (shape[axis] !== 1) return [];
  return [
    ...(onInput(subject, long, read)?.squeeze(axis) ?? []),
    ...(onInput(subject, 1 - long, read)?.unsqueeze(axis) ?? []),
  ];
};
