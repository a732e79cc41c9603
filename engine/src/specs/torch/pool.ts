/**
 * Max and average pooling in one, two and three dimensions.
 * https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
 */
import { all, type Dim, eq, ge, le, mul, not } from "../../dims/index.ts";
import {
  axesOf,
  bool,
  flagOf,
  int,
  ints,
  isList,
  isUnknownArg,
  needInts,
  numberOf,
  snake,
} from "../arguments.ts";
import { type StepName, stepCode } from "../codes.ts";
import { RANKS, type Rank, rankProblem, show, showShape, spatial, torchDocs } from "../layer.ts";
import { list, bool as pyBool, tuple, typeName } from "../python.ts";
import type { Args, Call, LayerSpec, Param, Shape, Window } from "../spec.ts";
import { each, isAbsent, pooled, slideFormula, windowsOf } from "./window.ts";

const ceilMode = bool("ceilMode", "Lets a last window hang over the end.", { default: false });
const window: readonly Param[] = [
  { ...needInts("kernelSize", "Size of the window."), checkedAt: "forward" },
  ints("stride", "Step of the window; the kernel's size by default.", { default: null }),
  ints("padding", "Cells added on both sides, at most half of the kernel.", { default: 0 }),
];
const maxParams: readonly Param[] = [
  ...window,
  ints("dilation", "Distance between the cells of the window.", { default: 1 }),
  bool("returnIndices", "Gives the places of the maxima as a second result.", { default: false }),
  ceilMode,
];
/** Mind it: the function takes ceilMode before returnIndices, the layer the other way round. */
const functionParams: readonly Param[] = ["ceilMode", "returnIndices"].reduce(
  (order, name) => [
    ...order.filter((param) => param.name !== name),
    maxParams.find((param) => param.name === name)!,
  ],
  maxParams,
);
const countIncludePad = bool("countIncludePad", "Whether padding counts in the average.", { default: true });
const avgParams = (rank: Rank): readonly Param[] => [
  ...window,
  ceilMode,
  countIncludePad,
  ...(rank > 1
    ? [int("divisorOverride", "Divides by this instead of by the window's size.", { default: null })]
    : []),
];

type Kind = "Max" | "Avg";

function poolSpec(kind: Kind, rank: Rank): LayerSpec {
  const name = `${kind}Pool${rank}d`;
  const word = kind.toLowerCase();
  return {
    name,
    kind: "layer",
    summary: `${kind === "Max" ? "The largest value" : "The mean"} of each window.`,
    docs: torchDocs(name),
    params: kind === "Max" ? maxParams : avgParams(rank),
    functional: {
      name: `${word}Pool${rank}d`,
      ...(kind === "Max" && { params: functionParams }),
    },
    infer: (call) => inferPool(call, kind, rank),
    macs: () => 0,
    formula: (args, [input], [output]) => poolFormula(args, rank, input!, output!),
    geometry: (args) => ({ windows: windowsOf(args, rank), mode: "nothing", groups: "each" }),
    repr: (args) => reprOf(args, kind, rank),
  };
}

export const poolSpecs: readonly LayerSpec[] = RANKS.flatMap((rank) => [
  poolSpec("Max", rank),
  poolSpec("Avg", rank),
]);

/** The shapes that a pooling gives, and the words of its library where it cannot. */
export function inferPool(call: Call, kind: Kind, rank: Rank): Shape[] {
  const { args, require } = call;
  const windows = checkTuples(call, rank) ? windowsOf(args, rank) : undefined;
  const two = kind === "Max" && flagOf(args.returnIndices);
  const give = (shape: Shape): Shape[] => (two ? [shape, shape] : [shape]);
  const input = spatial(call, rank, (shape) =>
    rankProblem(
      `takes ${rank + 1} axes (unbatched) or ${rank + 2} (batched), receives ${shape.length}: ${showShape(shape)}`,
      rankText(kind, rank, shape),
    ),
  );
  if (!input || !windows) return give(null);
  const sizes = input.space.map((size, i) => pooled(size, windows[i]!, flagOf(args.ceilMode)));
  const output = give(input.with(input.channels, sizes));
  const fine = checkFlags(call, kind, rank) && checkSteps(call, windows, kind, rank);
  if (!fine) return output;
  const cells = require(all(ge(input.channels, 1), ...input.space.map((size) => ge(size, 1))), () =>
    rankProblem(
      `receives an empty input ${showShape(call.inputs[0]!)}`,
      emptyText(kind, rank, call.inputs[0]!),
    ));
  if (!cells) return output;
  if (kind === "Avg" && numberOf(args.divisorOverride) === 0) {
    call.fail({
      code: "argument-value",
      stage: "forward",
      at: { arg: "divisorOverride" },
      message: "divides by 0",
      runtime: "divisor must be not zero",
      exception: "RuntimeError",
    });
  }
  if (kind === "Avg" && rank === 3) {
    const fits = require(all(...input.space.map((size, i) => le(windows[i]!.kernel, size))), () => ({
      ...tooLarge(rank, input.space, windows, sizes, input.channels),
      runtime: `input image (${lettered("", input.space)}) smaller than kernel size (${lettered("k", each(windows, "kernel"))})`,
    }));
    if (!fits) return output;
  }
  // MaxPool1d alone lets an empty result through (it raises only where a gradient is asked for): a warning there
  for (const [i, size] of sizes.entries()) {
    const least = kind === "Max" && rank === 1 && !two ? 0 : 1;
    if (!require(ge(size, least), () => tooLarge(rank, input.space, windows, sizes, input.channels))) break;
    if (least === 0 && i === 0) {
      require(not(eq(size, 0)), () => ({
        ...tooLarge(rank, input.space, windows, sizes, input.channels),
        severity: "warning",
      }));
    }
  }
  return output;
}

