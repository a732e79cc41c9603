/** Numbers of tensors are compared by the hundred thousand; element by element through the matchers took half of their tests' time. */
import { expect } from "vitest";

type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array;

const isNumbers = (value: unknown): value is Numbers =>
  value instanceof Float32Array ||
  value instanceof Float64Array ||
  value instanceof Int32Array ||
  value instanceof Uint8Array;

/** As the matchers themselves decide it: the same type, as many, each the same by `Object.is`. Undefined leaves it to them. */
function sameNumbers(a: unknown, b: unknown): boolean | undefined {
  if (!isNumbers(a) || !isNumbers(b) || a.constructor !== b.constructor) return undefined;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

expect.addEqualityTesters([sameNumbers]);
