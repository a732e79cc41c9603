/**
 * Many files checked on all processors. This thread works too; whoever is free takes the next few files from a counter that
 * all share. Results come in the order of the files, whoever made them.
 *
 *   const crew = new Crew(settings, threads);
 *   crew.expect(500);                                // others begin to start while this thread looks for more
 *   const checked = await crew.check(files, (done) => …);
 */
import { availableParallelism } from "node:os";
import { type MessagePort, Worker } from "node:worker_threads";
import { START } from "../terminal/bundle-beside.ts";
import { type Checked, Checker, type CheckSettings, FILES_TOGETHER, failed } from "./checker.ts";

interface Work {
  readonly groups: readonly (readonly string[])[];
  readonly settings: CheckSettings;
  readonly next: Int32Array;
}
/** A group was begun, or is done. */
interface Told {
  readonly group: number;
  readonly checked?: readonly Checked[];
}

/** A thread costs about a tenth of a second to start: it must have something to do. */
const LEAST_GROUPS = 4;
const MOST_THREADS = 16;

export class Crew {
  private readonly settings: CheckSettings;
  private readonly threads: number;
  private readonly others: Worker[] = [];

  /** `threads`: 0 for as many as the machine has. */
  constructor(settings: CheckSettings, threads: number) {
    this.settings = settings;
    this.threads = Math.min(threads || availableParallelism(), MOST_THREADS);
  }

  /** There will be so many files or more. Threads that wait for them hold nothing up. */
  expect(files: number): void {
    const groups = Math.floor(files / FILES_TOGETHER);
    if (groups < LEAST_GROUPS) return;
    while (this.others.length < Math.min(this.threads, groups) - 1) {
      const worker = new Worker(START);
      worker.unref();
      this.others.push(worker);
    }
  }

  async check(files: readonly string[], each: (done: number) => void): Promise<Checked[]> {
    this.expect(files.length);
    const groups: string[][] = [];
    for (let i = 0; i < files.length; i += FILES_TOGETHER) groups.push(files.slice(i, i + FILES_TOGETHER));
    const work: Work = { groups, settings: this.settings, next: new Int32Array(new SharedArrayBuffer(4)) };
    const results: (readonly Checked[] | undefined)[] = groups.map(() => undefined);
    const others = this.others.splice(0).map((worker) => share(worker, work, results));
    let done = 0;
    await eachGroup(work, ({ group, checked }) => {
      if (!checked) return;
      results[group] = checked;
      done += checked.length;
      each(done * (others.length + 1));
    });
    await Promise.all(others);
    return results.flatMap((checked) => checked ?? []);
  }
}

/** Ends when there is nothing left to take. A thread that dies takes along the files that it was busy with, and says so. */
function share(worker: Worker, work: Work, results: (readonly Checked[] | undefined)[]): Promise<void> {
  return new Promise((resolve) => {
    let group: number | undefined;
    const lost = (why: string): void => {
      if (group === undefined) return;
      results[group] ??= work.groups[group]!.map((file) => ({
        file,
        result: failed(file, work.settings.cwd, why),
        inputs: { files: [], imports: [], models: false },
      }));
    };
    worker.on("message", (told: Told) => {
      group = told.group;
      if (told.checked) results[told.group] = told.checked;
    });
    worker.on("error", (error) => lost(error.message));
    worker.on("exit", () => resolve());
    worker.ref();
    worker.postMessage(work);
  });
}

/** The other end: what a thread does, from when it is given work until there is none left. */
export function workAsThread(port: MessagePort): void {
  port.once("message", (work: Work) => void eachGroup(work, (told) => port.postMessage(told)));
}

async function eachGroup({ groups, settings, next }: Work, tell: (told: Told) => void): Promise<void> {
  const checker = new Checker(settings);
  for (let i = Atomics.add(next, 0, 1); i < groups.length; i = Atomics.add(next, 0, 1)) {
    tell({ group: i });
    tell({ group: i, checked: checker.check(groups[i]!) });
    await new Promise((resolve) => setImmediate(resolve)); // what others have sent is taken in
  }
}
