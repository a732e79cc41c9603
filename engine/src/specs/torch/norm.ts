/** Batch, instance, layer and group normalisation. */
import { all, type Dim, divides, eq, floorDiv, ge, gt, mul, product, symbol } from "../../dims/index.ts";
import {
  bool,
  dimOf,
  flagOf,
  isDim,
  isList,
  isUnknownArg,
  needInt,
  needShape,
  number,
  shapeOf,
  snake,
  tensor,
} from "../arguments.ts";
import { hintFor, RANKS, type Rank, rankProblem, show, showShape, torchDocs } from "../layer.ts";
import { float, list, bool as pyBool, tuple } from "../python.ts";
import type { Args, Call, Functional, Given, LayerSpec, Param, Problem, Shape } from "../spec.ts";

const eps = number("eps", "Added to the variance.", { default: 1e-5 });
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

function checkWidth({ args, require }: Pick<Call, "args" | "require">, name: string): boolean {
  const width = dimOf(args[name]);
  return require(ge(width, 0), () => ({
    code: "argument-negative",
    stage: "construct",
    at: { arg: name },
    message: `cannot have ${name} ${show(width)}: sizes are not negative`,
    runtime: `Trying to create tensor with negative dimension ${show(width)}: [${show(width)}]`,
    exception: "RuntimeError",
  }));
}

const featuresProblem = (
  features: Dim,
  channels: Dim,
  what: string,
  of: "features" | "channels" = "features",
): Problem => ({
  code: "norm-features",
  stage: "forward",
  at: { arg: of === "features" ? "numFeatures" : "numChannels" },
  message: `has ${show(features)} ${of}, the input has ${show(channels)} channels`,
  runtime: what,
  exception: "RuntimeError",
  expected: channels,
  received: features,
});

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
    require(gt(values, 1), () => ({
      code: "norm-one-value",
      stage: "forward",
      at: { input: 0 },
      message: `needs more than one value a channel in training, receives ${showShape(input)}`,
      runtime: `Expected more than 1 value per channel when training, got input size torch.Size(${list(input)})`,
      exception: "ValueError",
    }));
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
      require(gt(cells, 1), () => ({
        code: "norm-one-value",
        stage: "forward",
        at: { input: 0 },
        message: `needs more than one value a channel, receives ${showShape(input)}`,
        runtime: `Expected more than 1 spatial element when training, got input size torch.Size(${list(input)})`,
        exception: "ValueError",
      }));
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

const layerNorm: LayerSpec = {
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
    number("eps", "Added to the variance.", { default: 1e-5 }),
    bool("elementwiseAffine", "Whether scale and shift are learned.", { default: true }),
    bool("bias", "Whether the shift is learned.", { default: true }),
  ],
  infer(call) {
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
  },
  parameters: (args): Record<string, readonly Dim[]> => {
    const size = shapeOf(args.normalizedShape);
    return flagOf(args.elementwiseAffine) ? { weight: size, ...(flagOf(args.bias) && { bias: size }) } : {};
  },
  macs: () => 0,
  repr: (args) =>
    `${tuple(shapeOf(args.normalizedShape).map(show))}, eps=${float(args.eps)}, elementwise_affine=${pyBool(args.elementwiseAffine)}`,
};

const groupNorm: LayerSpec = {
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
    number("eps", "Added to the variance.", { default: 1e-5 }),
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
      call.fail({
        code: "norm-one-value",
        stage: "forward",
        at: { input: 0 },
        message: `needs more than one value a group, receives ${showShape(input)}`,
        runtime: `Expected more than 1 value per channel when training, got input size ${list([items, groups, ...input.slice(2)])}`,
        exception: "ValueError",
      });
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

const channelNorms: readonly LayerSpec[] = RANKS.flatMap((rank) =>
  [false, true].flatMap((lazy) => [channelNorm("Batch", rank, lazy), channelNorm("Instance", rank, lazy)]),
);

export const normSpecs: readonly LayerSpec[] = [...channelNorms, layerNorm, groupNorm];
