/** Numbers for contents: equal content, equal number. Exact, unlike a hash, and never used twice. */
const keys = new Map<string, number>();
let last = 0;

/** Contents remembered; when there are more, old ones are forgotten and would get another number. */
const MOST = 100_000;

export function keyOf(content: unknown): number {
  const text = JSON.stringify(content);
  const known = keys.get(text);
  if (known !== undefined) return known;
  if (keys.size >= MOST) keys.clear();
  keys.set(text, ++last);
  return last;
}
