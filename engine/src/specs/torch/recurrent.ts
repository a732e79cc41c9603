/** RNN, LSTM and GRU. https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html */
import { all, type Dim, decide, eq, ge, known, lt, mul, product, sum, symbol } from "../../dims/index.ts";
import { bool, dimOf, flagOf, int, isList, needInt, number, numberOf, snake, word } from "../arguments.ts";
import { MOST, withinBudget } from "../budget.ts";
import { rankProblem, show, showShape, torchDocs } from "../layer.ts";
import { list } from "../python.ts";
import type { Args, Call, LayerSpec, Shape } from "../spec.ts";

function recurrentSpec(name: string, gates: number): LayerSpec {
  return {
    name,
    kind: "layer",
    summary: `${name === "RNN" ? "An Elman network" : name} over a sequence.`,
    docs: torchDocs(name),
    params: [
      needInt("inputSize", "Features of each step of the input."),
      needInt("hiddenSize", "Features of the hidden state."),
      int("numLayers", "Layers stacked on each other.", { default: 1 }),
      ...(name === "RNN"
        ? [word("nonlinearity", "“tanh” or “relu”.", { default: "tanh", choices: ["tanh", "relu"] })]
        : []),
      bool("bias", "Whether biases are learned.", { default: true }),
      bool("batchFirst", "Whether inputs are [N, L, F] instead of [L, N, F].", { default: false }),
      number("dropout", "Dropout between layers.", { default: 0 }),
      bool("bidirectional", "Runs a second pass from the end and joins both: twice the features.", {
        default: false,
      }),
      ...(name === "LSTM"
        ? [int("projSize", "Projects the hidden state to this size.", { default: 0 })]
        : []),
    ],
    initial: (args) => 1 / Math.sqrt(args.hiddenSize as number),
    results: name === "LSTM" ? "nested" : "list",
    callParams: [
      {
        name: "hidden",
        kind: "tensor",
        doc: "The hidden state that the sequence starts from.",
        default: null,
      },
      ...(name === "LSTM"
        ? ([
            { name: "cell", kind: "tensor", doc: "The cell state that it starts from.", default: null },
          ] as const)
        : []),
    ],
    check: checkSizes,
    infer: (call) => inferRecurrent(call, name === "LSTM"),
    parameters: (args) => parameters(args, gates),
    macs: (args, [input]) =>
      input ? mul(product(input.slice(0, -1)), sum(matrices(args, gates).map(product))) : dimOf(undefined),
    anyRank: true,
    inputHint: (args) =>
      flagOf(args.batchFirst)
        ? [symbol("N"), symbol("L"), dimOf(args.inputSize)]
        : [symbol("L"), symbol("N"), dimOf(args.inputSize)],
    repr: (args) => `${show(dimOf(args.inputSize))}, ${show(dimOf(args.hiddenSize))}${extras(args)}`,
  };
}

/** PyTorch asks for at least one layer and one hidden feature, and for a projection that makes less of them. */
const checkSizes: NonNullable<LayerSpec["check"]> = ({ args, require, fail }) => {
  const stage = "construct";
  for (const name of ["hiddenSize", "numLayers"]) {
    const size = dimOf(args[name]);
    const fine = require(ge(size, 1), () => ({
      code: "argument-negative",
      stage,
      at: { arg: name },
      message: `needs a ${name} of at least 1, not ${show(size)}`,
      runtime: `${snake(name)} must be greater than zero`,
      exception: "ValueError",
    }));
    if (!fine) return;
  }
  if (
    !withinBudget({ fail }, { what: "layers", asked: dimOf(args.numLayers), at: { arg: "numLayers" }, stage })
  )
    return;
  const dropout = numberOf(args.dropout);
  if (dropout !== undefined && !(dropout >= 0 && dropout <= 1))
    fail({
      code: "argument-value",
      stage,
      at: { arg: "dropout" },
      message: `takes a dropout from 0 to 1, not ${dropout}`,
      runtime:
        "dropout should be a number in range [0, 1] representing the probability of an element being zeroed",
      exception: "ValueError",
    });
  const [projected, hidden] = [dimOf(args.projSize ?? 0), dimOf(args.hiddenSize)];
  require(all(ge(projected, 0), lt(projected, hidden)), () => ({
    code: "argument-value",
    stage,
    at: { arg: "projSize" },
    message: `projects ${show(hidden)} hidden features to fewer, not to ${show(projected)}`,
    runtime:
      decide(lt(projected, hidden)) === false
        ? "proj_size has to be smaller than hidden_size"
        : "proj_size should be a positive integer or zero to disable projections",
    exception: "ValueError",
  }));
};

const outputSize = (args: Args): Dim =>
  dimOf(args.projSize ?? 0) === 0 ? dimOf(args.hiddenSize) : dimOf(args.projSize);
const directions = (args: Args): Dim =>
  flagOf(args.bidirectional) === undefined ? dimOf(undefined) : flagOf(args.bidirectional) ? 2 : 1;

