/** The one stretch in which a text differs from the one before it. */
export interface Change {
  readonly start: number;
  /** Of what stood there, and of what stands there now. */
  readonly length: number;
  readonly newLength: number;
}

export function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  return { start, length: before.length - tail - start, newLength: after.length - tail - start };
}

/** One change and then another, as one. */
export function inTurn(first: Change, then: Change): Change {
  const start = Math.min(first.start, then.start);
  const end = Math.max(first.start + first.newLength, then.start + then.length); // between the two
  return {
    start,
    length: end - (first.newLength - first.length) - start,
    newLength: end + (then.newLength - then.length) - start,
  };
}
