/**
 * Many files checked on all processors. This thread works too; whoever is free takes the next few files from a counter that
 * all share. Results come in the order of the files, whoever made them.
 *
 *   const checked = await checkOnThreads(files, settings, threads, (done) => …);
 */
import { availableParallelism } from "node:os";
import { Worker, workerData } from "node:worker_threads";
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

/** `threads`: 0 for as many as the machine has. */
export async function checkOnThreads(
  files: readonly string[],
  settings: CheckSettings,
  threads: number,
  each: (done: number) => void,
): Promise<Checked[]> {
  const groups: string[][] = [];
  for (let i = 0; i < files.length; i += FILES_TOGETHER) groups.push(files.slice(i, i + FILES_TOGETHER));
  const work: Work = { groups, settings, next: new Int32Array(new SharedArrayBuffer(4)) };
  const results: (readonly Checked[] | undefined)[] = groups.map(() => undefined);
  const count =
    groups.length < LEAST_GROUPS
      ? 1
      : Math.min(threads || availableParallelism(), MOST_THREADS, groups.length);
  const others = Array.from({ length: count - 1 }, () => thread(work, results));
  let done = 0;
  await eachGroup(work, ({ group, checked }) => {
    if (!checked) return;
    results[group] = checked;
    done += checked.length;
    each(done * count);
  });
  await Promise.all(others);
  return results.flatMap((checked) => checked ?? []);
}

/** Ends when there is nothing left to take. A thread that dies takes along the files that it was busy with, and says so. */
function thread(work: Work, results: (readonly Checked[] | undefined)[]): Promise<void> {
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
    const worker = new Worker(__filename, { workerData: work });
    worker.on("message", (told: Told) => {
      group = told.group;
      if (told.checked) results[told.group] = told.checked;
    });
    worker.on("error", (error) => lost(error.message));
    worker.on("exit", () => resolve());
  });
}

/** The other end: what a thread does that was started with work. */
export async function workAsThread(tell: (told: Told) => void): Promise<void> {
  await eachGroup(workerData as Work, tell);
}

async function eachGroup({ groups, settings, next }: Work, tell: (told: Told) => void): Promise<void> {
  const checker = new Checker(settings);
  for (let i = Atomics.add(next, 0, 1); i < groups.length; i = Atomics.add(next, 0, 1)) {
    tell({ group: i });
    tell({ group: i, checked: checker.check(groups[i]!) });
    await new Promise((resolve) => setImmediate(resolve)); // what others have sent is taken in
  }
}
