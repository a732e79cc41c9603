/** Linear, LazyLinear and Identity. https://pytorch.org/docs/stable/generated/torch.nn.Linear.html */

import { type Dim, eq, ge, mul, product, symbol } from "../../dims/index.ts";
import { bool, dimOf, flagOf, needInt, needTensor, tensor } from "../arguments.ts";
import { show, showShape, torchDocs } from "../layer.ts";
import { list, bool as pyBool } from "../python.ts";
import type { Args, Call, Functional, LayerSpec, Param, Problem, Shape } from "../spec.ts";
import { biasText } from "./functional.ts";

const inFeatures = needInt("inFeatures", "Size of the last axis of the input.");
const shared: readonly Param[] = [
  needInt("outFeatures", "Size of the last axis of the output."),
  bool("bias", "Whether a learned bias is added.", { default: true }),
];

/** F.linear(input, weight, bias) */
const functional: Functional = {
  name: "linear",
  params: [
    needTensor("weight", "[outFeatures, inFeatures]"),
    tensor("bias", "[outFeatures]", { default: null }),
  ],
  behind: { inFeatures: "weight", outFeatures: "weight" },
  layer(given) {
    const weight = given.ranked("weight", 2);
    if (!weight) return undefined;
    const [outFeatures, inFeatures] = weight as [Dim, Dim];
    given.expect("bias", [outFeatures], biasText(weight, outFeatures));
    return { args: { inFeatures, outFeatures, bias: given.sizes("bias") !== undefined } };
  },
};

function linearSpec(lazy: boolean): LayerSpec {
  const name = lazy ? "LazyLinear" : "Linear";
  return {
    name,
    kind: "layer",
    summary: `A matrix product over the last axis${lazy ? "; learns inFeatures from its first input" : ""}.`,
    docs: torchDocs(name),
    params: lazy ? shared : [inFeatures, ...shared],
    initial: "kaiming",
    ...(!lazy && { functional }),
    check({ args, require }) {
      if (!lazy) requireSizes(require, args, "construct");
    },
    infer: (call) => [inferLinear(call, lazy)],
    parameters: (args): Record<string, readonly Dim[]> =>
      lazy
        ? {}
        : {
            weight: [dimOf(args.outFeatures), dimOf(args.inFeatures)],
            ...(flagOf(args.bias) && { bias: [dimOf(args.outFeatures)] }),
          },
    macs: (_args, [input], [output]) =>
      input && output ? mul(product(output), input.at(-1) ?? 1) : dimOf(undefined),
    formula: (_args, [input], [output]) =>
      input && output ? [`features: ${show(input.at(-1)!)} → ${show(output.at(-1)!)}`] : [],
    anyRank: true,
    inputHint: (args) => (lazy ? null : [symbol("N"), dimOf(args.inFeatures)]),
    repr: (args) =>
      `in_features=${lazy ? 0 : show(dimOf(args.inFeatures))}, out_features=${show(dimOf(args.outFeatures))}, bias=${pyBool(flagOf(args.bias))}`,
    ...(lazy && {
      materialize: (args: Args, input: Shape) => ({
        name: "Linear",
        args: { inFeatures: dimOf(input?.at(-1)), ...args },
      }),
    }),
  };
}

/** A weight has no negative sizes; a lazy layer makes its weight at the first input. */
function requireSizes(require: Call["require"], args: Args, stage: Problem["stage"]): void {
  for (const param of ["inFeatures", "outFeatures"]) {
    const size = dimOf(args[param]);
    const fine = require(ge(size, 0), () => ({
      code: "argument-negative",
      stage,
      at: { arg: param },
      message: `cannot have ${param} ${show(size)}: sizes are not negative`,
      runtime: `Trying to create tensor with negative dimension ${show(size)}: ${list([dimOf(args.outFeatures), dimOf(args.inFeatures)])}`,
      exception: "RuntimeError",
    }));
    if (!fine) return;
  }
}

function inferLinear(call: Call, lazy: boolean): Shape {
  const [input] = call.inputs;
  if (!input) return null;
  const out = dimOf(call.args.outFeatures);
  const features = input.at(-1);
  if (features === undefined) {
    call.fail({
      code: "rank",
      stage: "forward",
      at: { input: 0 },
      message: "receives a single number, not a tensor with features",
      runtime: "both arguments to matmul need to be at least 1D, but they are 0D and 2D",
      exception: "RuntimeError",
    });
    return [out];
  }
  const output = [...input.slice(0, -1), out];
  if (lazy) {
    requireSizes(call.require, { inFeatures: features, ...call.args }, "forward");
    return output;
  }
  const expected = dimOf(call.args.inFeatures);
  call.require(eq(features, expected), () => {
    const unflattened = input.length > 2 && flattenedMatches(input, expected);
    return {
      code: unflattened ? "linear-rank" : "linear-in-features",
      stage: "forward",
      at: unflattened ? { input: 0 } : { arg: "inFeatures" },
      message: unflattened
        ? `expects ${show(expected)} features, receives ${showShape(input)} whose last axis is ${show(features)}: flatten is missing`
        : `expects ${show(expected)} input feature${expected === 1 ? "" : "s"}, receives ${show(features)}`,
      runtime: `mat1 and mat2 shapes cannot be multiplied (${show(product(input.slice(0, -1)))}x${show(features)} and ${show(expected)}x${show(out)})`,
      exception: "RuntimeError",
      expected: features,
      received: expected,
    };
  });
  return output;
}

/** Whether flattening all but the batch, or dropping axes of one cell, would give the features. */
const flattenedMatches = (input: readonly Dim[], expected: Dim): boolean =>
  product(input.slice(1)) === expected ||
  (input.slice(2).every((size) => size === 1) && input[1] === expected);

export const identity: LayerSpec = {
  name: "Identity",
  kind: "layer",
  summary: "Gives its input back.",
  docs: torchDocs("Identity"),
  params: [],
  lenient: true, // takes any arguments and looks at none
  infer: ({ inputs }) => [inputs[0]!],
  macs: () => 0,
  repr: () => "",
};

export const linearSpecs: readonly LayerSpec[] = [linearSpec(false), linearSpec(true), identity];
