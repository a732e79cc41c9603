/**
 * Shapes and arguments as TensorFlow.js prints them in its messages.
 *
 *   json([open, 28, 28])   // "[null,28,28]"
 */
import { type Dim, format } from "../../dims/index.ts";
import { isDim, isList } from "../arguments.ts";

/** As JSON.stringify prints it; sizes that are expressions appear as such. */
export function json(value: unknown): string {
  if (isList(value)) return `[${value.map(json).join(",")}]`;
  if (isDim(value)) return format(value);
  return value === undefined ? "undefined" : JSON.stringify(value);
}

/** As an array's toString prints it: null is an empty string. */
export const joined = (shape: readonly Dim[]): string =>
  shape.map((dim) => (format(dim) === "null" ? "" : format(dim))).join(",");
