/**
 * What all TensorFlow.js layers share: their common config, the input checks of Layer.apply, and sizes that a shape
 * must not have.
 *
 *   layer({ name: "flatten", minRank: 3, …, output: (args, input) => [[input[0]!, product(input.slice(1))]] })
 */

import { type Dim, ge, isOpen, isUnknown, open, symbol, unknown } from "../../dims/index.ts";
import { bool, int, shape, word } from "../arguments.ts";
import { showShape } from "../layer.ts";
import { brief, type Names } from "../signature.ts";
import type { Args, Call, LayerSpec, Param, Problem, Shape } from "../spec.ts";
import { type CheckCall, warnIgnored } from "./arguments.ts";
import { inputProblem, nameOf } from "./input-problem.ts";
import { weightsFit, weightsStay } from "./layer-weights.ts";
import { joined } from "./text.ts";

export type Sizes = readonly Dim[];

/** One layer, described by what is its own. */
export interface Rules {
  readonly name: string;
  readonly summary: string;
  readonly params: readonly Param[];
  /** The exact or the smallest rank of the input, the batch included. */
  readonly rank?: number | ((args: Args) => number | undefined);
  readonly minRank?: number;
  /** What TensorFlow.js says of a smaller rank, where it has words of its own for that layer. */
  tooFewAxes?(input: Sizes): string;
  /** A field that the constructor reads from its config, so that it throws without one. */
  readonly readsConfig?: string;
  /** What it gives of an input of which not even the rank is known. */
  givenNothing?(args: Args, batch: Dim): readonly Sizes[];
  /** Number of outputs where the input is not known; 1 by default. */
  count?(args: Args): number;
  /** The call may carry further tensors: initial states. */
  readonly states?: boolean;
  check?(call: CheckCall): void;
  /** What the layer refuses of an input of the right rank; false: nothing more is asked. */
  accept?(call: Call, input: Sizes): boolean;
  output(args: Args, input: Sizes, call: Call): readonly Sizes[];
  /** All learned tensors and running statistics, in the order of getWeights(). */
  weights?(args: Args, input: Sizes): Readonly<Record<string, Sizes>>;
  macs?(args: Args, input: Sizes, output: Sizes): Dim;
  formula?(args: Args, input: Sizes, output: Sizes): readonly string[];
  geometry?: LayerSpec["geometry"];
  readonly margins?: boolean;
  inputHint?: LayerSpec["inputHint"];
  readonly anyRank?: boolean;
}

/** The config that every layer takes. */
const common: readonly Param[] = [
  shape("inputShape", "Shape of the input without the batch, for the first layer of a model."),
  shape("batchInputShape", "Shape of the input with the batch."),
  int("batchSize", "Size of the batch, where inputShape leaves it open."),
  word("dtype", "Element type of the input."),
  word("name", "Name of the layer."),
  bool("trainable", "Whether its weights are updated in training."),
];

const layerDocs = (name: string): string => `https://js.tensorflow.org/api/latest/#layers.${name}`;

/** The spec of a layer that takes one tensor. */
export function layer(rules: Rules): LayerSpec {
  const params = [
    ...rules.params,
    ...common.filter((param) => !rules.params.some((own) => own.name === param.name)),
  ];
  return {
    name: rules.name,
    kind: "layer",
    summary: rules.summary,
    docs: layerDocs(rules.name),
    params,
    lenient: true,
    check(call) {
      if (rules.readsConfig && call.given[NO_CONFIG]) call.fail(noConfig(rules.readsConfig));
      rules.check?.(call);
      warnIgnored(call, { params });
    },
    infer: (call) => inferOne(rules, call),
    parameters: (args, inputs) => {
      const input = inputs?.[0];
      if (!rules.weights) return {};
      return input ? rules.weights(args, input) : { weights: [unknown] };
    },
    ...(rules.macs && {
      macs: (args, [input], [output]) =>
        input && output && hasRank(rules, args, input)
          ? countable(rules.macs!(args, withBatch(input), withBatch(output)))
          : unknown,
    }),
    ...(rules.formula && {
      formula: (args, [input], [output]) =>
        input && output && hasRank(rules, args, input) ? rules.formula!(args, input, output) : [],
    }),
    ...(rules.geometry && { geometry: rules.geometry }),
    ...(rules.margins && { margins: true }),
    ...(rules.inputHint && { inputHint: rules.inputHint }),
    ...(rules.anyRank && { anyRank: true }),
    inputRank: (args) => fixedRank(rules, args),
    signature: (args) => brief(args, NAMES),
  };
}

const NAMES: Names = {
  from: ["inputDim"],
  to: ["filters", "units", "outputDim", "targetShape"],
  kernel: ["kernelSize", "poolSize"],
  stride: "strides",
  dilation: "dilationRate",
  noPadding: "valid",
};

/** Key under which callers say that a layer was made with no config at all. */
export const NO_CONFIG = "no config";

const noConfig = (field: string): Problem => ({
  code: "argument-missing",
  stage: "construct",
  at: "call",
  message: "needs a config object, even an empty one",
  runtime: `Cannot read properties of undefined (reading '${field}')`,
  exception: "TypeError",
});

