/**
 * Layers around a layer: bidirectional and timeDistributed.
 * https://js.tensorflow.org/api/latest/#layers.bidirectional
 */
import { type Dim, mul, unknown } from "../../dims/index.ts";
import { flagOf, isUnknownArg, word } from "../arguments.ts";
import { showShape } from "../layer.ts";
import type { Call, InnerLayer, LayerSpec, Param, Shape } from "../spec.ts";
import { type CheckCall, fieldProblem } from "./arguments.ts";
import { inputProblem, layer } from "./layer.ts";
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

function checkBidirectional({ args, fail }: CheckCall): void {
  if (args.layer === undefined || args.layer === null) {
    fail(
      fieldProblem(
        "layer",
        "argument-missing",
        "needs a layer",
        "Cannot read properties of undefined (reading 'getConfig')",
        "TypeError",
      ),
    );
  }
  const mode = args.mergeMode;
  if (typeof mode !== "string" || MODES.includes(mode)) return;
  fail(
    fieldProblem(
      "mergeMode",
      "argument-value",
      `takes mergeMode ${MODES.join(", ")} or null, not "${mode}"`,
      `${mode} is not a valid BidirectionalMergeMode.  Valid values are ${MODES.join(",")} or null/undefined.`,
    ),
  );
}

function inferBidirectional(call: Call): readonly Shape[] {
  const { layer, mergeMode } = call.args;
  if (!isInner(layer)) return [null];
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

const timeDistributed: LayerSpec = layer({
  name: "timeDistributed",
  summary: "Applies a layer to each step of a sequence.",
  params: [inner],
  check({ args, fail }) {
    if (args.layer === undefined || args.layer === null)
      fail(
        fieldProblem(
          "layer",
          "argument-missing",
          "needs a layer",
          "Cannot read properties of undefined (reading 'built')",
          "TypeError",
        ),
      );
  },
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
