/** The cosine of the angle between vectors that lie along an axis. */
import { dimOf, int, number } from "../arguments.ts";
import { torchDocs } from "../layer.ts";
import type { LayerSpec } from "../spec.ts";
import { broadcast } from "./broadcast.ts";
import { checkDim } from "./dim.ts";

/** https://pytorch.org/docs/stable/generated/torch.nn.CosineSimilarity.html */
export const cosineSimilarity: LayerSpec = {
  name: "CosineSimilarity",
  kind: "layer",
  summary: "The cosine between two tensors along an axis, which goes.",
  docs: torchDocs("CosineSimilarity"),
  inputs: ["x1", "x2"],
  functional: { name: "cosineSimilarity" },
  params: [
    int("dim", "The axis of the vectors.", { default: 1 }),
    number("eps", "The least norm that is divided by.", { default: 1e-8 }),
  ],
  infer(call) {
    const [a, b] = call.inputs;
    if (!a || !b) return [null];
    const shape = broadcast(call, a, b);
    const axis = checkDim(call, dimOf(call.args.dim), shape.length, { arg: "dim" });
    return [axis === undefined ? null : shape.filter((_, i) => i !== axis)];
  },
  macs: () => 0,
  repr: () => "",
};
