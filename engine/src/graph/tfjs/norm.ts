/** batchNormalization with its kept statistics, and layerNormalization. https://js.tensorflow.org/api/latest/#layers.batchNormalization */

import { executor } from "../../execution/default.ts";
import { forEachIndex, product, stridesOf } from "../../jobs/grid.ts";
import { isList } from "../../specs/arguments.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { provideLayer } from "./job.ts";

provideLayer(["batchNormalization"], ({ args, inputs: [x], weights }) => {
  const axis = (args.axis as number | null) ?? -1;
  const at = axis < 0 ? axis + x!.ndim : axis;
  const channels = x!.shape[at]!;
  const inner = product(x!.shape.slice(at + 1));
  const { gamma, beta, moving_mean, moving_variance } = weights;
  const epsilon = (args.epsilon as number | null) ?? 1e-3;
  const factor = Float64Array.from(
    { length: channels },
    (_, c) => (gamma?.raw[c] ?? 1) / Math.sqrt(moving_variance!.raw[c]! + epsilon),
  );
  const offset = Float64Array.from(
    { length: channels },
    (_, c) => (beta?.raw[c] ?? 0) - moving_mean!.raw[c]! * factor[c]!,
  );
  const data = executor.memory.floats(x!.raw.length);
  for (let from = 0, row = 0; from < data.length; from += inner, row++) {
    const c = row % channels;
    for (let i = from; i < from + inner; i++) data[i] = x!.raw[i]! * factor[c]! + offset[c]!;
  }
  return Tensor.wrap(data, [...x!.shape]);
});

provideLayer(["layerNormalization"], ({ args, inputs: [x], weights }) => {
  const given = args.axis ?? -1;
  const axes = (isList(given) ? given : [given]).map((axis) =>
    (axis as number) < 0 ? (axis as number) + x!.ndim : (axis as number),
  );
  const { shape } = x!;
  const steps = stridesOf(shape);
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const offsets = new Int32Array(product(axes.map((axis) => shape[axis]!)));
  forEachIndex(
    axes.map((axis) => shape[axis]!),
    (index, flat) => {
      offsets[flat] = index.reduce((sum, i, at) => sum + i * steps[axes[at]!]!, 0);
    },
  );
  const epsilon = (args.epsilon as number | null) ?? 1e-3;
  const data = executor.memory.floats(x!.raw.length);
  const values = x!.raw;
  forEachIndex(
    kept.map((axis) => shape[axis]!),
    (index) => {
      const start = index.reduce((sum, i, at) => sum + i * steps[kept[at]!]!, 0);
      let [sum, squares] = [0, 0];
      for (const offset of offsets) sum += values[start + offset]!;
      const mean = sum / offsets.length;
      for (const offset of offsets) squares += (values[start + offset]! - mean) ** 2;
      const scale = 1 / Math.sqrt(squares / offsets.length + epsilon);
      for (let i = 0; i < offsets.length; i++) {
        const at = start + offsets[i]!;
        data[at] = (values[at]! - mean) * scale * (weights.gamma?.raw[i] ?? 1) + (weights.beta?.raw[i] ?? 0);
      }
    },
  );
  return Tensor.wrap(data, [...shape]);
});
