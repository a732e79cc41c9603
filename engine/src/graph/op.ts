/**
 * One operation of a user's program in plain data: what is run is its name and its numbers, whichever library it is from.
 *
 *   { library: "tfjs", kind: "layer", name: "conv2d", args: { filters: 8, kernelSize: 3 }, inputShapes: [[1, 28, 28, 1]] }
 */
import { complete, isList } from "../specs/arguments.ts";
import type { Arg, Args, CallArgs, InnerLayer, LayerSpec } from "../specs/spec.ts";
import { tfjsFunctions, tfjsLayers } from "../specs/tfjs/index.ts";
import { torchFunctions, torchLayers } from "../specs/torch/index.ts";

export interface Op {
  readonly library: "torch" | "tfjs";
  readonly kind: "layer" | "function";
  readonly name: string; // the spec's name: "Conv2d", "cat", "conv2d", "depthwiseConv2d"
  /** Complete, numbers only, and cloneable between threads: `opArgs` makes them from a spec's arguments. */
  readonly args: OpArgs;
  readonly callArgs?: CallArgs;
  readonly inputShapes: readonly (readonly number[])[];
}

export type OpArgs = Readonly<Record<string, OpArg>>;
export type OpArg = Arg | InnerOp | readonly InnerOp[];
/** A layer given to a layer, by name. */
export interface InnerOp {
  readonly name: string;
  readonly args: OpArgs;
}

/** Arguments as an op carries them: specs of inner layers become their names. */
export const opArgs = (args: Args): OpArgs => mapped(args, toOp) as OpArgs;
/** The way back. Inner layers exist in TensorFlow.js alone; an unknown one stays as it is. */
export const specArgs = (args: OpArgs): Args => mapped(args, toSpec) as Args;

/** The spec of an op; undefined for a name that its library has not. */
export function specOf({
  library,
  kind,
  name,
}: Pick<Op, "library" | "kind" | "name">): LayerSpec | undefined {
  if (library === "torch") return (kind === "layer" ? torchLayers : torchFunctions).get(name);
  return (kind === "layer" ? tfjsLayers : tfjsFunctions).get(name);
}

const mapped = (args: OpArgs, map: (arg: OpArg) => OpArg): OpArgs =>
  Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, map(arg)]));

function toOp(arg: OpArg): OpArg {
  if (isInner(arg)) return { name: arg.spec.name, args: opArgs(arg.args) };
  return isList(arg) && arg.some(isInner) ? (arg.map((each) => toOp(each as OpArg)) as InnerOp[]) : arg;
}

function toSpec(arg: OpArg): OpArg {
  if (isInnerOp(arg)) {
    const spec = tfjsLayers.get(arg.name);
    return spec ? { spec, args: complete(spec, specArgs(arg.args)) } : arg;
  }
  return isList(arg) && arg.some(isInnerOp)
    ? (arg.map((each) => toSpec(each as OpArg)) as InnerLayer[])
    : arg;
}

const isObject = (arg: unknown): arg is object => typeof arg === "object" && arg !== null;
const isInner = (arg: unknown): arg is InnerLayer => isObject(arg) && "spec" in arg && "args" in arg;
const isInnerOp = (arg: unknown): arg is InnerOp => isObject(arg) && "name" in arg && "args" in arg;
