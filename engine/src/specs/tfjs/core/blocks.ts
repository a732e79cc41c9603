/** Operations that move values between axes block by block, or gather them by place. */
import { add, type Dim, divides, eq, floorDiv, mul, product, sub, unknown } from "../../../dims/index.ts";
import { int, isList, isUnknownArg, needInt, needShape, shape, word } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import type { Arg, Call, LayerSpec, Shape } from "../../spec.ts";
import { sizeOf } from "../arguments.ts";
import { convLength, spanOf } from "../window.ts";
import { operation, operationProblem } from "./define.ts";
import { pad, steps } from "./window.ts";

type Sizes = readonly Dim[];
const sizesOf = (arg: Arg): Dim[] | undefined => (isList(arg) ? arg.map(sizeOf) : undefined);

function depthToSpace(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const block = sizeOf(call.args.blockSize);
  if (input?.length !== 4) return [null];
  const first = call.args.dataFormat === "NCHW";
  const [batch, a, b, c] = input as [Dim, Dim, Dim, Dim];
  const [height, width, depth] = first ? [b, c, a] : [a, b, c];
  const square = mul(block, block);
  call.require(divides(square, depth), () =>
    operationProblem(
      "pixel-shuffle",
      { input: 0 },
      `takes channels that ${show(square)} divides, receives ${show(depth)}: ${showShape(input)}`,
      `Dimension size must be evenly divisible by ${show(square)} but is ${show(depth)} for depthToSpace with input shape ${input.map(show).join(",")}`,
    ),
  );
  const space = [mul(height, block), mul(width, block)];
  const channels = floorDiv(depth, square);
  return [first ? [batch, channels, ...space] : [batch, ...space, channels]];
}

/** Sums of two numbers at each axis: paddings or crops. */
const sides = (arg: Arg, count: number): Sizes =>
  Array.from({ length: count }, (_, axis) => {
    const pair: unknown = isList(arg) ? arg[axis] : undefined;
    return isList(pair) ? add(sizeOf(pair[0]), sizeOf(pair[1])) : unknown;
  });

function spaceToBatch(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const block = sizesOf(call.args.blockShape);
  if (!input || !block) return [null];
  const padded = sides(call.args.paddings, block.length);
  const space = block.map((size, axis) => floorDiv(add(input[axis + 1] ?? unknown, padded[axis]!), size));
  return [[mul(input[0]!, product(block)), ...space, ...input.slice(block.length + 1)]];
}

function batchToSpace(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const block = sizesOf(call.args.blockShape);
  if (!input || !block) return [null];
  const cut = sides(call.args.crops, block.length);
  const space = block.map((size, axis) => sub(mul(input[axis + 1] ?? unknown, size), cut[axis]!));
  return [[floorDiv(input[0]!, product(block)), ...space, ...input.slice(block.length + 1)]];
}

/** Known only for whole numbers within the input, and without masks. */
function stridedSlice(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const [begin, end] = [sizesOf(call.args.begin), sizesOf(call.args.end)];
  const step = call.args.strides === undefined ? begin?.map(() => 1) : sizesOf(call.args.strides);
  const masked = ["beginMask", "endMask", "ellipsisMask", "newAxisMask", "shrinkAxisMask"].some(
    (mask) => call.args[mask] !== undefined && call.args[mask] !== 0,
  );
  if (!input || !begin || !end || !step || masked) return [null];
  return [
    input.map((size, axis) => {
      const [from, to, by] = [begin[axis] ?? 0, end[axis] ?? size, step[axis] ?? 1];
      if ([size, from, to, by].some((each) => typeof each !== "number" || each < 0) || by === 0)
        return unknown;
      const last = Math.min(to as number, size as number);
      return Math.max(0, Math.ceil((last - (from as number)) / (by as number)));
    }),
  ];
}

function broadcastTo(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const wanted = sizesOf(call.args.shape);
  if (!wanted) return [null];
  const fail = () =>
    operationProblem(
      "broadcast",
      { arg: "shape" },
      `cannot stretch ${showShape(input ?? [])} to ${showShape(wanted)}`,
      `broadcastTo(): [${(input ?? []).map(show).join(",")}] cannot be broadcast to [${wanted.map(show).join(",")}].`,
    );
  if (input && input.length > wanted.length) call.fail(fail());
  else
    input?.forEach((size, axis) => {
      if (size !== 1) call.require(eq(size, wanted[axis + wanted.length - input.length]!), fail);
    });
  return [wanted];
}

