/** Poolings as operations. https://js.tensorflow.org/api/latest/#maxPool */
import { isUnknownArg, shape } from "../../arguments.ts";
import type { LayerSpec } from "../../spec.ts";
import { operation } from "./define.ts";
import { imageOf, pad, requireSizes, rounding, steps, strides, windowed } from "./window.ts";

function pooling(name: string, rank: 2 | 3): LayerSpec {
  return operation(
    name,
    "One value for each window.",
    [shape("filterSize", "Size of the window."), strides, pad, rounding],
    (call) => {
      const image = imageOf(call, rank, name);
      if (!image || isUnknownArg(call.args.filterSize)) return [null];
      const [size, step] = [steps(call.args.filterSize, rank), steps(call.args.strides, rank)];
      const space = windowed(call, name, image.space, size, step);
      return [requireSizes(call, image, image.with(image.channels, space))];
    },
  );
}

export const poolOperations: readonly LayerSpec[] = ["maxPool", "avgPool"].flatMap((name) => [
  pooling(name, 2),
  pooling(`${name}3d`, 3),
]);
