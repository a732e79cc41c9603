/**
 * Unfold (im2col: sliding blocks become columns) and Fold (col2im: columns are added back into a map).
 * https://pytorch.org/docs/stable/generated/torch.nn.Fold.html — mind the order: kernelSize, dilation, padding, stride.
 */
import { all, type Dim, decide, divides, eq, floorDiv, ge, product } from "../../dims/index.ts";
import { axesOf, dimOf, ints, isList, needInts } from "../arguments.ts";
import { type StepName, stepCode } from "../codes.ts";
import { rankProblem, show, showShape, torchDocs } from "../layer.ts";
import { list, tuple } from "../python.ts";
import type { Arg, Args, Call, LayerSpec, Param, Window } from "../spec.ts";
import { each, slide, slideFormula, span, windowsOf } from "./window.ts";

const window: readonly Param[] = [
  { ...needInts("kernelSize", "Size of the sliding block."), checkedAt: "forward" },
  ints("dilation", "Distance between the cells of a block.", { default: 1 }),
  ints("padding", "Zeros added on both sides of both axes.", { default: 0 }),
  ints("stride", "Step of the block.", { default: 1 }),
];

export const unfold: LayerSpec = {
  name: "Unfold",
  kind: "layer",
  summary: "Takes sliding blocks out of a map, one column a block.",
  docs: torchDocs("Unfold"),
  functional: { name: "unfold" },
  params: window,
  infer(call) {
    const windows = checkedWindows(call);
    const [input] = call.inputs;
    if (!input || !windows) return [null];
    const emptyProblem = () =>
      rankProblem(
        `takes [C, H, W] or [N, C, H, W] with no empty axis but the batch, receives ${showShape(input)}`,
        `Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${list(input)}`,
      );
    if (input.length !== 3 && input.length !== 4) {
      call.fail(emptyProblem());
      return [null];
    }
    const [channels, height, width] = input.slice(-3) as [Dim, Dim, Dim];
    call.require(all(...input.slice(-3).map((size) => ge(size, 1))), emptyProblem);
    const blocks = blocksOf([height, width], windows);
    call.require(all(...blocks.map((count) => ge(count, 1))), () => ({
      code: "kernel-too-large",
      stage: "forward",
      at: { arg: "kernelSize" },
      message: `finds no block of ${each(windows, "kernel").map(show).join(" × ")} in the ${show(height)} × ${show(width)} input: ${blocks.map(show).join(" × ")} blocks`,
      runtime: `Given input with spatial size (${show(height)}, ${show(width)}), kernel_size=${py(each(windows, "kernel"))}, dilation=${py(each(windows, "dilation"))}, padding=${py(each(windows, "low"))}, calculated shape of the array of sliding blocks as ${py(blocks)}, but its components must be at least one.`,
      exception: "RuntimeError",
    }));
    return [[...input.slice(0, -3), product([channels, ...each(windows, "kernel")]), product(blocks)]];
  },
  macs: () => 0,
  formula: (args, [input], _outputs) => blockFormula(args, input ? input.slice(-2) : undefined),
  geometry: (args) => ({ windows: windowsOf(args, 2), mode: "zeros", groups: "each" }),
  inputHint: () => null,
  repr: (args) => reprOf(["kernelSize", "dilation", "padding", "stride"], args),
};

