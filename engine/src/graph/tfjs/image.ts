/**
 * Images of other sizes: image.resizeBilinear, resizeNearestNeighbor and cropAndResize, and the layers upSampling2d,
 * resizing and centerCrop. https://js.tensorflow.org/api/latest/#image.resizeBilinear
 */
import { executor } from "../../execution/default.ts";
import { perAxis } from "../../specs/tfjs/arguments.ts";
import { channelsFirst } from "../../specs/tfjs/image.ts";
import { countOf, Tensor } from "../../tensor/tensor.ts";
import { batched } from "./conv.ts";
import { rowsTimes } from "./dense.ts";
import { provideLayer, provideOperation } from "./job.ts";
import { fromChannelsFirst, imageOf, toChannelsFirst } from "./layout.ts";

interface Sampling {
  readonly method: "bilinear" | "nearest";
  readonly alignCorners?: boolean;
  readonly halfPixelCenters?: boolean;
}

/** Where each cell of a new axis looks: two places of the old one, and the share of the second. */
interface Taps {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly share: Float64Array;
}

/** x [N, H, W, C] at `height` × `width`. */
function resize(x: Tensor, height: number, width: number, sampling: Sampling): Tensor {
  const [batch, oldHeight, oldWidth, channels] = x.shape as [number, number, number, number];
  const shape = [batch, height, width, channels];
  const data = executor.memory.floats(countOf(shape));
  const [rows, columns] = [tapsOf(oldHeight, height, sampling), tapsOf(oldWidth, width, sampling)];
  for (let n = 0; n < batch; n++)
    sample(x, n, rows, columns, data.subarray(n * height * width * channels), width);
  return Tensor.wrap(data, shape);
}

function tapsOf(old: number, size: number, { method, alignCorners, halfPixelCenters }: Sampling): Taps {
  const aligned = alignCorners && size > 1;
  const ratio = (aligned ? old - 1 : old) / (aligned ? size - 1 : size);
  return taps(size, (cell) => {
    if (method === "nearest") {
      const at = halfPixelCenters ? ratio * (cell + 0.5) : ratio * cell;
      const near = Math.max(0, Math.min(old - 1, alignCorners ? Math.round(at) : Math.floor(at)));
      return [near, near, 0];
    }
    const at = halfPixelCenters ? ratio * (cell + 0.5) - 0.5 : ratio * cell;
    const low = Math.max(0, Math.floor(at));
    return [low, Math.min(old - 1, Math.ceil(at)), at - low];
  });
}

function taps(size: number, tap: (cell: number) => readonly [number, number, number]): Taps {
  const all = Array.from({ length: size }, (_, cell) => tap(cell));
  return {
    low: Int32Array.from(all, ([low]) => low),
    high: Int32Array.from(all, ([, high]) => high),
    share: Float64Array.from(all, ([, , share]) => share),
  };
}

/** Writes one image; a place of −1 leaves what is there. */
function sample(x: Tensor, image: number, rows: Taps, columns: Taps, out: Float32Array, width: number): void {
  const [, oldHeight, oldWidth, channels] = x.shape as [number, number, number, number];
  const from = image * oldHeight * oldWidth * channels;
  const values = x.raw;
  for (let r = 0; r < rows.low.length; r++) {
    if (rows.low[r]! < 0) continue;
    const top = from + rows.low[r]! * oldWidth * channels;
    const bottom = from + rows.high[r]! * oldWidth * channels;
    const down = rows.share[r]!;
    for (let c = 0; c < columns.low.length; c++) {
      if (columns.low[c]! < 0) continue;
      const [left, right] = [columns.low[c]! * channels, columns.high[c]! * channels];
      const across = columns.share[c]!;
      const put = (r * width + c) * channels;
      for (let d = 0; d < channels; d++) {
        const upper = values[top + left + d]!;
        const lower = values[bottom + left + d]!;
        const a = upper + (values[top + right + d]! - upper) * across;
        const b = lower + (values[bottom + right + d]! - lower) * across;
        out[put + d] = a + (b - a) * down;
      }
    }
  }
}

provideLayer(["upSampling2d"], ({ args, inputs: [x] }) => {
  const [down, across] = perAxis(args.size ?? [2, 2], 2) as [number, number];
  const method = args.interpolation === "bilinear" ? "bilinear" : "nearest";
  const first = channelsFirst(args);
  const last = first ? fromChannelsFirst(x!, false) : x!;
  const [height, width] = imageOf(last, false).space as [number, number];
  const large = resize(last, height * down, width * across, { method });
  return first ? toChannelsFirst(large, false, [0, 0], large.shape.slice(1, 3)) : large;
});

