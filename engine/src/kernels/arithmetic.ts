/** Small idioms that several kernels share: multiply-add, copying and clearing runs of floats, activation bounds. */
import { host } from "../runtime/index.ts";
import { type FunctionBuilder, f32x4, type LocalI32, type LocalV128, type V128 } from "../wasm/index.ts";

/** accumulator += a × b */
export function multiplyAdd(accumulator: LocalV128, a: V128, b: V128): void {
  accumulator.set(host.relaxedSimd ? a.relaxedMadd(b, accumulator) : accumulator.add(a.mul(b)));
}

/** What happens to a result before it is written: values are clamped, NaN stays NaN. */
export type Epilogue = "none" | "relu" | "relu6" | { readonly min: number; readonly max: number };

export function applyEpilogue(value: V128, epilogue: Epilogue): V128 {
  const { min, max } = epilogueBounds(epilogue);
  const floored = min > Number.NEGATIVE_INFINITY ? value.max(f32x4(min)) : value;
  return max < Number.POSITIVE_INFINITY ? floored.min(f32x4(max)) : floored;
}

export function epilogueBounds(epilogue: Epilogue): { min: number; max: number } {
  if (epilogue === "none") return { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
  if (epilogue === "relu") return { min: 0, max: Number.POSITIVE_INFINITY };
  if (epilogue === "relu6") return { min: 0, max: 6 };
  return epilogue;
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
  forRuns(f, count, [target, source], (offset, floats) => {
    if (floats === 4) f.v128Store(target, each(source.v128Load(offset)), offset);
    else if (floats === 2) f.v128StoreHalf(target, each(source.v128Load64(offset)), 0, offset);
    else f.v128StoreLane(target, each(source.v128Load32(offset)), 0, offset);
  });
}

/** Writes `count` zeros and moves the pointer past them. */
export function clearFloats(f: FunctionBuilder, target: LocalI32, count: number): void {
  forRuns(f, count, [target], (offset, floats) => {
    if (floats === 4) f.v128Store(target, f32x4(0), offset);
    else if (floats === 2) f.v128StoreHalf(target, f32x4(0), 0, offset);
    else f.v128StoreLane(target, f32x4(0), 0, offset);
  });
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

/** The epilogue of one number; NaN stays NaN. */
export function applyBounds(value: number, epilogue: Epilogue): number {
  const { min, max } = epilogueBounds(epilogue);
  return Math.min(Math.max(value, min), max);
}
