/** GroupNorm. https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html */
import { type Dim, divides, eq, floorDiv, ge, mul, product, symbol } from "../../dims/index.ts";
import { bool, dimOf, flagOf, needInt, tensor } from "../arguments.ts";
import { rankProblem, show, showShape, torchDocs } from "../layer.ts";
import { float, list, bool as pyBool } from "../python.ts";
import type { LayerSpec, Problem } from "../spec.ts";
import { checkWidth, eps, featuresProblem, oneValueProblem } from "./norm-checks.ts";

export const groupNorm: LayerSpec = {
  name: "GroupNorm",
  kind: "layer",
  initial: "ones",
  functional: {
    name: "groupNorm",
    params: [
      needInt("numGroups", "Groups that the channels are split into."),
      tensor("weight", "Scale of each channel.", { default: null }),
      tensor("bias", "Shift of each channel.", { default: null }),
      eps,
    ],
    layer(given) {
      const { input, args } = given;
      if (!input) return undefined;
      const channels = input[1] ?? dimOf(undefined);
      for (const name of ["weight", "bias"])
        given.expect(
          name,
          [channels],
          (found) =>
            `Expected ${name} to be a vector of size equal to the number of channels in input, but got ${name} of shape ${list(found)} and input of shape ${list(input)}`,
        );
      const { numGroups, eps } = args;
      return { args: { numGroups, numChannels: channels, eps, affine: given.sizes("weight") !== undefined } };
    },
  },
  summary: "Normalises groups of channels of each item.",
  docs: torchDocs("GroupNorm"),
  params: [
    needInt("numGroups", "Groups that the channels are split into."),
    needInt("numChannels", "Channels of the input."),
    eps,
    bool("affine", "Whether scale and shift are learned.", { default: true }),
  ],
  check(call) {
    const groups = dimOf(call.args.numGroups);
    const channels = dimOf(call.args.numChannels);
    if (flagOf(call.args.affine) !== true || checkWidth(call, "numChannels"))
      call.require(divides(groups, channels), () => ({
        code: "norm-groups",
        stage: "construct",
        at: { arg: "numGroups" },
        message: `splits ${show(channels)} channels into ${show(groups)} groups, which does not come out even`,
        runtime: groups === 0 ? "integer modulo by zero" : "num_channels must be divisible by num_groups",
        exception: groups === 0 ? "ZeroDivisionError" : "ValueError",
      }));
  },
  infer(call) {
    const [input] = call.inputs;
    if (!input) return [null];
    if (input.length < 2) {
      call.fail(
        rankProblem(
          `takes at least 2 axes, receives ${input.length}: ${showShape(input)}`,
          `Dimension out of range (expected to be in range of [-1, 0], but got 1)`,
          "IndexError",
        ),
      );
      return [input];
    }
    const channels = dimOf(call.args.numChannels);
    const groups = dimOf(call.args.numGroups);
    const positive = call.require(ge(groups, 1), () => ({
      code: "norm-groups",
      stage: "forward",
      at: { arg: "numGroups" },
      message: `needs a positive number of groups, not ${show(groups)}`,
      runtime: `Expected num groups to be greater than 0, got ${show(groups)}`,
      exception: "RuntimeError",
    }));
    if (!positive) return [input];
    const wrong = (runtime: string): Problem => featuresProblem(channels, input[1]!, runtime, "channels");
    const items = floorDiv(mul(input[0]!, input[1]!), groups);
    if (product([items, ...input.slice(2)]) === 1) {
      const seen = list([items, groups, ...input.slice(2)]);
      call.fail(
        oneValueProblem(
          input,
          "group",
          `Expected more than 1 value per channel when training, got input size ${seen}`,
        ),
      );
      return [input];
    }
    const even = call.require(divides(groups, input[1]!), () =>
      wrong(
        `Expected number of channels in input to be divisible by num_groups, but got input of shape ${list(input)} and num_groups=${show(groups)}`,
      ),
    );
    if (even && flagOf(call.args.affine))
      call.require(eq(channels, input[1]!), () =>
        wrong(
          `Expected weight to be a vector of size equal to the number of channels in input, but got weight of shape [${show(channels)}] and input of shape ${list(input)}`,
        ),
      );
    return [input];
  },
  parameters: (args): Record<string, readonly Dim[]> =>
    flagOf(args.affine) ? { weight: [dimOf(args.numChannels)], bias: [dimOf(args.numChannels)] } : {},
  macs: () => 0,
  anyRank: true,
  inputHint: (args) => [symbol("N"), dimOf(args.numChannels), symbol("H"), symbol("W")],
  repr: (args) =>
    `${show(dimOf(args.numGroups))}, ${show(dimOf(args.numChannels))}, eps=${float(args.eps)}, affine=${pyBool(args.affine)}`,
};
