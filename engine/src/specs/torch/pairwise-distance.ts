/** The distance between vectors that lie along the last axis. */
import { bool, flagOf, number } from "../arguments.ts";
import { torchDocs } from "../layer.ts";
import type { LayerSpec } from "../spec.ts";
import { broadcast } from "./broadcast.ts";

/** https://pytorch.org/docs/stable/generated/torch.nn.PairwiseDistance.html */
export const pairwiseDistance: LayerSpec = {
  name: "PairwiseDistance",
  kind: "layer",
  summary: "The p-norm of the difference of two tensors along the last axis, which goes.",
  docs: torchDocs("PairwiseDistance"),
  inputs: ["x1", "x2"],
  functional: { name: "pairwiseDistance" },
  params: [
    number("p", "The power of the norm.", { default: 2 }),
    number("eps", "Added to each difference.", { default: 1e-6 }),
    bool("keepdim", "Whether the last axis stays, with one value.", { default: false }),
  ],
  infer(call) {
    const [a, b] = call.inputs;
    if (!a || !b) return [null];
    const shape = broadcast(call, a, b);
    const keeps = flagOf(call.args.keepdim);
    if (keeps === undefined) return [null];
    return [keeps && shape.length > 0 ? [...shape.slice(0, -1), 1] : shape.slice(0, -1)];
  },
  macs: () => 0,
  repr: () => "",
};
