/** Upsample and F.interpolate. https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html */
import { all, type Dim, ge, mul, unknown } from "../../dims/index.ts";
import { bool, dimOf, ints, isList, isUnknownArg, word, wordOf } from "../arguments.ts";
import { functionDocs, rankProblem, show, showShape, torchDocs } from "../layer.ts";
import { float, list, tuple } from "../python.ts";
import type { Arg, Args, Call, LayerSpec, Param, Problem, Shape } from "../spec.ts";

const MODES: Readonly<Record<string, number | undefined>> = {
  nearest: undefined,
  "nearest-exact": undefined,
  area: undefined,
  linear: 3,
  bilinear: 4,
  bicubic: 4,
  trilinear: 5,
};

/** A factor of 0 is none: Python takes it for false. */
const scaleOf = (args: Args): Arg => (args.scaleFactor === 0 ? null : (args.scaleFactor ?? null));

const params: readonly Param[] = [
  ints("size", "Sizes of the output's spatial axes.", { default: null }),
  {
    ...ints("scaleFactor", "How many times larger each axis becomes; fractions allowed.", { default: null }),
    kind: "any",
  },
  word("mode", "How values between cells are made.", { default: "nearest", choices: Object.keys(MODES) }),
  bool("alignCorners", "Whether the corner cells of input and output lie on each other.", { default: null }),
];

function inferUpsample(call: Call): Shape {
  const { args } = call;
  const [input] = call.inputs;
  if (!input) return null;
  const mode = wordOf(args.mode) ?? "nearest";
  const problem = validate(args, mode, input);
  if (problem) {
    call.fail(problem);
    return null;
  }
  const space = input.slice(2);
  const size = args.size ?? null;
  const sizes =
    size !== null
      ? isList(size)
        ? size.map(dimOf)
        : space.map(() => dimOf(size))
      : scaled(args.scaleFactor, space);
  // PyTorch computes “area” by adaptive pooling, which may give an empty map and takes no channels
  const least = mode === "area" ? 0 : 1;
  const channels = call.require(ge(input[1]!, least), () =>
    rankProblem(
      `receives no channels: ${showShape(input)}`,
      `Non-empty ${input.length}D data tensor expected but got a tensor with sizes ${list(input)}`,
    ),
  );
  if (!channels) return [...input.slice(0, 2), ...sizes];
  for (const out of sizes) {
    const fine = call.require(all(ge(out, least), ...space.map((cells) => ge(cells, 1))), () => ({
      code: "upsample",
      stage: "forward",
      at: { arg: size === null ? "scaleFactor" : "size" },
      message: `gives an empty map: ${sizes.map(show).join(" × ")}`,
      runtime: `Input and output sizes should be greater than 0, but got input ${named(space)}${space.length === 1 ? " and" : ""} output ${named(sizes)}`,
      exception: "RuntimeError",
    }));
    if (!fine) break;
  }
  return [...input.slice(0, 2), ...sizes];
}

/** (H: 4, W: 4) */
const named = (sizes: readonly Dim[]): string =>
  `(${sizes.map((size, i) => `${["D", "H", "W"].slice(-sizes.length)[i]}: ${show(size)}`).join(", ")})`;

