/** Plans of layers are let go where memory is short, and made anew. */
import { nn, randn, setLimits, tidy } from "@convlens/engine";
import { afterEach, expect, test } from "vitest";
import { runtime, Shelf, Slot } from "../../engine/src/execution/index.ts";

afterEach(() => setLimits({ bytes: 2 ** 30 }));

test("models that come and go within one turn stay within the limit", () => {
  setLimits({ bytes: 2 ** 28 });
  const x = randn([1, 512, 7, 7]);
  const layers = Array.from({ length: 14 }, () => new nn.Conv2d(512, 512, 3, { padding: 1 }));
  const first = layers.map((layer) => tidy(() => layer.forward(x).mean().item()));
  expect(runtime.memory.used).toBeLessThanOrEqual(2 ** 28);
  // plans that were let go are made anew, and give the same
  expect(layers.map((layer) => tidy(() => layer.forward(x).mean().item()))).toEqual(first);
});

test("idle is a plan that has not come again in its usual time, not one of a long loop", () => {
  const shelf = new Shelf();
  const gone: string[] = [];
  const use = (slot: Slot, name: string) =>
    shelf.take(slot, () => ({ algorithm: name, run() {}, dispose: () => void gone.push(name) }));
  use(new Slot(), "once"); // of a slot that nobody holds: gone with it, or told to go
  const before = new Slot();
  use(before, "before");
  const loop = Array.from({ length: 300 }, () => new Slot());
  for (let round = 0; round < 4; round++)
    for (const [i, slot] of loop.entries()) {
      use(slot, String(i));
      while (shelf.letGo(true));
    }
  expect(gone.filter((name) => name !== "once")).toEqual(["before"]);
  expect(shelf.letGo()).toBe(true); // what is asked for without that condition is given
});

test("plans go in the order of their last use, whatever is used between", () => {
  const shelf = new Shelf();
  const gone: number[] = [];
  const use = (slot: Slot, name: number) =>
    shelf.take(slot, () => ({ algorithm: String(name), run() {}, dispose: () => void gone.push(name) }));
  const slots = Array.from({ length: 20_000 }, () => new Slot());
  for (const [i, slot] of slots.entries()) use(slot, i);
  expect([shelf.letGo(), shelf.letGo()]).toEqual([true, true]);
  use(slots[2]!, 2); // used again, it goes last
  use(slots[0]!, 0); // made anew
  use(new Slot(), -1); // in use: it stays
  while (shelf.letGo());
  expect(gone).toEqual([0, 1, ...[...slots.keys()].slice(3), 2, 0]);
});

test("loaded weights leave the room for tensors to tensors", () => {
  const layer = new nn.Linear(1024, 1024);
  const before = runtime.memory.used;
  layer.loadStateDict(layer.stateDict());
  expect(runtime.memory.used).toBe(before);
});
