/** Sizes that double with each step of a loop end as unknown, before they fill the memory. */
import { add, floorDiv, isUnknown, mul, symbol } from "@convlens/engine/specs";
import { expect, test } from "vitest";

test.each([
  ["squares", (size: ReturnType<typeof symbol>) => mul(size, size)],
  [
    "quotients",
    (size: ReturnType<typeof symbol>) => add(size, floorDiv(add(mul(size, size), 1), add(size, 2))),
  ],
])("%s", (_, step) => {
  let size = symbol("n");
  for (let i = 0; i < 200; i++) size = step(size) as ReturnType<typeof symbol>;
  expect(isUnknown(size)).toBe(true);
});
