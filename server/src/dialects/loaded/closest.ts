/**
 * The name that is probably meant: the same but for case and separators, else the only one there is.
 *
 *   closest("inputIds", ["input_ids", "attention_mask"])   // "input_ids"
 */
export function closest(name: string, names: readonly string[]): string | undefined {
  const wanted = plain(name);
  const alike = names.filter((other) => plain(other) === wanted);
  if (alike.length > 0) return alike[0];
  const near = names.filter((other) => distance(plain(other), wanted) <= 2 && wanted.length > 3);
  if (near.length === 1) return near[0];
  return names.length === 1 ? names[0] : undefined;
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Letters to change, add or take away. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row.at(-1)!;
}
