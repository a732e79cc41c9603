/** bidirectional and timeDistributed: a layer around a layer. https://js.tensorflow.org/api/latest/#layers.bidirectional */

import { flagOf } from "../../specs/arguments.ts";
import type { Args, InnerLayer } from "../../specs/spec.ts";
import { callFunction } from "../../tensor/function.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { reversed } from "./arrange.ts";
import { layerTable, provideLayer, type Weights } from "./job.ts";

const prefixed = (weights: Weights, prefix: string): Weights =>
  Object.fromEntries(
    Object.entries(weights).flatMap(([name, weight]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), weight]] : [],
    ),
  );

provideLayer(["bidirectional"], ({ args, inputs: [x, ...states], weights }) => {
  const inner = args.layer as InnerLayer;
  const half = states.length / 2;
  const run = (own: Args, prefix: string, first: readonly Tensor[]): readonly Tensor[] =>
    [
      layerTable.get(inner.spec.name)!({
        args: own,
        inputs: [x!, ...first],
        weights: prefixed(weights, prefix),
      }),
    ].flat();
  const forward = run(inner.args, "forward_", states.slice(0, half));
  const turned = { ...inner.args, goBackwards: !flagOf(inner.args.goBackwards) };
  const [back, ...backStates] = run(turned, "backward_", states.slice(half)) as [Tensor, ...Tensor[]];
  const backward = flagOf(inner.args.returnSequences) ? reversed(back, [1]) : back;
  return [...merged(args.mergeMode, forward[0]!, backward), ...forward.slice(1), ...backStates];
});

function merged(mode: unknown, a: Tensor, b: Tensor): readonly Tensor[] {
  switch (mode) {
    case null:
      return [a, b];
    case "sum":
      return [a.add(b)];
    case "mul":
      return [a.mul(b)];
    case "ave":
      return [a.add(b).mul(0.5)];
    default:
      return callFunction("cat", [a, b], { dim: -1 });
  }
}

/** All steps in one batch: in inference a layer treats each item of a batch alone. */
provideLayer(["timeDistributed"], ({ args, inputs: [x], weights }) => {
  const inner = args.layer as InnerLayer;
  const [batch, time, ...rest] = x!.shape as [number, number, ...number[]];
  const compute = layerTable.get(inner.spec.name)!;
  const [y] = [
    compute({ args: inner.args, inputs: [x!.reshape([batch * time, ...rest])], weights }),
  ].flat() as [Tensor];
  return y.reshape([batch, time, ...y.shape.slice(1)]);
});
