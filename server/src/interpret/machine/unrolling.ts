/**
 * How long a loop is followed pass by pass. One that builds layers and applies them is, for as long as networks have
 * layers; one over pixels, bytes or samples touches no tensor, and is soon told by what holds in every pass.
 *
 *   for (let i = 0; i < pixels.length / 4; i++) grey[i] = pixels[i * 4] / 255;
 */
import type { Run } from "./run.ts";

const FREELY = 6_000; // of fuel: some hundred passes of a short body
const PER_USE = 300; // more for each layer that is built or applied
const AT_MOST = 60_000;

/** Tells after each pass whether the loop that begins here has been followed long enough. */
export function unrolling(run: Run): () => boolean {
  const fuel = run.fuelLeft;
  const freely = FREELY / 2 ** Math.min(Math.max(run.loops - 1, 0), 4); // what stands in loops runs often
  const { applications, layers } = run;
  const made = applications.length + layers.length;
  return () => {
    const uses = applications.length + layers.length - made;
    return fuel - run.fuelLeft > Math.min(freely + PER_USE * uses, AT_MOST);
  };
}

/** Where the uses stand that went well in passes that were followed: what goes wrong there later need not happen. */
export function usesSince(run: Run, from: number): ReadonlySet<string> {
  return new Set(
    run.applications
      .slice(from)
      .flatMap(({ failed, span }) => (failed ? [] : [`${span.start} ${span.file}`])),
  );
}
