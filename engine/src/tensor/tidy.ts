/**
 * Gives back what a computation made on its way, without waiting for the garbage collector.
 *
 *     const y = tidy(() => model.forward(x));   // the memory of each layer's output serves the next run
 */
import { ConvLensError } from "../errors/convlens-error.ts";
import { executor } from "../execution/default.ts";

/** What can be given back. */
interface Disposable {
  dispose(): void;
}

/** Results of the functions that run now, one list for each. */
const scopes: Disposable[][] = [];

/** Says that a tensor was computed: the innermost `tidy` disposes of it unless it is given back. */
export function noteComputed(tensor: Disposable): void {
  scopes.at(-1)?.push(tensor);
}

/**
 * The function's result. All other tensors that layers and operations computed within are disposed of; those that were
 * there before, parameters, and what lies in the result (in lists and plain objects, too) are kept. A tensor that the
 * function leaves anywhere else is gone. Throws a TypeError for an async function.
 */
export function tidy<T>(compute: () => T): T {
  if (typeof compute !== "function")
    throw new ConvLensError("tidy takes a function", "argument-type", "TypeError");
  const computed: Disposable[] = [];
  scopes.push(computed);
  let result: T | undefined;
  try {
    result = compute();
    executor.settle(); // the result is computed, and from nothing that is given back now
  } finally {
    scopes.pop();
    const kept = new Set<unknown>();
    collect(result, kept);
    // from the last to the first: what was computed from a tensor goes before it
    for (const tensor of computed.toReversed()) {
      if (kept.has(tensor)) noteComputed(tensor);
      else tensor.dispose();
    }
  }
  if (result instanceof Promise)
    throw new ConvLensError(
      "tidy takes a function that computes at once, not an async one",
      "argument-type",
      "TypeError",
    );
  return result as T;
}

/** The value, and all that lists and plain objects in it hold. */
function collect(value: unknown, into: Set<unknown>): void {
  if (typeof value !== "object" || value === null || into.has(value)) return;
  into.add(value);
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  if (isPlain) for (const part of Object.values(value)) collect(part, into);
}
