/**
 * How long an analysis may take by the clock. Fuel counts steps, and steps differ: whoever waits for an answer sets a limit
 * in milliseconds as well, whoever wants the same answer on each machine sets none.
 *
 *   const limit = new TimeLimit(300);
 *   limit.start();
 *   limit.isOver()    // false, for the next 300 ms
 *
 * The time must have passed on the wall and in this process: on a machine that is busy with other things nothing is cut. And
 * what has taken few steps is never cut, however slow a program is that has only just started.
 */
export class TimeLimit {
  readonly ms: number;
  private readonly clocks: readonly (() => number)[];
  private readonly least: number;
  private starts: readonly number[] = [];
  private looks = 0;

  /** `clocks`: milliseconds of clocks that do not jump, which all must agree; `least`: looks before the first that counts. */
  constructor(ms: number, clocks = [wall, computing], least = 100) {
    this.ms = ms;
    this.clocks = clocks;
    this.least = least;
  }

  start(): void {
    this.starts = this.clocks.map((now) => now());
    this.looks = 0;
  }

  isOver(): boolean {
    return ++this.looks > this.least && this.clocks.every((now, i) => now() - this.starts[i]! > this.ms);
  }
}

const wall = (): number => performance.now();
/** In a browser there is one clock. */
const computing = (): number =>
  typeof process === "object" ? process.cpuUsage().user / 1000 : performance.now();