export const fold: LayerSpec = {
  name: "Fold",
  kind: "layer",
  summary: "Adds sliding blocks back into a map: the adjoint of Unfold.",
  docs: torchDocs("Fold"),
  functional: { name: "fold" },
  params: [{ ...needInts("outputSize", "Height and width of the map."), checkedAt: "forward" }, ...window],
  infer(call) {
    const output = pair(call, "outputSize");
    const windows = checkedWindows(call);
    const [input] = call.inputs;
    if (!input || !windows || !output) return [null];
    const emptyProblem = () =>
      rankProblem(
        `takes [C·k, L] or [N, C·k, L] with no empty axis but the batch, receives ${showShape(input)}`,
        `Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but got: ${list(input)}`,
      );
    if (input.length !== 2 && input.length !== 3) {
      call.fail(emptyProblem());
      return [null];
    }
    const [rows, columns] = input.slice(-2) as [Dim, Dim];
    const area = product(each(windows, "kernel"));
    const result = [...input.slice(0, -2), floorDiv(rows, area), ...output];
    if (!call.require(all(ge(rows, 1), ge(columns, 1)), emptyProblem)) return [result];
    const whole = call.require(divides(area, rows), () => ({
      code: "fold-channels",
      stage: "forward",
      at: { input: 0, axis: input.length - 2 },
      message: `needs a multiple of ${each(windows, "kernel").map(show).join("·")} = ${show(area)} rows, receives ${show(rows)}`,
      runtime: `Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=${show(rows)} and kernel_size=${py(each(windows, "kernel"))}.`,
      exception: "RuntimeError",
    }));
    if (!whole) return [result];
    const blocks = blocksOf(output, windows);
    const count = product(blocks);
    call.require(all(eq(count, columns), ...blocks.map((n) => ge(n, 1))), () => ({
      code: "fold-blocks",
      stage: "forward",
      at: { input: 0, axis: input.length - 1 },
      message: blocks.some((n) => decide(ge(n, 1)) === false)
        ? `has no block in ${output.map(show).join(" × ")}: each reaches over ${windows.map((window) => show(span(window))).join(" × ")} cells`
        : `covers ${output.map(show).join(" × ")} with ${blocks.map(show).join(" · ")} = ${show(count)} blocks, receives ${show(columns)} columns`,
      runtime: `Given output_size=${py(output)}, kernel_size=${py(each(windows, "kernel"))}, dilation=${py(each(windows, "dilation"))}, padding=${py(each(windows, "low"))}, stride=${py(each(windows, "stride"))}, expected size of input's dimension 2 to match the calculated number of sliding blocks ${blocks.map(show).join(" * ")} = ${show(count)}, but got input.size(2)=${show(columns)}.`,
      exception: "RuntimeError",
      expected: count,
      received: columns,
    }));
    return [result];
  },
  macs: () => 0,
  formula: (args) => blockFormula(args, axesOf(args.outputSize, 2)),
  geometry: (args) => ({ windows: windowsOf(args, 2), mode: "zeros", groups: "each", transposed: true }),
  inputHint: () => null,
  repr: (args) => reprOf(["outputSize", "kernelSize", "dilation", "padding", "stride"], args),
};

const py = (values: readonly Dim[]): string => tuple(values.map(show));

/** Exactly two sizes or one for both: here PyTorch broadcasts no one-element tuples. */
function pair(call: Call, name: string): Dim[] | undefined {
  const value = call.args[name];
  if (!isList(value)) return [dimOf(value), dimOf(value)];
  if (value.length === 2) return value.map(dimOf);
  call.fail({
    code: "tuple-length",
    stage: "forward",
    at: { arg: name },
    message: `takes one ${name} or two, not ${value.length}`,
    runtime: `It is expected ${name} equals to 2, but got size ${value.length}`,
    exception: "RuntimeError",
  });
  return undefined;
}

function checkedWindows(call: Call): Window[] | undefined {
  const [kernel, dilation, padding, stride] = ["kernelSize", "dilation", "padding", "stride"].map((name) =>
    pair(call, name),
  );
  if (!kernel || !dilation || !padding || !stride) return undefined;
  const steps: [StepName, Dim[], number, string][] = [
    ["kernelSize", kernel, 1, "kernel size should be greater than zero, but got kernel"],
    ["dilation", dilation, 1, "dilation should be greater than zero, but got dilation"],
    ["padding", padding, 0, "padding should be non-negative, but got pad"],
    ["stride", stride, 1, "stride should be greater than zero, but got stride"],
  ];
  for (const [name, values, least, runtime] of steps) {
    const fine = call.require(all(...values.map((value) => ge(value, least))), () => ({
      code: stepCode(name),
      stage: "forward",
      at: { arg: name },
      message: `needs ${name} of at least ${least}, not ${values.map(show).join(" × ")}`,
      runtime: `${runtime}_height: ${show(values[0]!)} ${runtime.split(" ").at(-1)}_width: ${show(values[1]!)}`,
      exception: "RuntimeError",
    }));
    if (!fine) return undefined;
  }
  return windowsOf(call.args, 2);
}

const blocksOf = (size: readonly Dim[], windows: readonly Window[]): Dim[] =>
  size.map((n, i) => slide(n, windows[i]!));

function blockFormula(args: Args, size: readonly Dim[] | undefined): string[] {
  if (!size) return [];
  return windowsOf(args, 2).map((window, i) => slideFormula(2, i, size[i]!, window, slide(size[i]!, window)));
}

/** These two print what was passed, not a tuple of it. */
const reprOf = (names: readonly string[], args: Args): string =>
  names
    .map((name) => `${name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}=${printed(args[name])}`)
    .join(", ");
const printed = (arg: Arg): string => (isList(arg) ? tuple(arg) : show(dimOf(arg)));

export const foldSpecs: readonly LayerSpec[] = [unfold, fold];