function inferOne(rules: Rules, call: Call): readonly Shape[] {
  const { args, inputs } = call;
  const [input] = inputs;
  if (inputs.length > 1 && !rules.states && !isOpenList(call)) {
    call.fail(
      inputProblem(
        "merge-inputs",
        `takes one tensor, receives ${inputs.length}`,
        `Layer ${nameOf(rules, args)} expects 1 inputs, but it received ${inputs.length} input tensors.`,
      ),
    );
  }
  if (!input) return unknownInput(rules, call);
  if (!rankFits(rules, call, input))
    return rules.output(args, ofRank(rankOf(rules, args), input), silent(call));
  if (rules.accept && !rules.accept(call, input)) return rules.output(args, input, silent(call));
  const weights = rules.weights?.(args, input) ?? {};
  const outputs = rules.output(args, input, call);
  if (weightsFit(call, weights) && weightsStay(rules, call, weights))
    for (const output of outputs) checkSizes(call, input, output);
  return outputs;
}

/** The inputs are a list of which the end is not known. */
export const isOpenList = ({ callArgs }: Call): boolean => callArgs?.openList === true;

/** Of an input that is not known the layer itself tells the rank. */
function unknownInput(rules: Rules, call: Call): readonly Shape[] {
  const rank = fixedRank(rules, call.args);
  const batch = call.callArgs?.openBatch === true ? open : unknown; // an inputShape of unknown length says it all the same
  if (rank !== undefined && call.callArgs?.unchecked !== true)
    return rules.output(call.args, [batch, ...new Array<Dim>(rank - 1).fill(unknown)], silent(call));
  return rules.givenNothing?.(call.args, batch) ?? new Array<Shape>(rules.count?.(call.args) ?? 1).fill(null);
}

const silent = (call: Call): Call => ({ ...call, require: () => true, fail: () => {} });

const fixedRank = (rules: Rules, args: Args): number | undefined =>
  typeof rules.rank === "function" ? rules.rank(args) : rules.rank;

const rankOf = (rules: Rules, args: Args): number | undefined => fixedRank(rules, args) ?? rules.minRank;

/** For counting: the open batch as N. */
export const withBatch = (shape: Sizes): Sizes =>
  shape.length > 0 && isOpen(shape[0]!) ? [symbol("N"), ...shape.slice(1)] : shape;

/** Over a size that is left open nothing can be counted. */
const countable = (count: Dim): Dim => (isOpen(count) ? unknown : count);

const hasRank = (rules: Rules, args: Args, input: Sizes): boolean =>
  input.length >= (rankOf(rules, args) ?? 0);

/** An input of the rank that a layer takes, with what is known of the one it was given. */
function ofRank(rank: number | undefined, input: Sizes): Sizes {
  const wanted = rank ?? input.length;
  return [input[0] ?? unknown, ...new Array<Dim>(Math.max(wanted - 2, 0)).fill(unknown), unknown];
}

function rankFits(rules: Rules, call: Call, input: Sizes): boolean {
  const rank = fixedRank(rules, call.args);
  const unchecked = call.callArgs?.unchecked === true;
  const wrong = (): string => `Input 0 is incompatible with layer ${nameOf(rules, call.args)}: expected`;
  if (rank !== undefined && input.length !== rank) {
    call.fail({
      ...inputProblem(
        "rank",
        `takes ${rank} axes, receives ${input.length}: ${showShape(input)}`,
        rules.tooFewAxes && input.length < rank
          ? rules.tooFewAxes(input)
          : `${wrong()} ndim=${rank}, found ndim=${input.length}`,
      ),
      expected: rank,
      received: input.length,
      ...(unchecked && { severity: "warning" }),
    });
    return unchecked && input.length < rank;
  }
  if (rules.minRank !== undefined && input.length < rules.minRank) {
    call.fail({
      ...inputProblem(
        "rank",
        `takes at least ${rules.minRank} axes, receives ${input.length}: ${showShape(input)}`,
        `${wrong()} min_ndim=${rules.minRank}, found ndim=${input.length}.`,
      ),
      expected: rules.minRank,
      received: input.length,
    });
    return false;
  }
  return true;
}

/**
 * Sizes below 1 that this layer brought in. TensorFlow.js itself refuses only negative ones, and only in
 * Sequential.add; elsewhere it computes with them, or fails when it runs.
 */
function checkSizes(call: Call, input: Sizes, output: Sizes): void {
  const below = (least: number) =>
    input.some((size, axis) => axis > 0 && typeof size === "number" && size < least);
  if (below(0)) return;
  const sizes = output.filter((size, axis) => axis > 0 && !isUnknown(size));
  const negative = sizes.filter((size) => typeof size === "number" && size < 0).length;
  if (negative > 0) {
    const positive = output.slice(1).every((size) => typeof size === "number" && size !== 0);
    const certain = call.callArgs?.sequential === true || (negative % 2 === 1 && positive);
    call.fail({
      ...inputProblem(
        "output-negative",
        `gives a negative size: ${showShape(input)} becomes ${showShape(output)}`,
        `Negative dimension size caused by adding layer with input shape [${joined(input)}]`,
      ),
      at: { args: ["kernelSize", "poolSize"] },
      severity: certain ? "error" : "warning",
    });
    return;
  }
  if (below(1)) return;
  for (const size of sizes) {
    if (typeof size === "number" && size >= 1) continue;
    const fits = call.require(ge(size, 1), () => ({
      code: "output-empty",
      stage: "forward",
      at: "call",
      message: `gives an empty result: ${showShape(input)} becomes ${showShape(output)}; what follows sees no input`,
      severity: "warning",
    }));
    if (!fits) return;
  }
}