function gatherND(call: Call): readonly Shape[] {
  const [input, indices] = call.inputs;
  const depth = indices?.at(-1);
  if (!input || !indices || typeof depth !== "number") return [null];
  return [[...indices.slice(0, -1), ...input.slice(depth)]];
}

function dilation2d(call: Call): readonly Shape[] {
  const [input, filter] = call.inputs;
  if (input?.length !== 4 || filter?.length !== 3) return [null];
  const [step, dilation] = [steps(call.args.strides, 2), steps(call.args.dilations, 2)];
  const { pad } = call.args;
  const space = [0, 1].map((axis) =>
    typeof pad === "string"
      ? convLength(input[axis + 1]!, filter[axis]!, pad, step[axis]!, dilation[axis]!)
      : typeof pad === "number"
        ? add(
            floorDiv(
              add(sub(input[axis + 1]!, spanOf(filter[axis]!, dilation[axis]!)), 2 * pad),
              step[axis]!,
            ),
            1,
          )
        : unknown,
  );
  return [[input[0]!, ...space, input[3]!]];
}

function topk(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  if (!input) return [null, null];
  const k = sizeOf(call.args.k ?? 1);
  const last = input.at(-1);
  if (typeof k === "number" && typeof last === "number" && k > last)
    call.fail(
      operationProblem(
        "topk",
        { arg: "k" },
        `takes the ${k} largest of ${last} values`,
        `'k' passed to topk() must be <= the last dimension (${last}) but got ${k}`,
      ),
    );
  const shape = [...input.slice(0, -1), k];
  return [shape, shape];
}

function frame(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const [length, step] = [sizeOf(call.args.frameLength), sizeOf(call.args.frameStep)];
  if (input?.length !== 1 || isUnknownArg(call.args.padEnd) || call.args.padEnd === true) return [null];
  return [[add(floorDiv(sub(input[0]!, length), step), 1), length]];
}

const format = word("dataFormat", "“NHWC” or “NCHW”.", { default: "NHWC" });
const block = needShape("blockShape", "Size of a block along each axis.");

export const blockOperations: readonly LayerSpec[] = [
  operation(
    "depthToSpace",
    "Channels laid out as blocks of space.",
    [needInt("blockSize", "Size of a block."), format],
    depthToSpace,
  ),
  operation(
    "spaceToBatchND",
    "Blocks of space laid out along the batch.",
    [block, needShape("paddings", "[before, after] of each axis.")],
    spaceToBatch,
  ),
  operation(
    "batchToSpaceND",
    "The batch laid out as blocks of space.",
    [block, needShape("crops", "[before, after] of each axis.")],
    batchToSpace,
  ),
  operation(
    "stridedSlice",
    "Every n-th entry of a part.",
    [
      needShape("begin", "The first entry of each axis."),
      needShape("end", "The entry behind the last one of each axis."),
      shape("strides", "Steps."),
      ...["beginMask", "endMask", "ellipsisMask", "newAxisMask", "shrinkAxisMask"].map((name) =>
        int(name, "Axes as bits.", { default: 0 }),
      ),
    ],
    stridedSlice,
  ),
  operation("broadcastTo", "Stretched to a shape.", [needShape("shape", "The shape.")], broadcastTo),
  operation("gatherND", "Entries by their places.", [], gatherND, { inputs: ["x", "indices"] }),
  operation(
    "unsortedSegmentSum",
    "Sums of the entries that share a number.",
    [needInt("numSegments", "How many numbers there are.")],
    ({ inputs: [x, ids], args }) => [x && ids ? [sizeOf(args.numSegments), ...x.slice(ids.length)] : null],
    { inputs: ["x", "segmentIds"] },
  ),
  operation(
    "dilation2d",
    "The largest sum of each window and the filter.",
    [
      shape("strides", "Step of the window."),
      pad,
      shape("dilations", "Distance between cells.", { default: 1 }),
    ],
    dilation2d,
    { inputs: ["x", "filter"] },
  ),
  operation(
    "topk",
    "The largest values of the last axis, and where they stand.",
    [int("k", "How many.", { default: 1 })],
    topk,
  ),
  operation("diag", "Values along the diagonal of a tensor of twice the rank.", [], ({ inputs: [x] }) => [
    x ? [...x, ...x] : null,
  ]),
  operation(
    "signal.frame",
    "Overlapping pieces of a signal.",
    [
      needInt("frameLength", "Length of a piece."),
      needInt("frameStep", "Step."),
      { name: "padEnd", kind: "bool", doc: "Whether the end is padded.", default: false },
    ],
    frame,
  ),
];