/** Each function words it in its own way. */
function rankText(kind: Kind, rank: Rank, shape: readonly Dim[]): string {
  const ranks = `${rank + 1}D or ${rank + 2}D (batch mode) tensor`;
  if (kind === "Max" && rank === 3)
    return `non-empty ${rank + 1}D or ${rank + 2}D (batch mode) tensor expected for input`;
  if (kind === "Avg" && rank === 1)
    return `Expected 2 to 3 dimensions, but got ${shape.length}-dimensional tensor for argument #1 'self' (while checking arguments for avg_pool1d)`;
  if (kind === "Avg" && rank === 3) return `non-empty ${ranks} expected for input`;
  return `${kind === "Max" && rank === 1 ? "max_pool1d: " : ""}Expected ${ranks} with optional 0 dim batch size for input, but got:${list(shape)}`;
}

/** One axis is pooled as two of which the first is 1. */
function emptyText(kind: Kind, rank: Rank, shape: readonly Dim[]): string {
  if (rank === 3)
    return `${kind.toLowerCase()}_pool3d${kind === "Max" ? "_with_indices" : ""}_out_cpu_template(): Expected input's non-batch dimensions to have positive length, but input has a shape of ${list(shape)} and non-batch dimension ${shape.slice(-4).indexOf(0)} has length zero!`;
  if (kind === "Avg" && rank === 1)
    return `Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:${list([...shape.slice(0, -1), 1, ...shape.slice(-1)])}`;
  return rankText(kind, rank, shape);
}

/** Python's own numbers do not pass for flags. */
function checkFlags(call: Call, kind: Kind, rank: Rank): boolean {
  const names = kind === "Max" ? ["ceilMode"] : ["ceilMode", "countIncludePad"];
  for (const name of names) {
    const value = call.args[name];
    if (typeof value === "boolean" || value === undefined || isUnknownArg(value)) continue;
    call.fail({
      code: "argument-type",
      stage: "forward",
      at: { arg: name },
      message: `takes true or false as ${name}, not ${JSON.stringify(value)}`,
      runtime: `${kind.toLowerCase()}_pool${rank}d(): argument '${snake(name)}' must be bool, not ${typeName(value)}`,
      exception: "TypeError",
    });
    return false;
  }
  return true;
}

/** Arguments of one number or one an axis; false where one is neither. */
function checkTuples(call: Call, rank: Rank): boolean {
  const names = ["kernelSize", "stride", "padding", "dilation"].filter(
    (name) => (name !== "stride" || !isAbsent(call.args.stride)) && call.args[name] !== undefined,
  );
  return names.every((name) => checkTuple(call, name, rank));
}

function checkTuple(call: Call, name: string, rank: Rank): boolean {
  if (axesOf(call.args[name], rank)) return true;
  const { length } = call.args[name] as readonly unknown[];
  call.fail({
    code: "tuple-length",
    stage: "forward",
    at: { arg: name },
    message: `takes one ${name} or ${rank}, not ${length}`,
    runtime: `pool${rank}d() ${snake(name)} must be an int, list of ints or tuple of ints of size ${rank} but got size ${length}`,
    exception: "RuntimeError",
  });
  return false;
}

