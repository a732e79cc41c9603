/** Functions of each value, of one tensor or of several with broadcasting, for what `ops` has not. */
import { executor } from "../../execution/default.ts";
import { Tensor } from "../../tensor/tensor.ts";

/** fn of each value. */
export function mapped(x: Tensor, fn: (value: number) => number): Tensor {
  const data = executor.memory.floats(x.raw.length);
  const values = x.raw;
  for (let i = 0; i < data.length; i++) data[i] = fn(values[i]!);
  return Tensor.wrap(data, [...x.shape]);
}

/** fn of each pair of values, with broadcasting. */
export function paired(a: Tensor, b: Tensor, fn: (a: number, b: number) => number): Tensor {
  const [left, right] = together([a, b]) as [Tensor, Tensor];
  const data = executor.memory.floats(left.raw.length);
  const [x, y] = [left.raw, right.raw];
  for (let i = 0; i < data.length; i++) data[i] = fn(x[i]!, y[i]!);
  return Tensor.wrap(data, [...left.shape]);
}

/** All in the shape that they broadcast to. Throws where there is none. */
export function together(inputs: readonly Tensor[]): Tensor[] {
  const rank = Math.max(...inputs.map(({ ndim }) => ndim));
  const shape = Array.from({ length: rank }, (_, axis) => {
    const sizes = inputs.map((input) => input.shape[axis - rank + input.ndim] ?? 1);
    return sizes.find((size) => size !== 1) ?? 1;
  });
  return inputs.map((input) => (input.shape.join() === shape.join() ? input : input.expand(shape)));
}
