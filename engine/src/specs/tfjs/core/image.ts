/** Operations on images: other sizes, boxes cut out, colours. https://js.tensorflow.org/api/latest/#Operations-Images */
import { type Dim, eq, unknown } from "../../../dims/index.ts";
import { bool, isList, needShape, number, word } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import type { Call, LayerSpec, Shape } from "../../spec.ts";
import { sizeOf } from "../arguments.ts";
import { joined } from "../text.ts";
import { operation, operationProblem } from "./define.ts";

type Sizes = readonly Dim[];
const size = needShape("size", "[height, width]");

const sampling = [
  bool("alignCorners", "Whether the corners keep their values.", { default: false }),
  bool("halfPixelCenters", "Whether cells are looked at in their middle.", { default: false }),
];

/** Sizes of a pair; undefined, and a problem, where it is none. */
function pairOf(call: Call, field: string, runtime: (length: number | string) => string): Sizes | undefined {
  const arg = call.args[field];
  if (isList(arg) && arg.length === 2) return arg.map(sizeOf);
  if (isList(arg) || typeof arg === "number")
    call.fail(
      operationProblem(
        "tuple-length",
        { arg: field },
        `takes [height, width] as ${field}, not ${isList(arg) ? `${arg.length} numbers` : "one number"}`,
        runtime(isList(arg) ? arg.length : "undefined"),
      ),
    );
  return undefined;
}

function requireRank(call: Call, op: string, ranks: readonly number[], text: string): Sizes | undefined {
  const [input] = call.inputs;
  if (!input) return undefined;
  if (ranks.includes(input.length)) return input;
  call.fail(
    operationProblem(
      "rank",
      { input: 0 },
      `takes images of ${ranks.join(" or ")} axes, receives ${input.length}: ${showShape(input)}`,
      `Error in ${op}: ${text}but got rank ${input.length}.`,
    ),
  );
  return undefined;
}

const resize = (op: string) =>
  operation(`image.${op}`, "Images of another size.", [size, ...sampling], (call) => {
    const input = requireRank(call, op, [3, 4], "x must be rank 3 or 4, ");
    const wanted = pairOf(
      call,
      "size",
      (length) => `Error in ${op}: new shape must 2D, but got shape ${length}.`,
    );
    return [input ? [...input.slice(0, -3), ...(wanted ?? [unknown, unknown]), input.at(-1)!] : null];
  });

function cropAndResize(call: Call): readonly Shape[] {
  const [image, boxes] = call.inputs;
  const wanted = pairOf(
    call,
    "cropSize",
    (length) => `Error in cropAndResize: cropSize must be of length 2, but got length ${length}.`,
  );
  if (boxes && (boxes.length !== 2 || typeof boxes[1] === "number"))
    call.require(boxes.length === 2 ? eq(boxes[1]!, 4) : eq(0, 1), () =>
      operationProblem(
        "box-size",
        { input: 1 },
        `takes boxes of 4 numbers each, receives ${showShape(boxes)}`,
        `Error in cropAndResize: boxes must be have size [${show(boxes[0] ?? unknown)},4] but had shape ${joined(boxes)}.`,
      ),
    );
  if (image && image.length !== 4) requireRank(call, "cropAndResize", [4], "image must be rank 4,");
  return [image && boxes ? [boxes[0]!, ...(wanted ?? [unknown, unknown]), image.at(-1)!] : null];
}

/** Colours: the last axis holds `from` channels and then `to`. */
const colours = (name: string, what: string, from: number, to: number, summary: string) =>
  operation(`image.${name}`, summary, [], (call) => {
    const [input] = call.inputs;
    if (!input) return [null];
    if (input.length < 2) requireRank(call, what, [2, 3, 4, 5, 6], "images must be at least rank 2, ");
    const last = input.at(-1);
    if (last !== undefined)
      call.require(eq(last, from), () =>
        operationProblem(
          "image-channels",
          { input: 0 },
          `takes ${from === 1 ? "one channel" : `${from} channels`}, receives ${show(last)}: ${showShape(input)}`,
          `Error in ${what}: last dimension of ${from === 3 ? "an RGB" : "a grayscale"} image should be size ${from}, but got size ${show(last)}.`,
        ),
      );
    return [[...input.slice(0, -1), to]];
  });

const kept = (name: string, summary: string) =>
  operation(`image.${name}`, summary, [], (call) => [
    requireRank(call, name, [4], "image must be rank 4,") ?? call.inputs[0] ?? null,
  ]);

export const imageOperations: readonly LayerSpec[] = [
  resize("resizeBilinear"),
  resize("resizeNearestNeighbor"),
  operation(
    "image.cropAndResize",
    "Boxes of images at one size.",
    [
      { name: "boxInd", kind: "any", doc: "The image of each box." },
      needShape("cropSize", "[height, width]"),
      word("method", "How it looks between cells.", {
        default: "bilinear",
        choices: ["bilinear", "nearest"],
      }),
      number("extrapolationValue", "What stands outside of the image.", { default: 0 }),
    ],
    cropAndResize,
    { inputs: ["image", "boxes"] },
  ),
  kept("flipLeftRight", "Mirrored images."),
  kept("rotateWithOffset", "Turned images."),
  colours("grayscaleToRGB", "grayscaleToRGB", 1, 3, "Three equal channels."),
  colours("rgbToGrayscale", "RGBToGrayscale", 3, 1, "One channel of brightness."),
];
