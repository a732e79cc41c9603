/** RMSNorm: divides by the root of the mean square. https://pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html */
import type { Dim } from "../../dims/index.ts";
import { bool, flagOf, needShape, number, shapeOf, tensor } from "../arguments.ts";
import { show, torchDocs } from "../layer.ts";
import { float, list, bool as pyBool, tuple } from "../python.ts";
import type { LayerSpec } from "../spec.ts";
import { inferNormalized } from "./layer-norm.ts";

const sizes = needShape("normalizedShape", "Sizes of the last axes.");
const eps = number("eps", "Added to the mean square; null takes the step from 1 to the next number.", {
  default: null,
});

export const rmsNorm: LayerSpec = {
  name: "RMSNorm",
  kind: "layer",
  initial: "ones",
  functional: {
    name: "rmsNorm",
    params: [sizes, tensor("weight", "Scale of each of their cells.", { default: null }), eps],
    layer(given) {
      const { normalizedShape, eps } = given.args;
      const wanted = shapeOf(normalizedShape);
      given.expect(
        "weight",
        wanted,
        (found) =>
          `Expected weight to be of same shape as normalized_shape, but got weight of shape ${list(found)} and normalized_shape = ${list(wanted)}`,
      );
      return { args: { normalizedShape, eps, elementwiseAffine: given.sizes("weight") !== undefined } };
    },
  },
  summary: "Divides the last axes of each item by the root of their mean square.",
  docs: torchDocs("RMSNorm"),
  params: [sizes, eps, bool("elementwiseAffine", "Whether a scale is learned.", { default: true })],
  infer: inferNormalized,
  parameters: (args): Record<string, readonly Dim[]> =>
    flagOf(args.elementwiseAffine) ? { weight: shapeOf(args.normalizedShape) } : {},
  macs: () => 0,
  repr: (args) =>
    `${tuple(shapeOf(args.normalizedShape).map(show))}, eps=${args.eps === null ? "None" : float(args.eps)}, elementwise_affine=${pyBool(args.elementwiseAffine)}`,
};
