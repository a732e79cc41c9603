/** Gives memory back that a long piece of work has left behind: V8 waits until more is asked of it. Node alone. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  setFlagsFromString("--no-expose-gc"); // compiled code is kept for the flags that there were
  collect();
  collect(); // only then are the pages given back that the first one emptied
}
