/**
 * Layers around a layer: bidirectional and timeDistributed.
 * https://js.tensorflow.org/api/latest/#layers.bidirectional
 */
import { type Dim, mul, unknown } from "../../dims/index.ts";
import { flagOf, isUnknownArg, word } from "../arguments.ts";
import { showShape } from "../layer.ts";
import type { Call, InnerLayer, LayerSpec, Param, Shape } from "../spec.ts";
import { type CheckCall, fieldProblem, isGiven } from "./arguments.ts";
import { inputProblem } from "./input-problem.ts";
import { isOpenList, layer } from "./layer.ts";
import { isInner } from "./recurrent.ts";
import { json } from "./text.ts";

const inner: Param = { name: "layer", kind: "any", doc: "The layer inside.", required: true };
const MODES = ["sum", "mul", "concat", "ave"];

/** Shape of both directions' weights under their own names. */
const prefixed = (prefix: string, { spec, args }: InnerLayer, input: Shape) =>
  Object.fromEntries(
    Object.entries(spec.parameters?.(args, [input]) ?? {}).map(([name, sizes]) => [
      `${prefix}${name}`,
      sizes,
    ]),
  );

const base = layer({
  name: "bidirectional",
  summary: "Runs a recurrent layer in both directions.",
  params: [
    inner,
    word("mergeMode", "How both results are joined; null gives both.", { default: "concat", choices: MODES }),
  ],
  check: checkBidirectional,
  output: (_args, input) => [input],
  weights: (args, input) =>
    isInner(args.layer)
      ? { ...prefixed("forward_", args.layer, input), ...prefixed("backward_", args.layer, input) }
      : {},
});

const bidirectional: LayerSpec = {
  ...base,
  infer: inferBidirectional,
  macs: (args, inputs, outputs) =>
    isInner(args.layer)
      ? mul(2, args.layer.spec.macs?.(args.layer.args, inputs, outputs) ?? unknown)
      : unknown,
};

/** The layer inside is one, or may be one. */
function requireInner({ args, fail }: CheckCall, read: string): void {
  const { layer } = args;
  if (isUnknownArg(layer) || isInner(layer)) return;
  const missing = !isGiven(layer);
  fail(
    fieldProblem(
      "layer",
      missing ? "argument-missing" : "argument-value",
      missing ? "needs a layer" : `needs a layer, not ${json(layer)}`,
      missing
        ? `Cannot read properties of ${layer} (reading '${read}')`
        : `args.layer.${read} is not a function`,
      "TypeError",
    ),
  );
}

function checkBidirectional(call: CheckCall): void {
  requireInner(call, "getConfig");
  const { args, fail } = call;
  const mode = args.mergeMode;
  if (!isGiven(mode) || isUnknownArg(mode) || MODES.includes(mode as string)) return;
  fail(
    fieldProblem(
      "mergeMode",
      "argument-value",
      `takes mergeMode ${MODES.join(", ")} or null, not ${json(mode)}`,
      `${typeof mode === "string" ? mode : json(mode)} is not a valid BidirectionalMergeMode.  Valid values are ${MODES.join(",")} or null/undefined.`,
    ),
  );
}

function inferBidirectional(call: Call): readonly Shape[] {
  const { layer, mergeMode } = call.args;
  if (!isInner(layer)) return [null];
  statesFit(call, layer);
  const [output, ...states] = layer.spec.infer({
    ...call,
    args: layer.args,
    inputs: call.inputs.slice(0, 1),
  });
  const both = flagOf(layer.args.returnState) ? [...states, ...states] : [];
  if (isUnknownArg(mergeMode)) return [null];
  if (mergeMode === null) return [output ?? null, output ?? null, ...both];
  if (!output || mergeMode !== "concat") return [output ?? null, ...both];
  return [[...output.slice(0, -1), mul(2, output.at(-1)!)], ...both];
}

/** Initial states are those of both directions. */
function statesFit(call: Call, { spec }: InnerLayer): void {
  const states = call.inputs.length - 1;
  if (states % 2 === 0 || spec.name === "dense" || isOpenList(call)) return;
  call.fail({
    ...inputProblem(
      "initial-state",
      `takes the initial states of both directions, receives ${states}`,
      "When passing `initialState` to a Bidrectional RNN, the state should be an Array containing the states of the underlying RNNs.",
    ),
    at: { input: 1 },
  });
}

const timeDistributed: LayerSpec = layer({
  name: "timeDistributed",
  summary: "Applies a layer to each step of a sequence.",
  params: [inner],
  check: (call) => requireInner(call, "built"),
  accept(call, input) {
    if (input.length >= 3) return true;
    call.fail(
      inputProblem(
        "rank",
        `takes at least 3 axes, receives ${showShape(input)}`,
        `TimeDistributed layer expects an input shape >= 3D, but received input shape ${json(input)}`,
      ),
    );
    return false;
  },
  output(args, input, call) {
    const steps = input[1] ?? unknown;
    const [output] = isInner(args.layer)
      ? args.layer.spec.infer({
          ...call,
          args: args.layer.args,
          inputs: [stepOf(input)],
          callArgs: { unchecked: true },
        })
      : [null];
    return output ? [[output[0]!, steps, ...output.slice(1)]] : [];
  },
  weights: (args, input) => (isInner(args.layer) ? prefixed("", args.layer, stepOf(input)) : {}),
  macs(args, input, output) {
    const each = isInner(args.layer)
      ? args.layer.spec.macs?.(args.layer.args, [stepOf(input)], [stepOf(output)])
      : undefined;
    return each === undefined ? unknown : mul(input[1] ?? unknown, each);
  },
});

/** One step of a sequence: [batch, …rest]. */
const stepOf = (input: readonly Dim[]): readonly Dim[] => [input[0]!, ...input.slice(2)];

export const wrapperSpecs: readonly LayerSpec[] = [bidirectional, timeDistributed];
