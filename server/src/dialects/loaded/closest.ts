/**
 * The name that is probably meant: the same but for case and separators, else the only one there is.
 *
 *   closest("inputIds", ["input_ids", "attention_mask"])   // "input_ids"
 */
import { distance } from "../../facts/nearest.ts";

export function closest(name: string, names: readonly string[]): string | undefined {
  const wanted = plain(name);
  const alike = names.filter((other) => plain(other) === wanted);
  if (alike.length > 0) return alike[0];
  const near = names.filter((other) => distance(plain(other), wanted) <= 2 && wanted.length > 3);
  if (near.length === 1) return near[0];
  return names.length === 1 ? names[0] : undefined;
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");
