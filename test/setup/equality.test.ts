/** Arrays of numbers that differ in anything are not equal, however fast they are compared. */
import { expect, test } from "vitest";

const differing: readonly (readonly [string, unknown, unknown])[] = [
  ["a number", Float32Array.of(1, 2), Float32Array.of(1, 3)],
  ["a length", Float32Array.of(1, 2), Float32Array.of(1, 2, 3)],
  ["a type", Float32Array.of(1, 2), Float64Array.of(1, 2)],
  ["zero's sign", Float32Array.of(0), Float32Array.of(-0)],
  ["a number further in", { y: [Float32Array.of(1)] }, { y: [Float32Array.of(2)] }],
];

test.each(differing)("%s", (_, a, b) => expect(a).not.toEqual(b));

test("equal ones are equal, what is no number too", () => {
  const numbers = [1.5, Number.NaN, -0, Number.POSITIVE_INFINITY];
  expect(Float32Array.from(numbers)).toEqual(Float32Array.from(numbers));
  expect(Float32Array.from(numbers)).not.toEqual(numbers);
});
