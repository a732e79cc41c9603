/** The steps behind a kernel's own work, on the part of the result that one task has just written: it is in the cache. */
import type { FunctionBuilder, FunctionRef, LocalI32, ModuleBuilder } from "../wasm/index.ts";
import { type ElementStep, emitSteps } from "./element-steps.ts";

/**
 * Function (result, toSecond, rows, rowBytes, floats): the steps in place on so many rows of floats, `rowBytes` apart. What
 * belongs to them of the second operand lies `toSecond` bytes further. Nothing behind a row is written.
 */
export function emitStepsInPlace(module: ModuleBuilder, steps: readonly ElementStep[]): FunctionRef {
  const pairs = emitPairs(module, steps);
  const singles = emitSingles(module, steps);
  return module.function(5, (f, [result, toSecond, rows, rowBytes, floats]) => {
    const rest = f.i32(floats!.and(7));
    const whole = f.i32(floats!.sub(rest).shl(2));
    f.if(whole, () => f.call(pairs, result!, toSecond!, rows!, rowBytes!, whole));
    f.if(rest, () => f.call(singles, result!.add(whole), toSecond!, rows!, rowBytes!, rest.shl(2)));
  });
}

/**
 * Function (result, toSecond, rows, rowBytes, bytes): two vectors at a time, whose operations overlap, or are one of twice the
 * width. All rows in one call, which makes the constants of the steps once.
 */
function emitPairs(module: ModuleBuilder, steps: readonly ElementStep[]): FunctionRef {
  return emitRows(module, 32, (f, at, second) => {
    const values = [0, 16].map((offset) => {
      const value = f.v128(at.v128Load(offset));
      return f.v128(emitSteps(f, value, () => second.v128Load(offset), steps));
    });
    for (const [i, value] of values.entries()) f.v128Store(at, value, i * 16);
  });
}

/** The same for floats one by one: apart from the pairs, because V8 widens a function whole or not at all. */
function emitSingles(module: ModuleBuilder, steps: readonly ElementStep[]): FunctionRef {
  return emitRows(module, 4, (f, at, second) => {
    const value = f.v128(at.v128Load32());
    f.v128StoreLane(at, f.v128(emitSteps(f, value, () => second.v128Load32(), steps)), 0);
  });
}

/** Function (result, toSecond, rows, rowBytes, bytes): visits rows of a multiple of `step` bytes, so many at a time. */
const emitRows = (
  module: ModuleBuilder,
  step: number,
  visit: (f: FunctionBuilder, at: LocalI32, second: LocalI32) => void,
): FunctionRef =>
  module.function(5, (f, [result, toSecond, rows, rowBytes, bytes]) => {
    const [at, second, end] = [f.i32(), f.i32(), f.i32()];
    f.countDown(rows!, 1, () => {
      at.set(result!);
      second.set(result!.add(toSecond!));
      end.set(result!.add(bytes!));
      f.doWhile(() => {
        visit(f, at, second);
        at.increase(step);
        second.increase(step);
        return at.lt(end);
      });
      result!.increase(rowBytes!);
    });
  });
