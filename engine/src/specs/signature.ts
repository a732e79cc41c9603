/**
 * A layer in a message: the arguments that decide a shape, in short.
 *
 *   briefOf(conv2d, args)   // "3 → 16, k3, s2", of TensorFlow.js's conv2d "16, k3, s2, same"
 */
import { pretty } from "../dims/index.ts";
import { axesOf, dimOf, isList, isUnknownArg } from "./arguments.ts";
import type { Args, LayerSpec } from "./spec.ts";

export const briefOf = (spec: LayerSpec, args: Args): string => spec.signature?.(args) ?? brief(args, TORCH);

/** What a library calls the arguments that matter. The first that is there counts. */
export interface Names {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly kernel: readonly string[];
  readonly stride: string;
  readonly dilation: string;
  /** A padding that goes without saying. */
  readonly noPadding: unknown;
}

const TORCH: Names = {
  from: ["inChannels", "inFeatures", "inputSize", "numEmbeddings", "in1Features"],
  to: ["outChannels", "outFeatures", "hiddenSize", "embeddingDim", "numFeatures", "embedDim", "outputSize"],
  kernel: ["kernelSize"],
  stride: "stride",
  dilation: "dilation",
  noPadding: 0,
};

export function brief(args: Args, names: Names): string {
  const first = (of: readonly string[]): unknown => {
    const name = of.find((each) => args[each] !== undefined && args[each] !== null);
    return name === undefined ? undefined : args[name];
  };
  const parts: string[] = [];
  const [from, to, kernel] = [first(names.from), first(names.to), first(names.kernel)];
  const [stride, dilation, { padding, groups }] = [args[names.stride], args[names.dilation], args];
  if (from !== undefined && to !== undefined) parts.push(`${sizes(from)} → ${sizes(to)}`);
  else if (to !== undefined) parts.push(sizes(to));
  if (kernel !== undefined) parts.push(`k${sizes(kernel)}`);
  if (stride !== null && differs(stride, 1)) parts.push(`s${sizes(stride)}`);
  if (differs(padding, names.noPadding))
    parts.push(typeof padding === "string" ? padding : `p${sizes(padding)}`);
  if (differs(dilation, 1)) parts.push(`d${sizes(dilation)}`);
  if (differs(groups, 1)) parts.push(`g${sizes(groups)}`);
  return parts.join(", ");
}

const sizes = (arg: unknown): string =>
  isUnknownArg(arg)
    ? "?"
    : isList(arg)
      ? (axesOf(arg, arg.length) ?? []).map(pretty).join("×")
      : pretty(dimOf(arg));
const differs = (arg: unknown, from: unknown): boolean =>
  arg !== undefined && (isList(arg) ? arg.some((size) => size !== from) : arg !== from);
