/** BatchNorm and InstanceNorm, which look at each channel, and their lazy forms. */
import { type Dim, eq, gt, mul, product, symbol } from "../../dims/index.ts";
import { bool, dimOf, flagOf, isDim, isUnknownArg, needInt, number, snake, tensor } from "../arguments.ts";
import { hintFor, RANKS, type Rank, rankProblem, show, showShape, torchDocs } from "../layer.ts";
import { float, list, bool as pyBool } from "../python.ts";
import type { Args, Call, Functional, Given, LayerSpec, Param, Problem, Shape } from "../spec.ts";
import { checkWidth, eps, featuresProblem, oneValueProblem } from "./norm-checks.ts";

const momentum: Param = {
  name: "momentum",
  kind: "any",
  type: "number | null",
  doc: "Weight of the newest batch in the running statistics; null averages all batches.",
  default: 0.1,
};

function channelNorm(kind: "Batch" | "Instance", rank: Rank, lazy: boolean): LayerSpec {
  const plainName = `${kind}Norm${rank}d`;
  const name = lazy ? `Lazy${plainName}` : plainName;
  const batch = kind === "Batch";
  return {
    name,
    kind: "layer",
    summary: `Normalises each channel ${batch ? "over the batch" : "of each item"}${lazy ? "; learns numFeatures from its first input" : ""}.`,
    docs: torchDocs(name),
    initial: "ones",
    ...(!lazy && { functional: batch ? batchNormFunction : instanceNormFunction }),
    params: [
      ...(lazy ? [] : [needInt("numFeatures", "Channels of the input.")]),
      eps,
      momentum,
      bool("affine", "Whether scale and shift are learned.", { default: batch }),
      bool("trackRunningStats", "Whether running statistics are kept.", { default: batch }),
    ],
    check: (call) => {
      if (!lazy && looksAtWidth(call.args)) checkWidth(call, "numFeatures");
    },
    infer(call) {
      const known = lazy ? { ...call, args: widened(call.args, call.inputs[0] ?? null, rank) } : call;
      return [batch ? inferBatchNorm(known, rank) : inferInstanceNorm(known, rank)];
    },
    parameters: (args): Record<string, readonly Dim[]> =>
      flagOf(args.affine) && !lazy
        ? { weight: [dimOf(args.numFeatures)], bias: [dimOf(args.numFeatures)] }
        : {},
    buffers: (args): Record<string, readonly Dim[]> =>
      flagOf(args.trackRunningStats) && !lazy
        ? {
            running_mean: [dimOf(args.numFeatures)],
            running_var: [dimOf(args.numFeatures)],
            num_batches_tracked: [],
          }
        : {},
    macs: () => 0,
    inputHint: (args) => hintFor(lazy ? symbol("C") : dimOf(args.numFeatures), rank),
    repr: (args) =>
      `${lazy ? 0 : show(dimOf(args.numFeatures))}, eps=${float(args.eps)}, momentum=${float(args.momentum)}, affine=${pyBool(args.affine)}, track_running_stats=${pyBool(args.trackRunningStats)}`,
    ...(lazy && {
      materialize: (args: Args, input: Shape) => ({ name: plainName, args: widened(args, input, rank) }),
    }),
  };
}

/** A function has no count of batches to average over. */
const newest = number("momentum", "Weight of the newest batch in the running statistics.", { default: 0.1 });
const runningStatistics: readonly Param[] = [
  tensor("runningMean", "Running mean of each channel.", { default: null }),
  tensor("runningVar", "Running variance of each channel.", { default: null }),
  tensor("weight", "Scale of each channel.", { default: null }),
  tensor("bias", "Shift of each channel.", { default: null }),
];

/** The layer of the input's rank whose tensors all have a value a channel. */
function channelNormOf(kind: "Batch" | "Instance", given: Given) {
  const { input, args } = given;
  if (!input) return undefined;
  const rank = Math.min(Math.max(input.length - 2, 1), 3) as Rank;
  const channels = input[1] ?? dimOf(undefined);
  for (const { name } of runningStatistics)
    given.expect(
      name,
      [channels],
      (found) => `${snake(name)} should contain ${show(channels)} elements not ${show(product(found))}`,
    );
  const missing = ["runningMean", "runningVar"].find((name) => given.sizes(name) === undefined);
  if (missing && flagOf(args.training ?? args.useInputStats) === false)
    given.refuse({
      code: "argument-missing",
      stage: "forward",
      at: "call",
      message: `needs a ${missing} where it does not take the statistics of its input`,
      runtime:
        kind === "Batch"
          ? `${snake(missing)} must be defined in evaluation mode`
          : "Expected running_mean and running_var to be defined when use_input_stats is false",
      exception: "RuntimeError",
    });
  return {
    spec: channelNorms.find(({ name }) => name === `${kind}Norm${rank}d`)!,
    args: {
      numFeatures: channels,
      eps: args.eps,
      momentum: args.momentum,
      affine: given.sizes("weight") !== undefined,
      trackRunningStats: given.sizes("runningMean") !== undefined && given.sizes("runningVar") !== undefined,
    },
  };
}

