/**
 * Inputs that nobody has given a shape take the one their first layer asks for: Conv2d(3, …) makes x [N, 3, H, W].
 */
import { type Args, type Dim, format, infer, isUnknown, type LayerSpec, type Shape, symbol } from "@convlens/engine/specs";
import type { Run } from "./run.ts";
import type { Application, Tensor } from "./values.ts";

/** Settles the open input that `tensor` is, or that it was made from by layers which keep its channels. */
export function settleOpenInput(run: Run, spec: LayerSpec, args: Args, tensor: Tensor | undefined): void {
  if (!tensor || tensor.shape) return;
  const found = openSource(tensor);
  const hint = found && spec.inputHint?.(args);
  if (!hint || !found.steps.every((step) => keepsChannels(step, hint))) return;
  found.input.shape = hint.map((dim) => fresh(run, dim));
  found.input.open = false;
  if (spec.anyRank) found.input.assumed = true;
}

/** The open input behind a tensor, and the steps between them. */
function openSource(tensor: Tensor): { readonly input: Tensor; readonly steps: readonly Application[] } | undefined {
  const steps: Application[] = [];
  let at: Tensor | undefined = tensor;
  while (at && !at.open) {
    const { producer }: Tensor = at;
    if (!producer || producer.inputs.length !== 1 || steps.length > 20) return undefined;
    steps.push(producer);
    at = producer.inputs[0];
  }
  return at && { input: at, steps };
}

/** Whether the step makes of such a shape one with the same rank and the same channels: padding, pooling, activations do. */
function keepsChannels({ spec, args, callArgs }: Application, shape: NonNullable<Shape>): boolean {
  const [output] = infer(spec, args, [shape], callArgs ? { callArgs } : {}).outputs;
  return output?.length === shape.length && shape.every((dim, i) => typeof dim !== "number" || dim === output[i]);
}

/** A free axis gets a name of its own; only the batch is the same for all inputs. */
function fresh(run: Run, dim: Dim): Dim {
  if (typeof dim === "number" || isUnknown(dim)) return dim;
  const name = format(dim);
  if (!/^[A-Z]$/.test(name) || name === "N") return dim;
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name}${n}`;
    if (run.names.has(candidate)) continue;
    run.names.add(candidate);
    return symbol(candidate);
  }
}
