/** Operations that rearrange, join and take apart. https://js.tensorflow.org/api/latest/#Tensors-Transformations */
import { forEachIndex, stridesOf } from "../../reference/grid.ts";
import { runtime } from "../../runtime/index.ts";
import { Tensor } from "../../tensor/tensor.ts";

/** The values of some axes in opposite order. */
export function reversed(x: Tensor, axes: readonly number[]): Tensor {
  const { shape } = x;
  const places = axes.map((axis) => (axis < 0 ? axis + shape.length : axis));
  const steps = stridesOf(shape).map((step, axis) => (places.includes(axis) ? -step : step));
  const start = places.reduce((sum, axis) => sum - (shape[axis]! - 1) * steps[axis]!, 0);
  const data = runtime.memory.floats(x.raw.length);
  forEachIndex(shape, (index, flat) => {
    data[flat] = x.raw[index.reduce((sum, i, axis) => sum + i * steps[axis]!, start)]!;
  });
  return Tensor.wrap(data, [...shape]);
}
