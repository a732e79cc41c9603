/** Layers that join tensors. https://js.tensorflow.org/api/latest/#layers.add */
import { callFunction } from "../../tensor/function.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { provideLayer } from "./job.ts";
import { mapped } from "./values.ts";

/** Axes of size 1 behind the batch, until all have the rank of the largest. */
function ofOneRank(inputs: readonly Tensor[]): Tensor[] {
  const rank = Math.max(...inputs.map((input) => input.ndim));
  return inputs.map((input) =>
    input.ndim === rank
      ? input
      : input.reshape([
          input.shape[0]!,
          ...new Array<number>(rank - input.ndim).fill(1),
          ...input.shape.slice(1),
        ]),
  );
}

const joined = (name: string, inputs: readonly Tensor[]): Tensor =>
  ofOneRank(inputs).reduce((a, b) => callFunction(name, [a, b], {})[0]!);

for (const [layer, name] of [
  ["add", "add"],
  ["multiply", "mul"],
  ["maximum", "maximum"],
  ["minimum", "minimum"],
] as const)
  provideLayer([layer], ({ inputs }) => joined(name, inputs));
provideLayer(["average"], ({ inputs }) =>
  mapped(joined("add", inputs), (value) => value * (1 / inputs.length)),
);
// every negative axis is the last one
provideLayer(["concatenate"], ({ args, inputs }) =>
  callFunction("cat", inputs, { dim: Math.max((args.axis as number | null) ?? -1, -1) }),
);

/** Products along one axis of each, batch by batch, as the library's batchDot has them. */
provideLayer(["dot"], ({ args, inputs }) => {
  const given = args.axes as number | readonly number[];
  const axes = inputs.map((input, i) => {
    const axis = typeof given === "number" ? given : given[i]!;
    return axis < 0 ? axis + input.ndim : axis;
  }) as [number, number];
  let [a, b] = (args.normalize === true ? inputs.map((input, i) => unit(input, axes[i]!)) : inputs) as [
    Tensor,
    Tensor,
  ];
  if (a.ndim === 2 && b.ndim === 2) {
    const product = axes[0] === axes[1] ? a.mul(b).sum(axes[0]) : a.transpose(0, 1).mul(b).sum(axes[1]);
    return product.unsqueeze(1);
  }
  const missing = a.ndim - b.ndim;
  if (missing > 0) b = b.reshape([...b.shape, 1]);
  else if (missing < 0) a = a.reshape([...a.shape, 1]);
  const product = (axes[0] === a.ndim - 1 ? a : a.transpose(1, 2)).matmul(
    axes[1] === b.ndim - 1 ? b.transpose(1, 2) : b,
  );
  return missing === 0 ? product : product.squeeze(missing > 0 ? 2 : 1);
});

/** x / ‖x‖ along an axis, the squared length kept above the library's epsilon. */
function unit(x: Tensor, axis: number): Tensor {
  const squares = x.mul(x).sum(axis, true);
  return x.div(mapped(squares, (value) => Math.sqrt(Math.max(value, 1e-7))));
}
