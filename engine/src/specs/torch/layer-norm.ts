/** LayerNorm. https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html */
import { all, type Dim, eq, gt } from "../../dims/index.ts";
import { bool, flagOf, isList, needShape, shapeOf, tensor } from "../arguments.ts";
import { show, showShape, torchDocs } from "../layer.ts";
import { float, list, bool as pyBool, tuple } from "../python.ts";
import type { Call, LayerSpec, Shape } from "../spec.ts";
import { eps } from "./norm-checks.ts";

export const layerNorm: LayerSpec = {
  name: "LayerNorm",
  kind: "layer",
  initial: "ones",
  functional: {
    name: "layerNorm",
    params: [
      needShape("normalizedShape", "Sizes of the last axes."),
      tensor("weight", "Scale of each of their cells.", { default: null }),
      tensor("bias", "Shift of each of their cells.", { default: null }),
      eps,
    ],
    layer(given) {
      const sizes = shapeOf(given.args.normalizedShape);
      for (const name of ["weight", "bias"])
        given.expect(
          name,
          sizes,
          (found) =>
            `Expected ${name} to be of same shape as normalized_shape, but got ${name} of shape ${list(found)} and normalized_shape = ${list(sizes)}`,
        );
      const affine = given.sizes("weight") !== undefined;
      const { normalizedShape, eps } = given.args;
      return { args: { normalizedShape, eps, elementwiseAffine: affine, bias: affine } };
    },
  },
  summary: "Normalises over the last axes of each item.",
  docs: torchDocs("LayerNorm"),
  params: [
    needShape("normalizedShape", "Sizes of the last axes."),
    eps,
    bool("elementwiseAffine", "Whether scale and shift are learned.", { default: true }),
    bool("bias", "Whether the shift is learned.", { default: true }),
  ],
  infer: inferNormalized,
  parameters: (args): Record<string, readonly Dim[]> => {
    const size = shapeOf(args.normalizedShape);
    return flagOf(args.elementwiseAffine) ? { weight: size, ...(flagOf(args.bias) && { bias: size }) } : {};
  },
  macs: () => 0,
  repr: (args) =>
    `${tuple(shapeOf(args.normalizedShape).map(show))}, eps=${float(args.eps)}, elementwise_affine=${pyBool(args.elementwiseAffine)}`,
};

/** What is normalised over its last axes keeps its shape; those must be the sizes that it is normalised over. */
export function inferNormalized(call: Call): Shape[] {
  const [input] = call.inputs;
  const wanted = shapeOf(call.args.normalizedShape);
  if (isList(call.args.normalizedShape) && wanted.length === 0) {
    call.fail({
      code: "norm-shape",
      stage: "forward",
      at: { arg: "normalizedShape" },
      message: "needs at least one axis in normalizedShape",
      runtime:
        "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []",
      exception: "RuntimeError",
    });
    return [input!];
  }
  if (!input) return [null];
  const tail = input.slice(-wanted.length);
  const fits = input.length >= wanted.length;
  call.require(fits ? all(...wanted.map((size, i) => eq(size, tail[i]!))) : gt(0, 0), () => ({
    code: "norm-shape",
    stage: "forward",
    at: { arg: "normalizedShape" },
    message: `normalises over ${showShape(wanted)}, the input ${showShape(input)} ends in ${showShape(tail)}`,
    runtime: `Given normalized_shape=${list(wanted)}, expected input with shape [*, ${wanted.map(show).join(", ")}], but got input of size${list(input)}`,
    exception: "RuntimeError",
    expected: tail,
    received: wanted,
  }));
  return [input];
}