/** F.batchNorm(input, runningMean, runningVar, weight, bias, training, momentum, eps) */
const batchNormFunction: Functional = {
  name: "batchNorm",
  params: [
    ...runningStatistics,
    bool("training", "Whether the batch's own statistics are taken.", { default: false }),
    newest,
    eps,
  ],
  layer: (given) => channelNormOf("Batch", given),
};
/** F.instanceNorm(input, runningMean, runningVar, weight, bias, useInputStats, momentum, eps) */
const instanceNormFunction: Functional = {
  name: "instanceNorm",
  params: [
    ...runningStatistics,
    bool("useInputStats", "Whether each item's own statistics are taken.", { default: true }),
    newest,
    eps,
  ],
  layer: (given) => channelNormOf("Instance", given),
};

/** The arguments of a lazy layer with the width of its first input; an unbatched one has its channels in front. */
function widened(args: Args, input: Shape, rank: Rank): Args {
  return { numFeatures: dimOf(input?.at(input.length === rank + 1 && rank > 1 ? 0 : 1)), ...args };
}

/** Without learned scale and running statistics nothing has the features' size, and PyTorch does not look. */
const looksAtWidth = (args: Args): boolean =>
  flagOf(args.affine) === true || flagOf(args.trackRunningStats) === true;

function inferBatchNorm(call: Call, rank: Rank): Shape {
  const { args, require } = call;
  const [input] = call.inputs;
  if (!input) return null;
  const legal = rank === 1 ? [2, 3] : [rank + 2];
  if (!legal.includes(input.length)) {
    call.fail(
      rankProblem(
        `takes ${legal.join(" or ")} axes, receives ${input.length}: ${showShape(input)}`,
        `expected ${legal.map((n) => `${n}D`).join(" or ")} input (got ${input.length}D input)`,
        "ValueError",
      ),
    );
    return input;
  }
  const channels = input[1]!;
  const features = dimOf(args.numFeatures);
  const values = product([input[0]!, ...input.slice(2)]);
  if (values !== 0 && (call.training || flagOf(args.trackRunningStats) === false)) {
    require(gt(values, 1), () =>
      oneValueProblem(
        input,
        "channel in training",
        `Expected more than 1 value per channel when training, got input size torch.Size(${list(input)})`,
      ));
  }
  // PyTorch gives an empty input back before it looks
  if (looksAtWidth(args) && !input.includes(0))
    require(eq(features, channels), () =>
      featuresProblem(
        features,
        channels,
        `${flagOf(args.trackRunningStats) ? "running_mean" : "weight"} should contain ${show(channels)} elements not ${show(features)}`,
      ));
  return input;
}

function inferInstanceNorm(call: Call, rank: Rank): Shape {
  const { args, require } = call;
  const [input] = call.inputs;
  if (!input) return null;
  if (input.length !== rank + 1 && input.length !== rank + 2) {
    call.fail(
      rankProblem(
        `takes ${rank + 1} or ${rank + 2} axes, receives ${input.length}: ${showShape(input)}`,
        `expected ${rank + 1}D or ${rank + 2}D input (got ${input.length}D input)`,
        "ValueError",
      ),
    );
    return input;
  }
  const channels = input.at(-rank - 1)!;
  const features = dimOf(args.numFeatures);
  const batch: Dim = input.length === rank + 2 ? input[0]! : 1;
  if (!isDim(args.momentum) && typeof args.momentum !== "boolean" && !isUnknownArg(args.momentum))
    call.fail(noMomentum);
  if (!flagOf(args.trackRunningStats) || call.training) {
    const cells = product(input.slice(-rank));
    const several =
      cells === 0 ||
      require(gt(cells, 1), () =>
        oneValueProblem(
          input,
          "channel",
          `Expected more than 1 spatial element when training, got input size torch.Size(${list(input)})`,
        ));
    if (!several) return input;
  }
  if (looksAtWidth(args) && channels !== 0)
    require(eq(features, channels), () =>
      featuresProblem(
        features,
        channels,
        `weight should contain ${show(mul(batch, channels))} elements not ${show(mul(batch, features))}`,
      ));
  return input;
}

/** Unlike BatchNorm it cannot average all batches. */
const noMomentum: Problem = {
  code: "argument-type",
  stage: "forward",
  at: { arg: "momentum" },
  message: "takes a number as momentum",
  runtime: "instance_norm(): argument 'momentum' (position 7) must be float, not NoneType",
  exception: "TypeError",
};

export const channelNorms: readonly LayerSpec[] = RANKS.flatMap((rank) =>
  [false, true].flatMap((lazy) => [channelNorm("Batch", rank, lazy), channelNorm("Instance", rank, lazy)]),
);
