/**
 * Inputs that nobody has given a shape take the one their first layer asks for: Conv2d(3, …) makes x [N, 3, H, W].
 */
import {
  type Args,
  type Dim,
  format,
  infer,
  isUnknown,
  type LayerSpec,
  type Shape,
  symbol,
} from "@convlens/engine/specs";
import { UNKNOWN } from "../../facts/value.ts";
import type { Application, Tensor, Value } from "../../facts/values.ts";
import { freshName } from "../machine/free.ts";
import type { Run } from "../machine/run.ts";

/** Settles the open input that `tensor` is, or that it was made from by padding, activations, permutations, … */
export function settleOpenInput(run: Run, spec: LayerSpec, args: Args, tensor: Tensor | undefined): void {
  if (!tensor || tensor.shape?.some((dim) => !isUnknown(dim))) return;
  const found = openSource(tensor);
  const hint = found && spec.inputHint?.(args);
  const shape = hint && found.steps.reduce<Shape>((after, step) => after && shapeBefore(step, after), hint);
  if (!shape) return;
  found.input.shape = shape.map((dim) => fresh(run, dim));
  found.input.open = false;
  if (spec.anyRank) found.input.assumed = true;
  run.awaited?.delete(found.input);
  if (run.awaited?.size === 0) throw ALL_SETTLED;
}

/** Thrown when a silent try has found what it looked for. */
const ALL_SETTLED = new Error("every input has its shape");

/**
 * Runs `body` with open inputs. Their shapes are found by a silent try, so that the real run knows them from the first
 * line on (`const batch = x.shape[0]`).
 */
export function withOpenInputs(run: Run, args: readonly Value[], body: () => Value): Value {
  const inputs = args.flatMap((arg) => (arg.kind === "object" ? [...arg.fields.values()] : [arg]));
  const open = inputs.flatMap((arg) => (arg.kind === "tensor" && arg.tensor.open ? [arg.tensor] : []));
  if (open.length > 0) trySilently(run, new Set(open), body);
  for (const tensor of open) if (!tensor.shape) settleByNames(run, tensor);
  for (const { shape } of open)
    for (const dim of shape ?? [])
      if (typeof dim !== "number" && format(dim) !== "N") run.names.add(format(dim));
  return body();
}

/** No layer tells, but the source takes the shape apart: `const [b, t, c] = x.shape`. There may be more axes than it names. */
function settleByNames(run: Run, tensor: Tensor): void {
  if (!tensor.sizeNames) return;
  tensor.shape = tensor.sizeNames.map((name, i) => symbol(freshName(run, name ?? (i === 0 ? "N" : `d${i}`))));
  tensor.open = false;
  tensor.assumed = true;
}

/** `x.shape[i]` of an input whose rank nobody knows: a size of its own, the same each time. */
export function sizeOfOpen(run: Run, tensor: Tensor, axis: number): Value {
  if (!tensor.open || run.awaited || axis > 8) return UNKNOWN;
  const key = `${tensor.id}.${axis}`;
  let known = run.openSizes.get(key);
  if (!known) {
    known = symbol(freshName(run, axis === 0 ? "N" : `d${axis}`), { min: 0 });
    run.openSizes.set(key, known);
  }
  return { kind: "size", dim: known };
}

/** What the try records and marks is forgotten. */
function trySilently(run: Run, open: Set<Tensor>, body: () => Value): void {
  const names = new Set(run.names);
  const executed = new Set(run.executed);
  const functions = new Map(run.functions);
  const sizes = new Map(run.openSizes);
  const records: unknown[][] = [
    run.applications,
    run.layers,
    run.bindings,
    run.mentions,
    run.references,
    run.moduleUses,
    run.conditions,
    run.gaps,
    run.models,
    run.instances,
  ];
  const lengths = records.map((list) => list.length);
  const before = run.awaited;
  run.awaited = open;
  run.quiet++;
  try {
    run.heap.attempt(body);
  } catch (error) {
    if (error !== ALL_SETTLED) throw error;
  } finally {
    run.quiet--;
    run.awaited = before;
    for (const [i, list] of records.entries()) list.length = lengths[i]!;
    restore(run.names, names);
    restore(run.executed, executed);
    run.openSizes.clear();
    for (const [key, dim] of sizes) run.openSizes.set(key, dim);
    run.functions.clear();
    for (const [fn, fact] of functions) run.functions.set(fn, fact);
  }
}

function restore<T>(set: Set<T>, before: ReadonlySet<T>): void {
  set.clear();
  for (const element of before) set.add(element);
}

/** The open input behind a tensor, and the steps between them. */
function openSource(
  tensor: Tensor,
): { readonly input: Tensor; readonly steps: readonly Application[] } | undefined {
  const steps: Application[] = [];
  let at: Tensor | undefined = tensor;
  while (at && !at.open) {
    const { producer }: Tensor = at;
    if (producer?.inputs.length !== 1 || steps.length > 20) return undefined;
    steps.push(producer);
    at = producer.inputs[0];
  }
  return at && { input: at, steps };
}

type Sizes = NonNullable<Shape>;

/** A shape of which the step makes one like `after`: the same channels, the axes in another order, or one axis less. */
function shapeBefore({ spec, args, callArgs }: Application, after: Sizes): Shape {
  const outputOf = (shape: Sizes): Shape =>
    infer(spec, args, [shape], callArgs ? { callArgs } : {}).outputs[0] ?? null;
  const output = outputOf(after);
  if (
    output?.length === after.length &&
    after.every((dim, i) => typeof dim !== "number" || dim === output[i])
  )
    return after;
  const candidates = [...orders(after), ...after.map((_, i) => after.toSpliced(i, 1))];
  return candidates.find((candidate) => sameSizes(outputOf(candidate), after)) ?? null;
}

const sameSizes = (a: Shape, b: Sizes): boolean =>
  a?.length === b.length && a.every((dim, i) => dim === b[i]);

/** All orders of a few axes. */
function orders(sizes: Sizes): Sizes[] {
  if (sizes.length < 2) return [sizes];
  return sizes.flatMap((size, i) => orders(sizes.toSpliced(i, 1)).map((rest) => [size, ...rest]));
}

/** A free axis gets a name of its own; only the batch is the same for all inputs. */
function fresh(run: Run, dim: Dim): Dim {
  if (typeof dim === "number" || isUnknown(dim)) return dim;
  const name = format(dim);
  if (!/^[A-Z]$/.test(name) || (name === "N" && !run.names.has("N"))) return dim;
  return symbol(freshName(run, name));
}
