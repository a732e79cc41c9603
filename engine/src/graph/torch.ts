/** PyTorch's layers and functions as runnables: the layers of `nn` and the functions of `ops`, nothing of their own. */

import { executor } from "../execution/default.ts";
import { Layer } from "../nn/layer.ts";
import { manualSeed } from "../random/generator.ts";
import type { Args, CallArgs } from "../specs/spec.ts";
import { torchFunctions, torchLayers } from "../specs/torch/index.ts";
import { runFunction } from "../tensor/function.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { observed } from "./algorithm.ts";
import { type Op, specArgs } from "./op.ts";
import { checkWeight, type Runnable } from "./runnable.ts";

/** undefined where no kernel computes it. Throws a ConvLensError where PyTorch's constructor does. */
export function torchRunnable(op: Op, seed: number): Runnable | undefined {
  return op.kind === "layer" ? torchLayer(op, seed) : torchFunction(op);
}

function torchLayer({ name, args, inputShapes }: Op, seed: number): Runnable | undefined {
  const plain = torchLayers.get(name)?.materialize?.(specArgs(args), inputShapes[0] ?? null);
  const made = plain ?? { name, args: specArgs(args) };
  if (!executor.computes(torchLayers.get(made.name)!)) return undefined;
  manualSeed(seed);
  return new TorchLayer(made.name, made.args);
}

const EVERY_LAYER = [...torchLayers.values()];

/** A layer in evaluation whose tensors can be replaced one by one. */
class TorchLayer extends Layer implements Runnable {
  algorithm = "";
  private readonly name: string;

  constructor(name: string, args: Args) {
    super(name, EVERY_LAYER, [args]);
    this.name = name;
    this.eval();
  }

  /** Where kernels read: weights that are used once or twice are not copied there first. */
  protected override room(count: number): Float32Array {
    return executor.memory.floats(count);
  }

  get weights(): ReadonlyMap<string, Tensor> {
    return new Map([...this.ownParameters(), ...this.ownBuffers()]);
  }

  setWeight(name: string, value: Tensor): void {
    checkWeight(this.weights, name, value);
    this.setOwn(name, value);
  }

  run(inputs: readonly Tensor[], callArgs: CallArgs = {}): readonly Tensor[] {
    // states and masks that are known by their shapes alone stay at what they are by default
    const params = torchLayers.get(this.name)!.callParams?.filter(({ kind }) => kind !== "tensor") ?? [];
    const options = Object.fromEntries(params.map(({ name }) => [name, callArgs[name]]));
    const { result, algorithm } = observed(() => [this.forward(...inputs, options)].flat(2) as Tensor[]);
    this.algorithm = algorithm;
    return result;
  }
}

function torchFunction({ name, args }: Op): Runnable | undefined {
  const spec = torchFunctions.get(name);
  if (!spec || !executor.computes(spec)) return undefined;
  let algorithm = "";
  return {
    weights: new Map(),
    setWeight: (weight, value) => checkWeight(new Map(), weight, value),
    run(inputs, callArgs = {}) {
      const ran = observed(() => runFunction(spec, inputs, { ...specArgs(args), ...callArgs }));
      algorithm = ran.algorithm;
      return ran.result;
    },
    get algorithm() {
      return algorithm;
    },
  };
}
