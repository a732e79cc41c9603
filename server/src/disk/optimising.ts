/**
 * How soon V8 optimises what runs often. While all is new to it, that is work which pays later, on processors that have
 * other things to do: in the first two seconds a third of them.
 *
 *   optimise("late");
 */
import { setFlagsFromString } from "node:v8";

/** `late`: after some four times as many runs as by itself; `last`: when there is hardly anything else to do. */
export type Readiness = "soon" | "late" | "last";

/** From this version on V8 has a quick compiler between interpreting and optimising: without one, long programs need the slow one. */
const QUICK_COMPILER = 13;
const COUNTS_RUNS = 12;

const version = Number.parseInt(process.versions.v8, 10);
/** The flags of V8's versions; `soon` is what it does by itself. */
const flags: Readonly<Record<Readiness, string>> =
  version >= QUICK_COMPILER
    ? { soon: "--opt", late: "--opt", last: "--no-opt" }
    : version >= COUNTS_RUNS
      ? countsOf("invocation-count-for-turbofan", 3000, 12_000, 45_000)
      : countsOf("interrupt-budget", 67_584, 300_000, 1_000_000);

function countsOf(flag: string, soon: number, late: number, last: number): Record<Readiness, string> {
  return { soon: `--${flag}=${soon}`, late: `--${flag}=${late}`, last: `--${flag}=${last}` };
}

/** For all threads of this process. V8 takes no code as it was compiled under other flags. */
export const optimise = (readiness: Readiness): void => setFlagsFromString(flags[readiness]);
