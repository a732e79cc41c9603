/**
 * simpleRNN, lstm, gru, their cells, and rnn over any cells.
 * https://js.tensorflow.org/api/latest/#layers.lstm
 */
import { add, type Dim, eq, isOpen, mul, open, symbol, unknown } from "../../dims/index.ts";
import { bool, flagOf, isList, isUnknownArg, needInt, number, word } from "../arguments.ts";
import { show, showShape } from "../layer.ts";
import type { Arg, Args, Call, InnerLayer, LayerSpec, Param, Problem } from "../spec.ts";
import {
  activation,
  type CheckCall,
  fieldProblem,
  isGiven,
  requireActivation,
  requireInitializers,
  requirePositive,
  sizeOf,
} from "./arguments.ts";
import { inputProblem } from "./input-problem.ts";
import { isOpenList, layer, type Rules } from "./layer.ts";

type Sizes = readonly Dim[];

/** A kind of cell: how many gates its kernels hold and how many states it carries. */
interface Cell {
  readonly name: "simpleRNN" | "lstm" | "gru";
  readonly gates: number;
  readonly states: number;
}
const CELLS: readonly Cell[] = [
  { name: "simpleRNN", gates: 1, states: 1 },
  { name: "lstm", gates: 4, states: 2 },
  { name: "gru", gates: 3, states: 1 },
];

const cellParams: readonly Param[] = [
  needInt("units", "Features of the output."),
  activation,
  word("recurrentActivation", "Function of the gates, which simpleRNN has not.", { default: "hardSigmoid" }),
  bool("useBias", "Whether a learned bias is added.", { default: true }),
  number("dropout", "Share of inputs to drop.", { default: 0 }),
  number("recurrentDropout", "Share of states to drop.", { default: 0 }),
  word("kernelInitializer", "How the kernel starts.", { default: "glorotNormal" }),
  word("recurrentInitializer", "How the recurrent kernel starts.", { default: "orthogonal" }),
  word("biasInitializer", "How the bias starts.", { default: "zeros" }),
  bool("unitForgetBias", "Whether the bias of an LSTM's forget gate starts at 1.", { default: false }),
  bool("resetAfter", "Not supported.", { default: false }),
];
/** The fields of every layer that runs a cell along time. */
export const sequenceParams: readonly Param[] = [
  bool("returnSequences", "Whether every step's output is given, not only the last one's.", {
    default: false,
  }),
  bool("returnState", "Whether the last states are given too.", { default: false }),
  bool("goBackwards", "Whether it starts at the end.", { default: false }),
  bool("stateful", "Whether states are kept between batches.", { default: false }),
  bool("unroll", "Whether the loop is unrolled.", { default: false }),
];

function checkCell(call: CheckCall, cell: Cell): void {
  requirePositive(call, "units");
  requireActivation(call);
  if (cell.name !== "simpleRNN") requireActivation(call, "recurrentActivation");
  requireInitializers(call);
  if (cell.name === "gru" && call.args.resetAfter === true) {
    call.fail(
      fieldProblem(
        "resetAfter",
        "argument-value",
        "does not support resetAfter",
        "GRUCell does not support reset_after parameter set to true.",
      ),
    );
  }
}

function cellWeights(args: Args, features: Dim, gates: number): Record<string, Sizes> {
  const units = sizeOf(args.units);
  const wide = mul(gates, units);
  const bias: Record<string, Sizes> = flagOf(args.useBias ?? true) === false ? {} : { bias: [wide] };
  return { kernel: [features, wide], recurrent_kernel: [units, wide], ...bias };
}

const cellLayer = (cell: Cell): LayerSpec =>
  layer({
    name: `${cell.name}Cell`,
    summary: `One step of ${cell.name}.`,
    params: cellParams,
    check: (call) => checkCell(call, cell),
    output: (args, input) => [[input[0]!, sizeOf(args.units)]],
    weights: (args, input) => cellWeights(args, input.at(-1) ?? unknown, cell.gates),
    states: true,
  });

const recurrent = (cell: Cell): LayerSpec =>
  layer({
    name: cell.name,
    summary: `${cell.name} over a sequence.`,
    params: [...cellParams, ...sequenceParams],
    ...sequence((args) => new Array<Dim>(cell.states).fill(sizeOf(args.units))),
    check: (call) => checkCell(call, cell),
    weights: (args, input) => cellWeights(args, input.at(-1) ?? unknown, cell.gates),
    macs(args, input) {
      const each = mul(cell.gates, mul(sizeOf(args.units), add(input[2]!, sizeOf(args.units))));
      return mul(mul(input[0]!, input[1]!), each);
    },
    inputHint: () => [open, symbol("T"), symbol("F")],
  });

/** What layers over a sequence share: rank 3, states as further inputs and outputs. */
function sequence(
  statesOf: (args: Args) => readonly Dim[] | undefined,
): Pick<Rules, "rank" | "states" | "accept" | "output" | "count"> {
  return {
    rank: 3,
    states: true,
    accept: (call, input) => statesFit(call, statesOf(call.args)) && batchKnown(call, input),
    count: (args) => 1 + (flagOf(args.returnState) ? (statesOf(args)?.length ?? 0) : 0),
    output(args, input) {
      const states = statesOf(args) ?? [unknown];
      const returns = flagOf(args.returnSequences);
      if (returns === undefined) return [];
      const output = returns ? [input[0]!, input[1]!, states[0]!] : [input[0]!, states[0]!];
      return flagOf(args.returnState) ? [output, ...states.map((size) => [input[0]!, size])] : [output];
    },
  };
}

