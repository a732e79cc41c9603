/** Values as Python prints them, for PyTorch's repr and messages. */

/** (3, 3), (3,) or 3 */
export const tuple = (values: readonly unknown[]): string =>
  values.length === 1 ? `(${values[0]},)` : `(${values.join(", ")})`;
export const list = (values: readonly unknown[] | null): string =>
  values ? `[${values.map(text).join(", ")}]` : "[?]";
export const bool = (value: unknown): string => (value ? "True" : "False");

/** Python's name for the type of a value. */
export const typeName = (value: unknown): string => {
  if (value === null) return "NoneType";
  if (Array.isArray(value)) return "tuple";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "boolean") return "bool";
  return typeof value === "string" ? "str" : typeof value;
};

/** A Python float: 1e-05, 0.1, 7.0. */
export function float(value: unknown): string {
  if (value === null) return "None";
  if (typeof value !== "number") return text(value);
  if (Number.isInteger(value)) return `${value}.0`;
  const plain = String(value);
  if (Math.abs(value) >= 1e-4) return plain;
  const [mantissa, exponent] = value.toExponential().split("e") as [string, string];
  return `${mantissa}e-${String(-Number(exponent)).padStart(2, "0")}`;
}

/** A dimension, symbolic or not. */
function text(value: unknown): string {
  return typeof value === "object" && value !== null && "key" in value ? String(value.key) : String(value);
}
