/** The allocator of WebAssembly memory. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Allocator } from "../../../engine/src/runtime/index.ts";

test("blocks never overlap, lie inside what was made usable, and all of it joins again when freed", () => {
  const steps = fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 5000 }), free: fc.nat(20) }), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(steps, (operations) => {
      let usable = 0;
      const allocator = new Allocator(64, (end) => {
        usable = Math.max(usable, end);
      });
      const live: { start: number; end: number }[] = [];
      for (const { bytes, free } of operations) {
        const start = allocator.allocate(bytes);
        const block = { start, end: start + bytes };
        expect(start % 64).toBe(0);
        expect(block.end).toBeLessThanOrEqual(usable);
        for (const other of live)
          expect(block.end <= other.start || other.end <= start || bytes === 0).toBe(true);
        live.push(block);
        const [gone] = live.splice(free, 1);
        if (gone) allocator.free(gone.start);
      }
      for (const { start } of live) allocator.free(start);
      expect(allocator.used).toBe(0);
      expect(allocator.allocate(usable - 64)).toBe(64);
    }),
  );
});

test("freeing an address that is not allocated is an error", () => {
  expect(() => new Allocator(0, () => {}).free(64)).toThrow(RangeError);
});