/** Further inputs are the initial states, one for each state of the cell and as wide. */
function statesFit(call: Call, sizes: readonly Dim[] | undefined): boolean {
  const given = call.inputs.slice(1);
  if (given.length === 0 || !sizes || isOpenList(call)) return true;
  const problem = (): Problem => ({
    ...inputProblem(
      "initial-state",
      `takes ${sizes.length} initial ${sizes.length === 1 ? "state" : "states"} of size ${sizes.map(show).join(", ")}, receives ${given.map(showShape).join(", ")}`,
      `An initialState was passed that is not compatible with cell.stateSize. However cell.stateSize is ${sizes.map(show).join(",")}`,
    ),
    at: { input: 1 },
  });
  if (given.length !== sizes.length) {
    call.fail(problem());
    return true;
  }
  return given.every((state, i) => call.require(eq(state?.at(-1) ?? unknown, sizes[i]!), problem));
}

/** A stateful layer keeps its states for a batch of one size. */
export function batchKnown(call: Call, input: Sizes): boolean {
  if (flagOf(call.args.stateful) !== true || !isOpen(input[0]!)) return true;
  call.fail(
    inputProblem(
      "stateful-batch",
      `is stateful and needs a known batch size, receives ${showShape(input)}`,
      "If an RNN is stateful, it needs to know its batch size. Specify the batch size of your input tensors: \n- If using a Sequential model, specify the batch size by passing a `batchInputShape` option to your first layer.\n- If using the functional API, specify the batch size by passing a `batchShape` option to your Input layer.",
    ),
  );
  return true;
}

// ── rnn over cells ──────────────────────────────────────────────────────────────────────────────────────────────

export const isInner = (arg: unknown): arg is InnerLayer =>
  typeof arg === "object" && arg !== null && "spec" in arg;

const isCell = (arg: unknown): boolean => isUnknownArg(arg) || isInner(arg);

/** The cells of `cell` or `cells`, innermost first; undefined where one is not known. */
export function cellsOf(arg: Arg): InnerLayer[] | undefined {
  if (isList(arg)) {
    const all = arg.map((each) => cellsOf(each as Arg));
    return all.every((cells) => cells !== undefined) ? all.flat() : undefined;
  }
  if (!isInner(arg)) return undefined;
  return arg.spec.name === "stackedRNNCells" ? cellsOf(arg.args.cells) : [arg];
}

/** Sizes of all states: the last cell's first. */
function stateSizes(arg: Arg): Dim[] | undefined {
  return cellsOf(arg)
    ?.reverse()
    .flatMap(({ spec, args }) =>
      new Array<Dim>(CELLS.find((cell) => spec.name === `${cell.name}Cell`)?.states ?? 1).fill(
        sizeOf(args.units),
      ),
    );
}

function stackedWeights(arg: Arg, features: Dim): Record<string, Sizes> {
  const weights: Record<string, Sizes> = {};
  let width = features;
  for (const [at, { spec, args }] of (cellsOf(arg) ?? []).entries()) {
    for (const [name, sizes] of Object.entries(spec.parameters?.(args, [[open, width]]) ?? {}))
      weights[`cell_${at}/${name}`] = sizes;
    width = sizeOf(args.units);
  }
  return weights;
}

const stacked: LayerSpec = layer({
  name: "stackedRNNCells",
  summary: "Cells on top of each other.",
  params: [{ name: "cells", kind: "any", doc: "The cells, first to last.", required: true }],
  output: (args, input) => [[input[0]!, stateSizes(args.cells)?.[0] ?? unknown]],
  weights: (args, input) => stackedWeights(args.cells, input.at(-1) ?? unknown),
});

const rnn: LayerSpec = layer({
  name: "rnn",
  summary: "Any cell over a sequence.",
  params: [
    { name: "cell", kind: "any", doc: "The cell, or a list of cells on top of each other.", required: true },
    ...sequenceParams,
  ],
  ...sequence((args) => stateSizes(args.cell)),
  check({ args, fail }) {
    const { cell } = args;
    if (isUnknownArg(cell) || isInner(cell) || (isList(cell) && cell.every(isCell))) return;
    fail(
      isGiven(cell)
        ? fieldProblem(
            "cell",
            "argument-value",
            "needs a cell or a list of cells",
            "The RNN cell should have an attribute `stateSize` (tuple of integers, one integer per RNN state).",
          )
        : fieldProblem(
            "cell",
            "argument-missing",
            "needs a cell",
            "cell property is missing for the constructor of RNN.",
          ),
    );
  },
  weights: (args, input) => stackedWeights(args.cell, input.at(-1) ?? unknown),
});

export const recurrentSpecs: readonly LayerSpec[] = [
  ...CELLS.map(recurrent),
  ...CELLS.map(cellLayer),
  stacked,
  rnn,
];