function validate(args: Args, mode: string, input: readonly Dim[]) {
  const at = (arg: string) => ({ arg });
  const fail = (message: string, runtime: string, where: string, exception: string): Problem => ({
    code: "upsample",
    stage: "forward",
    at: at(where),
    message,
    runtime,
    exception,
  });
  const size = args.size ?? null;
  const scale = scaleOf(args);
  if (size === null && scale === null)
    return fail(
      "needs a size or a scaleFactor",
      "either size or scale_factor should be defined",
      "size",
      "ValueError",
    );
  if (size !== null && scale !== null)
    return fail(
      "takes a size or a scaleFactor, not both",
      "only one of size or scale_factor should be defined",
      "scaleFactor",
      "ValueError",
    );
  const interpolates = Object.hasOwn(MODES, mode) && MODES[mode] !== undefined;
  if (
    !interpolates &&
    args.alignCorners !== null &&
    args.alignCorners !== undefined &&
    !isUnknownArg(args.alignCorners)
  ) {
    return fail(
      `takes alignCorners only with linear, bilinear, bicubic or trilinear, not ${mode}`,
      "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear",
      "alignCorners",
      "ValueError",
    );
  }
  if (typeof args.alignCorners === "number")
    return fail(
      "takes true or false as alignCorners",
      `upsample_${mode}${input.length - 2}d() received an invalid combination of arguments`,
      "alignCorners",
      "TypeError",
    );
  const given = size ?? scale;
  if (isList(given) && given.length !== input.length - 2) {
    return fail(
      `takes one ${size === null ? "scaleFactor" : "size"} or ${input.length - 2}, not ${given.length}`,
      `Input and ${size === null ? "scale_factor" : "output"} must have the same number of spatial dimensions, but got input with spatial dimensions of ${list(input.slice(2))} and ${size === null ? "scale_factor of shape" : "output size of"} ${tuple(size === null ? given.map(float) : given)}. Please provide input tensor in (N, C, d1, d2, ...,dK) format and ${size === null ? "scale_factor" : "output size"} in ${size === null ? "(s1, s2, ...,sK)" : "(o1, o2, ...,oK)"} format.`,
      size === null ? "scaleFactor" : "size",
      "ValueError",
    );
  }
  const notSupported = `Input Error: Only 3D, 4D and 5D input Tensors supported (got ${input.length}D) for the modes: nearest | linear | bilinear | bicubic | trilinear | area | nearest-exact (got ${mode})`;
  if (!Object.hasOwn(MODES, mode) || input.length < 3 || input.length > 5) {
    if (!(mode in MODES))
      return fail(`does not know the mode "${mode}"`, notSupported, "mode", "NotImplementedError");
    return rankProblem(
      `takes 3, 4 or 5 axes, receives ${input.length}: ${showShape(input)}`,
      notSupported,
      "NotImplementedError",
    );
  }
  if (interpolates && MODES[mode] !== input.length) {
    return fail(
      `in ${mode} mode takes ${MODES[mode]} axes, receives ${input.length}: ${showShape(input)}`,
      mode === "bicubic"
        ? notSupported
        : `Got ${input.length}D input, but ${mode} mode needs ${MODES[mode]}D input`,
      "mode",
      "NotImplementedError",
    );
  }
  return undefined;
}

/** ⌊size · scale⌋ */
function scaled(scale: unknown, space: readonly Dim[]): Dim[] {
  return space.map((size, i) => {
    const factor = isList(scale) ? scale[i] : scale;
    if (typeof factor !== "number") return isUnknownArg(factor) ? unknown : mul(size, dimOf(factor));
    if (Number.isInteger(factor)) return mul(size, factor);
    return typeof size === "number" ? Math.floor(size * factor) : unknown;
  });
}

/** With a size PyTorch prints it as passed, a scale always as floats. */
function reprOf(args: Args): string {
  const scale = scaleOf(args);
  const printed = isList(scale) ? tuple(scale.map(float)) : float(scale);
  const size = isList(args.size) ? tuple(args.size) : args.size === null ? "None" : String(args.size);
  return `${scale !== null ? `scale_factor=${printed}` : `size=${size}`}, mode=${args.mode}`;
}

const upsample = (name: string, summary: string, extra: Partial<LayerSpec>): LayerSpec => ({
  name,
  kind: "layer",
  summary,
  docs: torchDocs(name),
  params,
  infer: (call) => [inferUpsample(call)],
  macs: () => 0,
  repr: reprOf,
  ...extra,
});

export const upsampleSpecs: readonly LayerSpec[] = [
  upsample("Upsample", "Enlarges maps by copying or interpolating values.", {}),
  upsample("UpsamplingNearest2d", "Enlarges maps by copying values.", { params: params.slice(0, 2) }),
  upsample("UpsamplingBilinear2d", "Enlarges maps by bilinear interpolation with aligned corners.", {
    params: params.slice(0, 2),
  }),
];
export const interpolate: LayerSpec = upsample("interpolate", "Resizes maps.", {
  kind: "function",
  inFunctional: true,
  docs: functionDocs("nn.functional.interpolate"),
});
