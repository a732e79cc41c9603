/** One layer or function that is being exported, as the exporter of its kind sees it. */
import {
  type Arg,
  type Args,
  axesOf,
  type Dim,
  divideExactly,
  isDim,
  isList,
  isUnknown,
  pretty,
  type Shape,
  sub,
  type Window,
} from "../../specs/index.ts";
import { each, windowsOf } from "../../specs/torch/window.ts";
import type { Attribute } from "../format/model.ts";
import { int, ints } from "../format/write.ts";
import { type Emitter, ExportError, type WeightValues } from "./emitter.ts";

/** Emits the nodes of a layer; gives the names of its outputs. */
export type Exporter = (call: ExportCall) => readonly string[];

export interface ExportNode {
  /** Unique in the model: "layer1.conv1". Its nodes begin with it. */
  readonly label: string;
  /** Of PyTorch's layers or functions: "Conv2d", "cat"; or of TensorFlow.js's layers: "conv2d". */
  readonly name: string;
  /** Whose name that is; PyTorch's unless told. */
  readonly library?: "torch" | "tfjs";
  /** A layer of PyTorch that takes and gives channels last, as MLX has them. */
  readonly channelsLast?: boolean;
  readonly args: Args;
  readonly callArgs: Args;
  readonly inputs: readonly string[];
  readonly inputShapes: readonly Shape[];
  readonly outputShapes: readonly Shape[];
  readonly weights: ReadonlyMap<string, WeightValues>;
  /** What its weights are called in the file: "layer1.conv1" gives "layer1.conv1.weight". */
  readonly weightsName: string;
}

export class ExportCall {
  readonly node: ExportNode;
  readonly emit: Emitter;

  constructor(node: ExportNode, emit: Emitter) {
    this.node = node;
    this.emit = emit;
  }

  refuse(why: string): ExportError {
    return new ExportError(`${this.node.label} (${this.node.name}) cannot be exported: ${why}`);
  }

  get input(): string {
    return this.node.inputs[0]!;
  }
  /** Throws where not even the rank is known. */
  shapeOf(i: number): readonly Dim[] {
    const shape = this.node.inputShapes[i];
    if (!shape) throw this.refuse("the shape of its input is not known");
    return shape;
  }
  get shape(): readonly Dim[] {
    return this.shapeOf(0);
  }
  get outputShape(): readonly Dim[] {
    const [shape] = this.node.outputShapes;
    if (!shape) throw this.refuse("the shape of its output is not known");
    return shape;
  }

  /** A node with one output. */
  op(name: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.emit.node(this.node.label, name, inputs, attributes)[0]!;
  }
  ops(
    name: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: number,
  ): string[] {
    return this.emit.node(this.node.label, name, inputs, attributes, outputs);
  }

  number(name: string): number {
    const value = this.node.args[name];
    if (typeof value === "number") return value;
    throw this.refuse(
      isDim(value) ? `${name} is ${pretty(value)}, not a number` : `${name} is known at run time only`,
    );
  }
  flag(name: string): boolean {
    const value = this.node.args[name];
    if (typeof value === "object" && value !== null) throw this.refuse(`${name} is known at run time only`);
    return Boolean(value);
  }
  word(name: string): string {
    const value = this.node.args[name];
    return typeof value === "string" ? value : "";
  }
  /** One number an axis. */
  axes(name: string, rank: number, arg: Arg = this.node.args[name]): number[] {
    const sizes = axesOf(arg, rank);
    const open = sizes?.find((size) => typeof size !== "number");
    if (!sizes || (open !== undefined && isUnknown(open)))
      throw this.refuse(`${name} is known at run time only`);
    if (open !== undefined)
      throw this.refuse(`${name} is ${pretty(open)}, which is open; give it with --input`);
    return sizes as number[];
  }
  /** How its windows lie, one number an axis. */
  windows(rank: number): {
    readonly [name in keyof Window]: readonly number[];
  } & { readonly pads: readonly number[] } {
    const windows = windowsOf(this.node.args, rank);
    const numbers = (name: keyof Window, arg: string): number[] => this.axes(arg, rank, each(windows, name));
    const [low, high] = [numbers("low", "padding"), numbers("high", "padding")];
    return {
      kernel: numbers("kernel", "kernelSize"),
      stride: numbers("stride", "stride"),
      dilation: numbers("dilation", "dilation"),
      low,
      high,
      pads: [...low, ...high],
    };
  }
  /** A list of any length. */
  list(name: string): Dim[] {
    const value = this.node.args[name];
    const items = isList(value) ? value : [value];
    if (!items.every(isDim)) throw this.refuse(`${name} is known at run time only`);
    return items as Dim[];
  }
  /** An axis from the start. */
  axis(name: string, rank = this.shape.length): number {
    const axis = this.number(name);
    return axis < 0 ? axis + Math.max(rank, 1) : axis;
  }
  isGiven(name: string): boolean {
    const value = this.node.args[name];
    return value !== null && value !== undefined;
  }

