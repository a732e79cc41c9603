/** The steps behind a kernel's own work, on the part of the result that one task has just written: it is in the cache. */
import type { FunctionRef, ModuleBuilder } from "../wasm/index.ts";
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
    f.countDown(rows!, 1, () => {
      f.if(whole, () => f.call(pairs, result!, toSecond!, result!.add(whole)));
      f.if(rest, () => f.call(singles, result!.add(whole), toSecond!, rest));
      result!.increase(rowBytes!);
    });
  });
}

/** Function (at, toSecond, end): two vectors at a time, whose operations overlap, or are one of twice the width. */
function emitPairs(module: ModuleBuilder, steps: readonly ElementStep[]): FunctionRef {
  return module.function(3, (f, [at, toSecond, end]) => {
    const second = f.i32(at!.add(toSecond!));
    f.doWhile(() => {
      const values = [0, 16].map((offset) => {
        const value = f.v128(at!.v128Load(offset));
        return f.v128(emitSteps(f, value, () => second.v128Load(offset), steps));
      });
      for (const [i, value] of values.entries()) f.v128Store(at!, value, i * 16);
      at!.increase(32);
      second.increase(32);
      return at!.lt(end!);
    });
  });
}

/** Function (at, toSecond, count): apart from the pairs, because V8 widens a function whole or not at all. */
function emitSingles(module: ModuleBuilder, steps: readonly ElementStep[]): FunctionRef {
  return module.function(3, (f, [at, toSecond, count]) => {
    f.countDown(count!, 1, () => {
      const value = f.v128(at!.v128Load32());
      f.v128StoreLane(at!, f.v128(emitSteps(f, value, () => at!.add(toSecond!).v128Load32(), steps)), 0);
      at!.increase(4);
    });
  });
}
