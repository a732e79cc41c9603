/** flatten, reshape, permute, repeatVector, zeroPadding2d and cropping2D. https://js.tensorflow.org/api/latest/#layers.reshape */
import { isList } from "../../specs/arguments.ts";
import type { Arg } from "../../specs/spec.ts";
import { channelsFirst } from "../../specs/tfjs/image.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { provideLayer } from "./job.ts";
import { fromChannelsFirst, imageOf, toChannelsFirst } from "./layout.ts";

provideLayer(["flatten"], ({ args, inputs: [x] }) => {
  const rank = x!.ndim;
  const axes = Array.from({ length: rank - 2 }, (_, i) => i + 2);
  const last = channelsFirst(args) && rank > 2 ? x!.permute([0, ...axes, 1]) : x!;
  return last.reshape(x!.shape[0]!, x!.numel() / x!.shape[0]!);
});
provideLayer(["reshape"], ({ args, inputs: [x] }) => {
  const target = args.targetShape as readonly (number | null)[];
  return x!.reshape([
    x!.shape[0]!,
    ...target.map((size) => (typeof size === "number" && size >= 0 ? size : -1)),
  ]);
});
provideLayer(["permute"], ({ args, inputs: [x] }) => x!.permute([0, ...(args.dims as readonly number[])]));
provideLayer(["repeatVector"], ({ args, inputs: [x] }) => x!.unsqueeze(1).repeat(1, args.n as number, 1));

provideLayer(["zeroPadding2d"], ({ args, inputs: [x] }) =>
  framed(x!, channelsFirst(args), sidesOf(args.padding ?? 1)),
);
provideLayer(["cropping2D"], ({ args, inputs: [x] }) => {
  const sides = sidesOf(args.cropping).map((side) => side.map((cells) => -cells) as [number, number]);
  return framed(x!, channelsFirst(args), sides);
});

/** [before, after] of each axis from n, [h, w] or [[top, bottom], [left, right]]. */
function sidesOf(arg: Arg): [number, number][] {
  const both = isList(arg)
    ? (arg as readonly (number | readonly number[])[])
    : [arg as number, arg as number];
  return both.slice(0, 2).map((side) => (typeof side === "number" ? [side, side] : [side[0]!, side[1]!]));
}

/** With cells of zeros added on each side; fewer than none are cut off. */
function framed(x: Tensor, first: boolean, sides: readonly [number, number][]): Tensor {
  const { space } = imageOf(x, first);
  const low = sides.map(([before]) => before);
  const size = space.map((cells, axis) => Math.max(0, cells + sides[axis]![0] + sides[axis]![1]));
  return fromChannelsFirst(toChannelsFirst(x, first, low, size), first);
}
