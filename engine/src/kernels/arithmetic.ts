/** Small idioms that several kernels share: multiply-add, copying and clearing runs of floats, activation bounds. */
import { host } from "../runtime/index.ts";
import {
  type FunctionBuilder,
  f32x4,
  type I32,
  type LocalI32,
  type LocalV128,
  type V128,
} from "../wasm/index.ts";
import type { ElementStep } from "./element-steps.ts";

/** accumulator += a × b */
export function multiplyAdd(accumulator: LocalV128, a: V128, b: V128): void {
  accumulator.set(host.relaxedSimd ? a.relaxedMadd(b, accumulator) : accumulator.add(a.mul(b)));
}

/**
 * What happens to a result before it is written: the plan's second operand, of the result's shape, is added where it
 * `adds`, then values are kept within bounds; NaN stays NaN. The steps of `then` follow while the result is in the cache.
 */
export type Epilogue = "none" | "relu" | "relu6" | EpilogueParts;
interface EpilogueParts {
  readonly min?: number;
  readonly max?: number;
  readonly adds?: boolean;
  readonly then?: readonly ElementStep[];
}

/** The bounds. A kernel that adds does so before. */
export function applyEpilogue(value: V128, epilogue: Epilogue): V128 {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = partsOf(epilogue);
  let bounded = value;
  if (min > Number.NEGATIVE_INFINITY) bounded = bounded.pseudoMax(f32x4(min));
  if (min === 0) bounded = bounded.add(f32x4(0)); // −0 becomes 0
  return max < Number.POSITIVE_INFINITY ? bounded.pseudoMin(f32x4(max)) : bounded;
}

function partsOf(epilogue: Epilogue): EpilogueParts {
  if (epilogue === "none") return {};
  if (epilogue === "relu") return { min: 0 };
  return epilogue === "relu6" ? { min: 0, max: 6 } : epilogue;
}

/** A second operand is added. */
export const adds = (epilogue: Epilogue): boolean => partsOf(epilogue).adds === true;

/** What follows the sum and the bounds. */
export const thenOf = (epilogue: Epilogue): readonly ElementStep[] => partsOf(epilogue).then ?? [];

/** The sum and the bounds alone. */
export function withoutThen(epilogue: Epilogue): Epilogue {
  const { then, ...others } = partsOf(epilogue);
  if (!then) return epilogue;
  return Object.keys(others).length > 0 ? others : "none";
}

/** Whether the plan's second operand is needed. */
export const takesSecond = (epilogue: Epilogue): boolean =>
  adds(epilogue) || thenOf(epilogue).some((step) => "with" in step);

/** All of it as steps. */
export function stepsOf(epilogue: Epilogue): ElementStep[] {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = partsOf(epilogue);
  const isBounded = min > Number.NEGATIVE_INFINITY || max < Number.POSITIVE_INFINITY;
  return [
    ...(adds(epilogue) ? [{ with: "add" } as const] : []),
    ...(isBounded ? [{ op: "clamp", min, max } as const] : []),
    ...thenOf(epilogue),
  ];
}

/** Largest unrolled run; longer ones loop over blocks of this many floats. */
const UNROLLED = 64;

/** Copies `count` floats and moves both pointers past them; `each` may look at or change every vector. */
export function copyFloats(
  f: FunctionBuilder,
  target: LocalI32,
  source: LocalI32,
  count: number,
  each: (value: V128) => V128 = (value) => value,
): void {
  forRuns(f, count, [target, source], (offset, floats) =>
    storeFloats(f, target, each(loadFloats(source, floats, offset)), floats, offset),
  );
}

/** Writes the same number `count` times and moves the pointer past it. */
export function fillFloats(f: FunctionBuilder, target: LocalI32, count: number, value: number): void {
  forRuns(f, count, [target], (offset, floats) => storeFloats(f, target, f32x4(value), floats, offset));
}

/** Stores the first 4, 2 or 1 lanes. */
export function storeFloats(
  f: FunctionBuilder,
  target: I32,
  value: V128,
  floats: 4 | 2 | 1,
  offset = 0,
): void {
  if (floats === 4) f.v128Store(target, value, offset);
  else if (floats === 2) f.v128StoreHalf(target, value, 0, offset);
  else f.v128StoreLane(target, value, 0, offset);
}

/** The first 4, 2 or 1 floats at an address; zeros above. */
export function loadFloats(source: I32, floats: 4 | 2 | 1, offset = 0): V128 {
  if (floats === 4) return source.v128Load(offset);
  return floats === 2 ? source.v128Load64(offset) : source.v128Load32(offset);
}

/** The first 4, 2 or 1 of floats that lie `stride` floats apart. May read up to seven floats past the last. */
export function loadStrided(source: I32, stride: number, floats: 4 | 2 | 1, offset = 0): V128 {
  if (stride === 1) return source.v128Load(offset);
  if (stride === 2) return source.v128Load(offset).shuffle(source.v128Load(offset + 16), [0, 2, 4, 6]);
  const lane = (into: V128, index: number) => source.v128LoadLane(into, index, offset + index * stride * 4);
  return [1, 2, 3].slice(0, floats - 1).reduce(lane, source.v128Load32(offset));
}

/** Visits `count` floats as pieces of 4, then 2, then 1, at byte offsets from the pointers, which end up past them. */
export function forRuns(
  f: FunctionBuilder,
  count: number,
  pointers: readonly LocalI32[],
  piece: (offset: number, floats: 4 | 2 | 1) => void,
): void {
  const advance = (floats: number) => {
    for (const pointer of pointers) pointer.increase(floats * 4);
  };
  const blocks = count > UNROLLED ? Math.floor(count / UNROLLED) : 0;
  f.repeat(blocks, () => {
    for (let offset = 0; offset < UNROLLED * 4; offset += 16) piece(offset, 4);
    advance(UNROLLED);
  });
  const rest = count - blocks * UNROLLED;
  let done = 0;
  for (const size of [4, 2, 1] as const) {
    for (; rest - done >= size; done += size) piece(done * 4, size);
  }
  advance(rest);
}

/** The bounds for one number; NaN stays NaN. */
export function applyBounds(value: number, epilogue: Epilogue): number {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = partsOf(epilogue);
  return Math.min(Math.max(value, min), max);
}