/** Letters that PyTorch puts before its sizes: kH: 1 kW: 0. */
const lettered = (letter: string, values: readonly Dim[]): string => {
  const names = values.length === 3 ? ["T", "H", "W"] : ["H", "W"];
  return (values.length === 1 ? [1, ...values] : values)
    .map((value, i) => `${letter}${names[i]}: ${show(value)}`)
    .join(" ");
};

function checkSteps(call: Call, windows: readonly Window[], kind: Kind, rank: Rank): boolean {
  const one = kind === "Max" && rank === 1;
  const text = (name: string, plain: string, letter: string) => (values: Dim[], value: Dim) =>
    one
      ? `max_pool1d() ${name} must be ${name === "padding" ? "non-negative" : "greater than zero"}, but got ${show(value)}`
      : `${plain}, but got ${letter ? lettered(letter, values) : show(value)}`;
  const steps: [StepName, Dim[], number, (values: Dim[], value: Dim) => string][] = [
    [
      "kernelSize",
      each(windows, "kernel"),
      1,
      text("kernel_size", "kernel size should be greater than zero", "k"),
    ],
    ["stride", each(windows, "stride"), 1, text("stride", "stride should be greater than zero", "d")],
    ["padding", each(windows, "low"), 0, text("padding", "pad must be non-negative", "")],
    [
      "dilation",
      each(windows, "dilation"),
      1,
      text("dilation", "dilation should be greater than zero", "dilation"),
    ],
  ];
  for (const [name, values, least, runtime] of steps) {
    for (const value of values) {
      const fine = call.require(ge(value, least), () => ({
        code: name === "padding" ? "pool-padding" : stepCode(name),
        stage: "forward",
        at: { arg: call.args[name] === null ? "kernelSize" : name },
        message: `needs ${name} of at least ${least}, not ${show(value)}`,
        runtime: runtime(values, value),
        exception: "RuntimeError",
      }));
      if (!fine) return false;
    }
  }
  return windows.every(({ kernel, low, dilation }) =>
    call.require(le(mul(2, low), kernel), () => ({
      code: "pool-padding",
      stage: "forward",
      at: { arg: "padding" },
      message: `pads ${show(low)} cells, more than half of its kernel of ${show(kernel)}`,
      runtime: `pad should be at most half of ${kind === "Max" ? "effective " : ""}kernel size, but got pad=${show(low)}, kernel_size=${show(kernel)} and dilation=${show(dilation)}`,
      exception: "RuntimeError",
      expected: typeof kernel === "number" ? Math.floor(kernel / 2) : undefined,
      received: low,
    })),
  );
}

const tooLarge = (
  rank: Rank,
  space: readonly Dim[],
  windows: readonly Window[],
  sizes: readonly Dim[],
  channels: Dim,
) =>
  ({
    code: "output-empty",
    stage: "forward",
    at: { arg: "kernelSize" },
    message: `with a window of ${each(windows, "kernel").map(show).join(" × ")} makes ${sizes.map(show).join(" × ")} of ${space.map(show).join(" × ")}: nothing is left`,
    runtime: `Given input size: (${[channels, ...(rank === 1 ? [1] : []), ...space].map(show).join("x")}). Calculated output size: (${[channels, ...(rank === 1 ? [1] : []), ...sizes].map(show).join("x")}). Output size is too small`,
    exception: "RuntimeError",
  }) as const;

/** One line an axis. */
export function poolFormula(args: Args, rank: Rank, input: Shape, output: Shape): string[] {
  if (!input || !output) return [];
  return windowsOf(args, rank).map((window, i) => {
    const line = slideFormula(rank, i, input.at(i - rank)!, window, output.at(i - rank)!);
    return flagOf(args.ceilMode) ? line.replace("⌊", "⌈").replace("⌋", "⌉") : line;
  });
}

function reprOf(args: Args, kind: Kind, rank: Rank): string {
  const printed = (arg: unknown): string => (isList(arg) ? tuple(arg) : String(arg));
  const stride = args.stride === null || args.stride === undefined ? args.kernelSize : args.stride;
  if (kind === "Max") {
    return `kernel_size=${printed(args.kernelSize)}, stride=${printed(stride)}, padding=${printed(args.padding)}, dilation=${printed(args.dilation)}, ceil_mode=${pyBool(args.ceilMode)}`;
  }
  // AvgPool1d keeps its sizes as tuples
  const one = (arg: unknown): string => (rank === 1 && !isList(arg) ? tuple([arg]) : printed(arg));
  return `kernel_size=${one(args.kernelSize)}, stride=${one(stride)}, padding=${one(args.padding)}`;
}
