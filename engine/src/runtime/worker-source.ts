/**
 * What a worker runs, as source text: it is started from this string (Node: `eval`, browsers: a Blob), so nothing
 * has to be found beside a bundle. Plain JavaScript, because a bundler must not rewrite it.
 *
 * A worker never returns to its event loop: it waits for the generation to change, compiles the region's module when
 * it is new, enters if the region is still open, and works. Fields read while `open` equals the generation belong
 * together: the caller closes a region, and waits for those inside, before it writes the next one.
 *
 * It looks for the next region for some time before it sleeps. On a busy machine it may have been given the caller's own
 * processor, and then looking keeps the caller away: so it looks half as long each time it came too late to help, and
 * sleeps if the caller does not come back to close a region for an eighth of the time that the work in it took.
 */
export const WORKER_SOURCE = `"use strict";
function work({ memory, thread, spin, kept, control, line }) {
  const modules = new Map();
  const words = new Int32Array(memory.buffer);
  const at = (address) => address >> 2;
  const inside = at(control.inside + thread * line);
  let generation = 0;

  let patience = spin, worked = 0;
  function waitForRegion() {
    const since = performance.now(), enough = Math.max(0.004, worked / 8);
    for (let k = 1; Atomics.load(words, at(control.generation)) === generation; k++) {
      if (k % 128 !== 0) continue;
      const waited = performance.now() - since;
      const isAlone = waited > enough && Atomics.load(words, at(control.open)) === generation;
      if (waited > patience || isAlone) Atomics.wait(words, at(control.generation), generation);
    }
    generation = Atomics.load(words, at(control.generation));
  }

  function entryOfRegion() {
    const id = words[at(control.module)], entry = words[at(control.entry)];
    const pointer = words[at(control.modulePointer)], length = words[at(control.moduleLength)];
    if (Atomics.load(words, at(control.open)) !== generation) return null;
    if (!modules.has(id)) {
      if (pointer + length > memory.buffer.byteLength) return null; // this thread has not yet seen the memory grow
      const bytes = new Uint8Array(memory.buffer, pointer, length).slice();
      if (Atomics.load(words, at(control.open)) !== generation) return null;
      const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
      modules.set(id, Object.values(instance.exports));
      if (modules.size > kept) modules.delete(modules.keys().next().value);
    }
    return modules.get(id)[entry];
  }

  for (;;) {
    waitForRegion();
    const entry = entryOfRegion();
    patience /= 2;
    if (!entry) continue;
    Atomics.store(words, inside, 1);
    try {
      if (Atomics.load(words, at(control.open)) === generation) {
        const start = performance.now();
        entry(thread);
        worked = performance.now() - start;
        patience = spin;
      }
    } catch {
      Atomics.store(words, at(control.failed), 1);
    }
    Atomics.store(words, inside, 0);
    Atomics.notify(words, inside);
  }
}
if (typeof require === "function") work(require("node:worker_threads").workerData);
else onmessage = (event) => work(event.data);
`;
