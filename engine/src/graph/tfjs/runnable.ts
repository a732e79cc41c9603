/** TensorFlow.js's layers and core operations as runnables. */
import "./families.ts";
import { manualSeed } from "../../random/generator.ts";
import { complete } from "../../specs/arguments.ts";
import { construct, infer } from "../../specs/run.ts";
import type { Args, CallArgs, LayerSpec } from "../../specs/spec.ts";
import { cellsOf, isInner } from "../../specs/tfjs/recurrent.ts";
import { throwFirst } from "../../tensor/function.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { observed } from "../algorithm.ts";
import { type Op, specArgs, specOf } from "../op.ts";
import { checkWeight, type Runnable } from "../runnable.ts";
import { type Compute, layerTable, operationTable } from "./job.ts";
import { isCell } from "./recurrent.ts";
import { initialWeights } from "./weights.ts";

/** undefined where nothing here computes it. Throws a ConvLensError where TensorFlow.js's constructor does. */
export function tfjsRunnable(op: Op, seed: number): Runnable | undefined {
  const spec = specOf(op)!;
  const args = complete(spec, specArgs(op.args));
  const compute = op.kind === "layer" ? layerOf(spec, args) : operationOf(spec);
  if (!compute) return undefined;
  throwFirst(construct(spec, args).problems);
  manualSeed(seed);
  return new TfjsRunnable(spec, args, compute, op);
}

function layerOf(spec: LayerSpec, { layer, cell }: Args): Compute | undefined {
  const cells = cell === undefined ? [] : cellsOf(cell);
  const known =
    (layer === undefined || (isInner(layer) && layerOf(layer.spec, layer.args))) &&
    cells?.every((inner) => isCell(inner.spec.name));
  return known ? layerTable.get(spec.name) : undefined;
}

function operationOf({ name, params }: LayerSpec): Compute | undefined {
  const operation = operationTable.get(name);
  const known = operation?.params.every((needed) => params.some((param) => param.name === needed));
  return known ? operation!.compute : undefined;
}

class TfjsRunnable implements Runnable {
  readonly weights: Map<string, Tensor>;
  algorithm = "";
  private readonly spec: LayerSpec;
  private readonly args: Args;
  private readonly compute: Compute;
  private readonly callArgs: CallArgs;

  constructor(spec: LayerSpec, args: Args, compute: Compute, { inputShapes, callArgs }: Op) {
    this.spec = spec;
    this.args = args;
    this.compute = compute;
    this.weights = initialWeights(spec, args, inputShapes);
    this.callArgs = { ...callArgs, ...(this.weights.size > 0 && { built: inputShapes[0]! }) };
  }

  setWeight(name: string, value: Tensor): void {
    checkWeight(this.weights, name, value);
    this.weights.set(name, value);
  }

  run(inputs: readonly Tensor[], callArgs: CallArgs = {}): readonly Tensor[] {
    const shapes = inputs.map(({ shape }) => shape);
    throwFirst(infer(this.spec, this.args, shapes, { callArgs: { ...this.callArgs, ...callArgs } }).problems);
    const weights = Object.fromEntries(this.weights);
    const { result, algorithm } = observed(() => this.compute({ args: this.args, inputs, weights }));
    this.algorithm = algorithm;
    return [result].flat() as Tensor[];
  }
}
