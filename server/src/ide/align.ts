/** Which of two models' layers stand for each other: those of one name, in order. */
import { diffArrays } from "diff";

/** One of both is missing where a layer went or came. */
export interface Pair<T> {
  readonly before?: T;
  readonly after?: T;
}

/** All layers of both, in order; `name` says by what they are known. */
export function aligned<T>(
  before: readonly T[],
  after: readonly T[],
  name: (layer: T) => string,
): readonly Pair<T>[] {
  const parts = diffArrays([...before], [...after], { comparator: (a, b) => name(a) === name(b) });
  let [i, j] = [0, 0];
  return parts.flatMap(({ added, removed, count = 0 }) =>
    Array.from({ length: count }, (): Pair<T> => {
      if (added) return { after: after[j++]! };
      if (removed) return { before: before[i++]! };
      return { before: before[i++]!, after: after[j++]! };
    }),
  );
}
