/**
 * A tensor as it is drawn: its first batch item, channels first.
 *
 *   [1, 112, 112, 16] of TensorFlow.js   →   maps [16, 112, 112]
 */
import type { Tensor } from "@convlens/engine";
import { firstAxes } from "./layout.ts";
import { base64 } from "./picture/base64.ts";
import type { Drawn } from "./picture/drawn.ts";
import type { Reading } from "./plan.ts";
import { MOST_SENT_BYTES, type TensorView } from "./protocol.ts";
import { statsOf } from "./stats.ts";

export function drawn(tensor: Tensor, { channelsLast, unbatched, time }: Reading): Drawn {
  const batched = !unbatched || tensor.shape.length < 2;
  const rank = tensor.shape.length - (batched && tensor.shape.length > 1 ? 1 : 0);
  const first =
    channelsLast && tensor.shape.length > 2 && (rank !== 2 || time)
      ? tensor.permute(firstAxes(tensor.shape.length))
      : tensor;
  const shape = rank === first.shape.length ? first.shape : first.shape.slice(1);
  const count = shape.reduce((a, b) => a * b, 1);
  if (first.raw.length < count) return { kind: "strip", shape: [0], data: first.raw }; // an empty batch
  const data = first.raw.length === count ? first.raw : first.raw.subarray(0, count);
  const kind = rank > 3 ? "slices" : rank === 3 ? "maps" : rank === 2 && time ? "lines" : "strip";
  if (rank <= 4) return { kind, shape: shape.length === 0 ? [1] : shape, data };
  // more axes than anybody can look at: the first entries of the leading ones
  const inner = shape.slice(-4);
  return {
    kind,
    shape: inner,
    data: data.subarray(
      0,
      inner.reduce((a, b) => a * b, 1),
    ),
  };
}

/** The view of the protocol: cut along its leading axis to what may be sent. */
export function viewOf(name: string, tensor: Tensor, reading: Reading): TensorView {
  const { kind, shape, data } = drawn(tensor, reading);
  const inner = shape.slice(1).reduce((a, b) => a * b, 1);
  const most = Math.max(1, Math.floor(MOST_SENT_BYTES / 4 / Math.max(1, inner)));
  const leading = Math.min(shape[0]!, most);
  return {
    name,
    shape: tensor.shape,
    sent: [leading, ...shape.slice(1)],
    data: base64(data.subarray(0, leading * inner)),
    stats: statsOf(tensor.raw.length === data.length ? data : tensor.raw, channelsOf(tensor, shape)),
    kind,
  };
}

/** A learned tensor: it has no batch axis. */
export function weightView(name: string, { shape, data }: Pick<Drawn, "shape" | "data">): TensorView {
  const inner = shape.slice(1).reduce((a, b) => a * b, 1);
  const leading = Math.min(shape[0] ?? 1, Math.max(1, Math.floor(MOST_SENT_BYTES / 4 / Math.max(1, inner))));
  return {
    name,
    shape,
    sent: [leading, ...shape.slice(1)],
    data: base64(data.subarray(0, leading * inner)),
    stats: statsOf(data, shape.length > 1 ? shape[0]! : 1),
    kind: shape.length > 3 ? "slices" : shape.length === 3 ? "maps" : "strip",
  };
}

const channelsOf = (tensor: Tensor, shape: readonly number[]): number =>
  tensor.raw.length === shape.reduce((a, b) => a * b, 1) && shape.length > 1 ? shape[0]! : 1;
