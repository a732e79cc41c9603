/**
 * zeroPadding2d, cropping2D and upSampling2d: layers that only move the borders of a map.
 * https://js.tensorflow.org/api/latest/#layers.zeroPadding2d
 */
import { add, type Dim, isOpen, mul, open, sub, unknown } from "../../dims/index.ts";
import { isDim, isList, isUnknownArg, shape, word } from "../arguments.ts";
import type { Arg, Args, LayerSpec } from "../spec.ts";
import { type CheckCall, fieldProblem, isGiven, perAxis, requireDataFormat, sizeOf } from "./arguments.ts";
import { dataFormat, imageOf } from "./image.ts";
import { layer } from "./layer.ts";
import { json } from "./text.ts";

/** [before, after] of each axis from n, [h, w] or [[top, bottom], [left, right]]. */
function borders(arg: Arg): readonly (readonly [Dim, Dim])[] {
  const side = (size: unknown): readonly [Dim, Dim] => {
    if (isList(size)) return [sizeOf(size[0]), sizeOf(size[1])];
    return [sizeOf(size), sizeOf(size)];
  };
  if (isUnknownArg(arg)) return [side(unknown), side(unknown)];
  return isList(arg) ? [side(arg[0]), side(arg[1])] : [side(arg), side(arg)];
}

const zeroPadding2d: LayerSpec = layer({
  name: "zeroPadding2d",
  summary: "Adds rows and columns of zeros.",
  params: [
    shape("padding", "Cells to add: n, [h, w] or [[top, bottom], [left, right]].", { default: 1 }),
    dataFormat,
  ],
  rank: 4,
  check(call) {
    checkPadding(call);
    requireDataFormat(call);
  },
  output(args, input) {
    const { space, channels, with: make } = imageOf(args, input);
    const sides = borders(args.padding ?? 1);
    return [
      make(
        channels,
        space.map((size, axis) => add(size, add(...sides[axis]!))),
      ),
    ];
  },
  macs: () => 0,
  margins: true,
});

function checkPadding({ args, fail }: CheckCall): void {
  const { padding } = args;
  if (!isGiven(padding) || isUnknownArg(padding) || isDim(padding)) return;
  const pair = (what: string, value: unknown): boolean => {
    if (isUnknownArg(value) || (isList(value) && value.length === 2)) return true;
    const length = isList(value) || typeof value === "string" ? value.length : undefined;
    fail(
      fieldProblem(
        "padding",
        "tuple-length",
        `takes two numbers as ${what}, not ${isList(value) ? value.length : json(value)}`,
        `ZeroPadding2D expects ${what} to be a length-2 array, but received a length-${length} array.`,
      ),
    );
    return false;
  };
  if (!pair("padding", padding) || isDim((padding as readonly unknown[])[0])) return;
  const [height, width] = padding as readonly unknown[];
  if (pair("height padding", height)) pair("width padding", width);
}

const cropping2D: LayerSpec = layer({
  name: "cropping2D",
  summary: "Cuts rows and columns off.",
  params: [
    shape("cropping", "Cells to cut: n, [h, w] or [[top, bottom], [left, right]].", { required: true }),
    dataFormat,
  ],
  rank: 4,
  check({ given, fail }) {
    const { cropping } = given;
    const [first] = isList(cropping) ? cropping : [cropping];
    if (
      !isGiven(cropping) ||
      first === null ||
      typeof cropping === "string" ||
      typeof cropping === "boolean"
    ) {
      fail(
        fieldProblem(
          "cropping",
          "argument-missing",
          "needs cropping: n, [h, w] or [[top, bottom], [left, right]]",
          "Cannot read properties of undefined (reading '0')",
          "TypeError",
        ),
      );
    }
  },
  accept(call) {
    const { cropping } = call.args;
    if (isList(cropping) && cropping.length < 2) {
      call.fail({
        code: "tuple-length",
        stage: "forward",
        at: { arg: "cropping" },
        message: `needs two entries as cropping, not ${cropping.length}: the width of the output is not a number`,
      });
      return false;
    }
    return true;
  },
  output(args, input) {
    const { space, channels, with: make } = imageOf(args, input);
    const sides = borders(args.cropping);
    // null − 2 is −2 in JavaScript: an open size counts as 0
    return [
      make(
        channels,
        space.map((size, axis) => sub(isOpen(size) ? 0 : size, add(...sides[axis]!))),
      ),
    ];
  },
  macs: () => 0,
  margins: true,
});

const INTERPOLATIONS = ["nearest", "bilinear"];

const upSampling2d: LayerSpec = layer({
  name: "upSampling2d",
  summary: "Repeats rows and columns, or interpolates between them.",
  params: [
    shape("size", "Factors [h, w].", { default: [2, 2] }),
    dataFormat,
    word("interpolation", "“nearest” or “bilinear”.", {
      default: "nearest",
      choices: INTERPOLATIONS,
    }),
  ],
  readsConfig: "size",
  rank: 4,
  check(call) {
    requireDataFormat(call);
    checkInterpolation(call);
  },
  accept(call) {
    const { size } = call.args;
    if (typeof size === "number" || (isList(size) && size.length < 2)) {
      call.fail({
        code: "upsample-size",
        stage: "forward",
        at: { arg: "size" },
        message: `needs two factors as size, not ${json(size)}: the size of the output is not a number`,
        expected: factors(call.args),
        received: size as Arg,
      });
    }
    return true;
  },
  output(args, input) {
    const { space, channels, with: make } = imageOf(args, input);
    const by = factors(args);
    return [
      make(
        channels,
        space.map((size, axis) => (isOpen(size) ? open : mul(size, by[axis]!))),
      ),
    ];
  },
  macs: () => 0,
});

function checkInterpolation({ args, fail }: CheckCall): void {
  const { interpolation } = args;
  if (
    !isGiven(interpolation) ||
    isUnknownArg(interpolation) ||
    INTERPOLATIONS.includes(interpolation as string)
  )
    return;
  fail(
    fieldProblem(
      "interpolation",
      "argument-value",
      `takes interpolation "nearest" or "bilinear", not ${json(interpolation)}`,
      `${json(interpolation)} is not a valid InterpolationFormat.  Valid values are nearest,bilinear or null/undefined.`,
    ),
  );
}

/** The factors as they were meant where one number stands for both. */
function factors(args: Args): Dim[] {
  const size = args.size ?? [2, 2];
  return perAxis(isList(size) && size.length === 1 ? sizeOf(size[0]) : size, 2);
}

export const spatialSpecs: readonly LayerSpec[] = [zeroPadding2d, cropping2D, upSampling2d];