/** The sequence of outputs, then the last hidden state (and the cell state of an LSTM). */
function inferRecurrent(call: Call, cell: boolean): Shape[] {
  const { args } = call;
  const [input] = call.inputs;
  const states = (shape: Shape, last: Shape, c: Shape): Shape[] => (cell ? [shape, last, c] : [shape, last]);
  if (!input) return states(null, null, null);
  if (input.length !== 2 && input.length !== 3) {
    call.fail(
      rankProblem(
        `takes 2 axes (unbatched) or 3 (batched), receives ${input.length}: ${showShape(input)}`,
        `input must have 3 dimensions, got ${input.length}`,
      ),
    );
    return states(null, null, null);
  }
  const expected = dimOf(args.inputSize);
  call.require(eq(input.at(-1)!, expected), () => ({
    code: "rnn-input-size",
    stage: "forward",
    at: { arg: "inputSize" },
    message: `expects ${show(expected)} features a step, receives ${show(input.at(-1)!)}`,
    runtime: `input.size(-1) must be equal to input_size. Expected ${show(expected)}, got ${show(input.at(-1)!)}`,
    exception: "RuntimeError",
    expected: input.at(-1)!,
    received: expected,
  }));
  const features = mul(directions(args), outputSize(args));
  const batch = input.length === 3 ? [flagOf(args.batchFirst) ? input[0]! : input[1]!] : [];
  const depth = mul(dimOf(args.numLayers), directions(args));
  const hidden = [depth, ...batch, outputSize(args)];
  const cells = [depth, ...batch, dimOf(args.hiddenSize)];
  checkState(call, "hidden", hidden, cell ? "hidden[0]" : "hidden");
  if (cell) checkState(call, "cell", cells, "hidden[1]");
  return states([...input.slice(0, -1), features], hidden, cells);
}

/** A state that is given must be as large as the one that comes out; its batch is on axis 1, whatever batchFirst says. */
function checkState(call: Call, name: "hidden" | "cell", wanted: readonly Dim[], called: string): void {
  const asked = call.callArgs?.[name];
  const given = typeof asked === "number" ? call.inputs[asked] : asked; // a place among the inputs, or a shape
  if (!isList(given)) return;
  const sizes = given as readonly Dim[];
  const fits =
    sizes.length === wanted.length ? all(...sizes.map((size, i) => eq(size, wanted[i]!))) : known(false);
  call.require(fits, () => ({
    code: "rnn-state",
    stage: "forward",
    at: { input: 1 },
    message: `starts from a ${name} state of ${showShape(wanted)}, receives ${showShape(sizes)}`,
    runtime:
      sizes.length === wanted.length
        ? `Expected ${called} size (${wanted.map(show).join(", ")}), got ${list(sizes)}`
        : `For ${wanted.length === 3 ? "batched 3-D" : "unbatched 2-D"} input, hx should also be ${wanted.length}-D but got ${sizes.length}-D tensor`,
    exception: "RuntimeError",
  }));
}

function parameters(args: Args, gates: number): Record<string, readonly Dim[]> {
  const hidden = dimOf(args.hiddenSize);
  const out = outputSize(args);
  const layers = dimOf(args.numLayers);
  const weights: Record<string, readonly Dim[]> = {};
  if (typeof layers !== "number" || layers > MOST.layers) return { weight: [dimOf(undefined)] };
  const wide = mul(gates, hidden);
  for (let layer = 0; layer < layers; layer++) {
    for (const suffix of flagOf(args.bidirectional) ? ["", "_reverse"] : [""]) {
      const name = `l${layer}${suffix}`;
      weights[`weight_ih_${name}`] = [wide, layer === 0 ? dimOf(args.inputSize) : mul(directions(args), out)];
      weights[`weight_hh_${name}`] = [wide, out];
      if (flagOf(args.bias))
        Object.assign(weights, { [`bias_ih_${name}`]: [wide], [`bias_hh_${name}`]: [wide] });
      if (out !== hidden) weights[`weight_hr_${name}`] = [out, hidden];
    }
  }
  return weights;
}

/** The shapes that each step of each example is multiplied with. */
const matrices = (args: Args, gates: number): (readonly Dim[])[] =>
  Object.entries(parameters(args, gates)).flatMap(([name, shape]) =>
    name.startsWith("weight") ? [shape] : [],
  );

function extras(args: Args): string {
  const parts: string[] = [];
  if (args.numLayers !== 1) parts.push(`num_layers=${show(dimOf(args.numLayers))}`);
  if (flagOf(args.batchFirst)) parts.push("batch_first=True");
  if (flagOf(args.bidirectional)) parts.push("bidirectional=True");
  return parts.map((part) => `, ${part}`).join("");
}

export const recurrentSpecs: readonly LayerSpec[] = [
  recurrentSpec("RNN", 1),
  recurrentSpec("LSTM", 4),
  recurrentSpec("GRU", 3),
];
