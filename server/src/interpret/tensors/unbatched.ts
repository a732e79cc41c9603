/**
 * An input that nobody has given a shape is taken for a batch; PyTorch's layers take one example as well. What goes wrong
 * with batches alone is no mistake, unless the source takes nothing else.
 *
 *   conv.forward(x).permute(1, 2, 0)     // of one picture: fine
 *   conv.forward(x).mean([2, 3])         // of a batch: one picture has no axis 3
 */
import type { Subject, Tensor, Value } from "../../facts/values.ts";
import type { Run } from "../machine/run.ts";

/** Looks at what was found since `from` once more, with single examples in place of the `inputs`. */
export function judgeUnbatched(run: Run, from: number, inputs: readonly Tensor[], body: () => Value): void {
  const found = run.subjects.slice(from);
  const places = new Set(found.map(placeOf));
  for (const subject of found) run.refuted.add(subject); // until it is known better
  const others: Subject[] = [];
  run.state.attempt(
    () => {
      for (const input of inputs) {
        run.state.settle(input, { shape: input.unbatched!, open: false, assumed: false, uncertain: false });
        for (const mark of ["blamed", "repaired", "doubtful"] as const) run.state.set(input, mark, false);
        run.state.set(input, "otherwise", undefined);
      }
      const start = run.subjects.length;
      body();
      others.push(...run.subjects.slice(start));
    },
    { trial: true, aloud: true },
  );
  const errors = others.filter(({ problem }) => problem.severity !== "warning").map(placeOf);
  const needsBatch = errors.some((place) => !places.has(place));
  const both = new Set(others.map(placeOf));
  for (const subject of found) if (needsBatch || both.has(placeOf(subject))) run.refuted.delete(subject);
}

const placeOf = ({ span }: Subject): string => `${span.start} ${span.end} ${span.file}`;
