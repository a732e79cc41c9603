/** Convolutions, transposed convolutions, Unfold and Fold. */
import type { Dim } from "../../specs/index.ts";
import { int, ints } from "../format/write.ts";
import type { ExportCall, Exporter } from "./export-call.ts";
import { mirrored } from "./pad.ts";

/** Runs `body` on [N, C, …], with a batch of one put on and taken off where there is none. */
export function batched(
  call: ExportCall,
  rank: number,
  body: (input: string, shape: readonly Dim[]) => string,
): string {
  if (call.shape.length === rank + 2) return body(call.input, call.shape);
  return call.squeeze(body(call.unsqueeze(call.input, [0]), [1, ...call.shape]), [0]);
}

const conv =
  (rank: number): Exporter =>
  (call) => [
    batched(call, rank, (input, shape) => {
      const { kernel, stride, dilation, low, high, pads } = call.windows(rank);
      const mode = call.word("paddingMode") || "zeros";
      const padded = mode === "zeros" ? input : mirrored(call, input, shape, low, high, mode);
      return call.op(
        "Conv",
        [padded, call.weight("weight"), ...(call.has("bias") ? [call.weight("bias")] : [])],
        {
          kernel_shape: ints(kernel),
          strides: ints(stride),
          dilations: ints(dilation),
          group: int(call.number("groups")),
          pads: ints(mode === "zeros" ? pads : pads.map(() => 0)),
        },
      );
    }),
  ];

const convTranspose =
  (rank: number): Exporter =>
  (call) => {
    if (call.node.callArgs.outputSize !== undefined) throw call.refuse("it is called with an outputSize");
    const { kernel, stride, dilation, pads } = call.windows(rank);
    return [
      batched(call, rank, (input) =>
        call.op(
          "ConvTranspose",
          [input, call.weight("weight"), ...(call.has("bias") ? [call.weight("bias")] : [])],
          {
            kernel_shape: ints(kernel),
            strides: ints(stride),
            dilations: ints(dilation),
            pads: ints(pads),
            output_padding: ints(call.axes("outputPadding", rank)),
            group: int(call.number("groups")),
          },
        ),
      ),
    ];
  };

/** Columns of windows: each cell of a window is a filter that picks it. */
const unfold: Exporter = (call) => {
  const { kernel, stride, dilation, pads } = call.windows(2);
  const channels = call.numbers([call.shape.at(-3)!], "its number of channels")[0]!;
  return [
    batched(call, 2, (input) => {
      const windows = call.op("Conv", [input, picking(call, channels, kernel)], {
        kernel_shape: ints(kernel),
        strides: ints(stride),
        dilations: ints(dilation),
        pads: ints(pads),
        group: int(channels),
      });
      return call.op("Reshape", [windows, call.emit.ints([0, channels * kernel[0]! * kernel[1]!, -1])]);
    }),
  ];
};

/** Filters [channels · cells, 1, height, width] of which each lets one cell of one channel through. */
export function picking(call: ExportCall, channels: number, [height, width]: readonly number[]): string {
  const cells = height! * width!;
  const values = new Float32Array(channels * cells * cells);
  for (let i = 0; i < channels * cells; i++) values[i * cells + (i % cells)] = 1;
  return call.emit.weight(
    `constant_picking_${channels}x${height}x${width}`,
    [channels * cells, 1, height!, width!],
    values,
  );
}

const fold: Exporter = (call) => {
  if (call.emit.opset < 18) throw call.refuse("Col2Im came with operator set 18");
  const { kernel, stride, dilation, pads } = call.windows(2);
  const columns = call.shape.length === 3 ? call.input : call.unsqueeze(call.input, [0]);
  const image = call.op(
    "Col2Im",
    [columns, call.emit.ints(call.axes("outputSize", 2)), call.emit.ints(kernel)],
    {
      strides: ints(stride),
      dilations: ints(dilation),
      pads: ints(pads),
    },
  );
  return [call.shape.length === 3 ? image : call.squeeze(image, [0])];
};

export const convExporters: Readonly<Record<string, Exporter>> = {
  Conv1d: conv(1),
  Conv2d: conv(2),
  Conv3d: conv(3),
  ConvTranspose1d: convTranspose(1),
  ConvTranspose2d: convTranspose(2),
  ConvTranspose3d: convTranspose(3),
  Unfold: unfold,
  Fold: fold,
};