provideLayer(["resizing"], ({ args, inputs: [x] }) =>
  batched(x!, 2, (image) =>
    resize(image, args.height as number, args.width as number, {
      method: args.interpolation === "nearest" ? "nearest" : "bilinear",
      alignCorners: !args.cropToAspectRatio,
    }),
  ),
);

provideLayer(["centerCrop"], ({ args, inputs: [x] }) =>
  batched(x!, 2, (image) => {
    const [height, width] = [args.height as number, args.width as number];
    const [oldHeight, oldWidth] = image.shape.slice(1, 3) as [number, number];
    const top = Math.floor((oldHeight - height) / 2);
    const left = oldWidth === width ? 0 : Math.floor((oldWidth - width) / 2) || 1;
    if (top < 0 || left < 0) return resize(image, height, width, { method: "bilinear" });
    const box = [top / oldHeight, left / oldWidth, (height + top) / oldHeight, (width + left) / oldWidth];
    const boxes = Array.from({ length: image.shape[0]! }, () => box).flat();
    return cropAndResize(
      image,
      Float32Array.from(boxes),
      image.shape[0]!,
      (i) => i,
      [height, width],
      "nearest",
      0,
    );
  }),
);

/** Box b is [top, left, bottom, right] in shares of the image `imageOf(b)`. */
function cropAndResize(
  x: Tensor,
  boxes: Float32Array,
  count: number,
  imageOfBox: (box: number) => number,
  [height, width]: readonly [number, number],
  method: "bilinear" | "nearest",
  outside: number,
): Tensor {
  const [, oldHeight, oldWidth, channels] = x.shape as [number, number, number, number];
  const shape = [count, height, width, channels];
  const data = executor.memory.floats(countOf(shape));
  data.fill(outside);
  for (let b = 0; b < count; b++) {
    const [top, left, bottom, right] = boxes.subarray(4 * b, 4 * b + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    sample(
      x,
      imageOfBox(b),
      boxTaps(top, bottom, oldHeight, height, method),
      boxTaps(left, right, oldWidth, width, method),
      data.subarray(b * height * width * channels),
      width,
    );
  }
  return Tensor.wrap(data, shape);
}

function boxTaps(start: number, end: number, old: number, size: number, method: string): Taps {
  const scale = size > 1 ? ((end - start) * (old - 1)) / (size - 1) : 0;
  return taps(size, (cell) => {
    const at = size > 1 ? start * (old - 1) + cell * scale : 0.5 * (start + end) * (old - 1);
    if (at < 0 || at > old - 1) return [-1, -1, 0];
    if (method === "nearest") return [Math.round(at), Math.round(at), 0];
    return [Math.floor(at), Math.ceil(at), at - Math.floor(at)];
  });
}

for (const [name, method] of [
  ["image.resizeBilinear", "bilinear"],
  ["image.resizeNearestNeighbor", "nearest"],
] as const)
  provideOperation([name], ["size", "alignCorners", "halfPixelCenters"], ({ args, inputs: [x] }) => {
    const [height, width] = args.size as readonly [number, number];
    return batched(x!, 2, (image) =>
      resize(image, height, width, {
        method,
        alignCorners: args.alignCorners === true,
        halfPixelCenters: args.halfPixelCenters === true,
      }),
    );
  });

provideOperation(
  ["image.cropAndResize"],
  ["boxInd", "cropSize", "method", "extrapolationValue"],
  ({ args, inputs: [image, boxes] }) => {
    const places = args.boxInd as readonly number[];
    return cropAndResize(
      image!,
      boxes!.raw,
      boxes!.shape[0]!,
      (box) => places[box]!,
      args.cropSize as readonly [number, number],
      args.method === "nearest" ? "nearest" : "bilinear",
      (args.extrapolationValue as number | null | undefined) ?? 0,
    );
  },
);
provideOperation(["image.grayscaleToRGB"], [], ({ inputs: [x] }) =>
  x!.repeat([...x!.shape.slice(0, -1).map(() => 1), 3]),
);
provideOperation(["image.rgbToGrayscale"], [], ({ inputs: [x] }) =>
  rowsTimes(x!, Tensor.wrap(Float32Array.of(0.2989, 0.587, 0.114), [3, 1])),
);
provideOperation(["image.flipLeftRight"], [], ({ inputs: [x] }) => {
  const { space } = imageOf(x!, false);
  const columns = { ...taps(space[1]!, (cell) => [space[1]! - 1 - cell, space[1]! - 1 - cell, 0]) };
  const rows = taps(space[0]!, (cell) => [cell, cell, 0]);
  const data = new Float32Array(x!.raw.length);
  const each = data.length / x!.shape[0]!;
  for (let n = 0; n < x!.shape[0]!; n++) sample(x!, n, rows, columns, data.subarray(n * each), space[1]!);
  return Tensor.wrap(data, [...x!.shape]);
});
