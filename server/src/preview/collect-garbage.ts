/** Gives memory back that a piece of work has left behind: V8 waits until more is asked of it. Node alone. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

type Collect = (options?: { type: "minor" }) => void;
let collect: Collect | undefined;

function collector(): Collect {
  if (collect) return collect;
  setFlagsFromString("--expose-gc");
  collect = runInNewContext("gc") as Collect;
  setFlagsFromString("--no-expose-gc"); // compiled code is kept for the flags that there were
  return collect;
}

/** All of it: tens of milliseconds. */
export function collectGarbage(): void {
  collector()();
  collector()(); // only then are the pages given back that the first one emptied
}

/** What was made last, most of which nobody holds any more: a few milliseconds. */
export const collectYoung = (): void => collector()({ type: "minor" });
