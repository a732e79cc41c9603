/** The bilinear form x₁ᵀ · A · x₂ + b over the last axes of two inputs. */
import { type Dim, eq, gt, mul, product } from "../../dims/index.ts";
import { bool, dimOf, flagOf, needInt, needTensor, tensor } from "../arguments.ts";
import { rankProblem, show, showShape, torchDocs } from "../layer.ts";
import { bool as pyBool } from "../python.ts";
import type { Call, LayerSpec, Shape } from "../spec.ts";

/** https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html */
export const bilinear: LayerSpec = {
  name: "Bilinear",
  kind: "layer",
  summary: "A product of two inputs with a learned matrix for each output feature.",
  docs: torchDocs("Bilinear"),
  inputs: ["input1", "input2"],
  functional: {
    name: "bilinear",
    params: [
      needTensor("weight", "[outFeatures, in1Features, in2Features]"),
      tensor("bias", "[outFeatures]", { default: null }),
    ],
    behind: { in1Features: "weight", in2Features: "weight", outFeatures: "weight" },
    layer(given) {
      const weight = given.ranked("weight", 3);
      if (!weight) return undefined;
      const [outFeatures, in1Features, in2Features] = weight as [Dim, Dim, Dim];
      given.expect("bias", [outFeatures], ([found]) =>
        found === undefined
          ? "Dimension specified as 0 but tensor has no dimensions"
          : `bilinear(): bias size does not match weight size: got ${show(found)} but expected ${show(outFeatures)}`,
      );
      return { args: { in1Features, in2Features, outFeatures, bias: given.sizes("bias") !== undefined } };
    },
  },
  params: [
    needInt("in1Features", "Size of the last axis of the first input."),
    needInt("in2Features", "Size of the last axis of the second input."),
    needInt("outFeatures", "Size of the last axis of the output."),
    bool("bias", "Whether a learned bias is added.", { default: true }),
  ],
  check({ args, require }) {
    for (const name of ["in1Features", "in2Features", "outFeatures"]) {
      const size = dimOf(args[name]);
      const fine = require(gt(size, name === "in1Features" ? 0 : -1), () => ({
        code: "argument-negative",
        stage: "construct",
        at: { arg: name },
        message: `cannot have ${name} ${show(size)}`,
        runtime:
          name === "in1Features"
            ? `in1_features must be > 0, but got ${show(size)}`
            : `Trying to create tensor with negative dimension ${show(size)}: [${["outFeatures", "in1Features", "in2Features"].map((each) => show(dimOf(args[each]))).join(", ")}]`,
        exception: name === "in1Features" ? "ValueError" : "RuntimeError",
      }));
      if (!fine) return;
    }
  },
  infer: (call) => [inferBilinear(call)],
  initial: (args) => 1 / Math.sqrt(args.in1Features as number),
  parameters: (args): Record<string, readonly Dim[]> => ({
    weight: [dimOf(args.outFeatures), dimOf(args.in1Features), dimOf(args.in2Features)],
    ...(flagOf(args.bias) && { bias: [dimOf(args.outFeatures)] }),
  }),
  macs: (args, _inputs, [output]) =>
    output ? mul(product(output), mul(dimOf(args.in1Features), dimOf(args.in2Features))) : dimOf(undefined),
  anyRank: true,
  repr: (args) =>
    `in1_features=${show(dimOf(args.in1Features))}, in2_features=${show(dimOf(args.in2Features))}, out_features=${show(dimOf(args.outFeatures))}, bias=${pyBool(flagOf(args.bias))}`,
};

function inferBilinear(call: Call): Shape {
  const { args, require } = call;
  const [first, second] = call.inputs;
  if (!first || !second) return null;
  if (first.length !== second.length) {
    call.fail(
      rankProblem(
        `takes two inputs of equal rank, receives ${showShape(first)} and ${showShape(second)}`,
        `bilinear(): input dimensions do not match: got ${first.length} and ${second.length}`,
      ),
    );
    return null;
  }
  for (let axis = 0; axis < first.length - 1; axis++) {
    const [a, b] = [first[axis]!, second[axis]!];
    const fine = require(eq(a, b), () => ({
      code: "broadcast",
      stage: "forward",
      at: "call",
      message: `takes inputs of equal sizes before the last axis: axis ${axis} has ${show(a)} and ${show(b)}`,
      runtime: `bilinear(): input batch dimensions do not match at dim ${axis}: got ${show(a)} and ${show(b)}`,
      exception: "RuntimeError",
    }));
    if (!fine) break;
  }
  for (const [i, name] of ["in1Features", "in2Features"].entries()) {
    const [found, wanted] = [call.inputs[i]!.at(-1) ?? 1, dimOf(args[name])];
    require(eq(found, wanted), () => ({
      code: "linear-in-features",
      stage: "forward",
      at: { arg: name },
      message: `expects ${show(wanted)} features in its ${i === 0 ? "first" : "second"} input, receives ${show(found)}`,
      runtime: `bilinear(): input${i + 1} size does not match weight size: got ${show(found)} but expected ${show(wanted)}`,
      exception: "RuntimeError",
      expected: found,
      received: wanted,
    }));
  }
  return [...first.slice(0, -1), dimOf(args.outFeatures)];
}
