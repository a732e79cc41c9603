/** Values of a JSON file that nobody has checked. */

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const arrayOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
/** A list of whole numbers from 0; undefined for anything else. */
export const numbersOf = (value: unknown): number[] | undefined =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0) ? value : undefined;