  tensor(name: string): WeightValues {
    const found = this.node.weights.get(name);
    if (!found) throw this.refuse(`it has no ${name}`);
    return found;
  }
  has(name: string): boolean {
    return this.node.weights.has(name);
  }
  /** A learned tensor as it is; with `dims`, under another shape; with `values`, changed and under another name. */
  weight(name: string, dims?: readonly number[], values?: Float32Array, suffix = ""): string {
    const { shape, data } = this.tensor(name);
    return this.emit.weight(`${this.node.weightsName}.${name}${suffix}`, dims ?? shape, values ?? data);
  }
  /** Ones or zeros in place of a learned tensor. */
  filled(count: number, value: number): string {
    return this.emit.floats(new Array<number>(count).fill(value));
  }

  transpose(value: string, order: readonly number[]): string {
    return this.op("Transpose", [value], { perm: ints(order) });
  }
  unsqueeze(value: string, axes: readonly number[]): string {
    return this.op("Unsqueeze", [value, this.emit.ints(axes)]);
  }
  squeeze(value: string, axes: readonly number[]): string {
    return this.op("Squeeze", [value, this.emit.ints(axes)]);
  }
  /** Reductions took their axes as an attribute before operator set 18. */
  reduce(name: string, value: string, axes: readonly number[], keep: boolean): string {
    const keepdims = int(Number(keep));
    return this.emit.opset < 18 && name !== "ReduceSum"
      ? this.op(name, [value], { axes: ints(axes), keepdims })
      : this.op(name, [value, this.emit.ints(axes)], { keepdims });
  }

  /**
   * `value` of the shape `from` as `to`. Free sizes stay free: an axis is copied, inferred, or read at run time from a value
   * that has it.
   */
  reshape(value: string, from: readonly Dim[], to: readonly Dim[]): string {
    const free = to.flatMap((size, axis) =>
      typeof size === "number" || (from[axis] === size && !isUnknown(size)) ? [] : [axis],
    );
    if (free.length > 1) return this.op("Reshape", [value, this.sizes(to)]);
    const target = to.map((size, axis) => (typeof size === "number" ? size : free.includes(axis) ? -1 : 0));
    if (to.includes(0)) throw this.refuse("it has an axis of size 0");
    return this.op("Reshape", [value, this.emit.ints(target)]);
  }

  /** Sizes as a tensor of whole numbers; the free ones are read from shapes at run time. */
  sizes(dims: readonly Dim[]): string {
    if (dims.every((dim) => typeof dim === "number")) return this.emit.ints(dims as number[]);
    const parts = dims.map((dim) => this.size(dim));
    return parts.length === 1 ? parts[0]! : this.op("Concat", parts, { axis: int(0) });
  }

  /** One size as a tensor of one number: that of an axis, or one that differs from it by a factor or a number. */
  private size(size: Dim): string {
    if (typeof size === "number") return this.emit.ints([size]);
    const exact = this.emit.sizes.get(size);
    if (exact) return this.read(exact);
    for (const [own, place] of this.emit.sizes) {
      const [times, part, more] = [divideExactly(size, own), divideExactly(own, size), sub(size, own)];
      if (typeof times === "number") return this.op("Mul", [this.read(place), this.emit.ints([times])]);
      if (typeof part === "number") return this.op("Div", [this.read(place), this.emit.ints([part])]);
      if (typeof more === "number") return this.op("Add", [this.read(place), this.emit.ints([more])]);
    }
    throw this.refuse(`no tensor has the size ${pretty(size)}, which is open; give it with --input`);
  }

  private read({ value, axis }: { readonly value: string; readonly axis: number }): string {
    const shape = this.emit.shapeOf(value, this.node.label);
    return this.op("Gather", [shape, this.emit.ints([axis])], { axis: int(0) });
  }

  /** All sizes as numbers, for what ONNX can only do then. */
  numbers(shape: readonly Dim[], what: string): number[] {
    const open = shape.find((size) => typeof size !== "number");
    if (open !== undefined)
      throw this.refuse(`${what} must be known, and ${pretty(open)} is open; give it with --input`);
    return shape as number[];
  }
}
