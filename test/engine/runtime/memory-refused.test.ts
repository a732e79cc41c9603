/** A system that grants little memory, or none any more: smaller jobs run, larger ones are refused with the numbers. */
import { afterEach, expect, test, vi } from "vitest";
import { Memory } from "../../../engine/src/runtime/index.ts";

const { Memory: Real } = WebAssembly;
afterEach(() => vi.restoreAllMocks());

test("a system that grants less address space than is asked for gives a smaller memory", () => {
  const asked: number[] = [];
  WebAssembly.Memory = class extends Real {
    constructor(given: { initial: number; maximum: number; shared: boolean }) {
      asked.push(given.maximum);
      if (given.maximum > 4096) throw new RangeError("WebAssembly.Memory(): could not allocate memory");
      super(given);
    }
  };
  try {
    const memory = new Memory();
    expect(asked).toEqual([32768, 16384, 4096]);
    memory.limit = 2 ** 40;
    memory.allocate(1000).array.fill(1);
    expect(() => memory.allocate(2 ** 28)).toThrow(/needs 1\.\d+ GiB|needs .* the limit is 256/);
  } finally {
    WebAssembly.Memory = Real;
  }
});

test("a memory that cannot grow any more refuses with what was asked and what there is, and goes on", () => {
  const memory = new Memory();
  vi.spyOn(Real.prototype, "grow").mockImplementation(() => {
    throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
  });
  expect(() => memory.allocate(2 ** 24)).toThrow(
    /The memory, which the system does not let grow, needs .* the limit is/,
  );
  const small = memory.allocate(1000);
  small.array.fill(2);
  expect(small.array[999]).toBe(2);
});
