/**
 * Tensors of which only this much is known: the batch is left open. An inputShape says nothing of it, whatever its length,
 * and no layer changes it.
 *
 *   const input = tf.input({ shape: config.shape });     // [null, …]
 *   tf.layers.flatten().apply(input);                    // [null, ?]
 */
import type { Tensor, Value } from "../../facts/values.ts";

const marked = new WeakSet<Tensor>();

/** The same tensor, known to have an open batch. */
export function withOpenBatch<T extends Value>(value: T): T {
  if (value.kind === "tensor") marked.add(value.tensor);
  return value;
}

/** Whether the batch is all that is known of a shape. */
export const hasOpenBatch = (value: Value | undefined): boolean =>
  value?.kind === "tensor" && value.tensor.shape === null && marked.has(value.tensor);
