/** Core operations: `tf.conv2d(x, filter, …)`, `tf.reshape(x, shape)`. */
import type { BuiltinValue } from "../../interpret/values.ts";

/** `tf.<name>` as an operation on tensors; undefined where it is none. */
export function operation(_name: string): BuiltinValue | undefined {
  return undefined;
}
