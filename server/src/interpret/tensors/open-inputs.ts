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
  open,
  type Shape,
  symbol,
} from "@convlens/engine/specs";
import { joinShapes } from "../../facts/join.ts";
import type { Application, ApplyRequest, Tensor, Value } from "../../facts/values.ts";
import { UNKNOWN } from "../../facts/vocabulary.ts";
import { freshName } from "../machine/free.ts";
import type { Run } from "../machine/run.ts";
import { judgeUnbatched } from "./unbatched.ts";

/** Settles the open input that `tensor` is, or that it was made from by padding, activations, permutations, … */
export function settleOpenInput(
  run: Run,
  { spec, args, span }: Pick<ApplyRequest, "spec" | "args" | "span">,
  tensor: Tensor | undefined,
): void {
  if (!tensor || tensor.shape?.some((dim) => !isUnknown(dim))) return;
  const found = openSource(tensor);
  const ambiguous = found && isAmbiguous(spec, args, found.input);
  if (ambiguous) run.state.set(found.input, "sizeNames", undefined);
  const hint = found && !ambiguous && underNames(spec, args, found.input);
  const asked = hint && found.steps.reduce<Shape>((after, step) => after && shapeBefore(step, after), hint);
  if (!asked) return;
  const { input } = found;
  const uncertain = run.calls.some(({ returned }) => returned);
  const { sizesIn } = input;
  const shape =
    sizesIn === undefined
      ? asked.map((dim, axis) => fresh(run, input, axis, dim))
      : [open, ...asked.slice(1).map((_, i) => symbol(`${sizesIn}_${i}`))];
  run.state.settle(input, { shape, open: false, assumed: spec.anyRank === true, uncertain });
  run.state.set(input, "askedBy", span);
  run.state.set(input, "unbatched", withoutBatch(spec, args, found, hint));
  const { awaited } = run;
  if (!awaited?.inputs.has(input)) return;
  const before = awaited.asked.get(input);
  awaited.asked.set(input, before ? joinShapes(before, shape) : shape);
  if ([...awaited.inputs].every((other) => isSettled(other, run))) throw ALL_SETTLED;
}

/** The same input without a batch, where the layer takes that as well. */
function withoutBatch(
  spec: LayerSpec,
  args: Args,
  { steps }: { readonly steps: readonly Application[] },
  hint: Sizes,
): Shape | undefined {
  const bare = hint.slice(1);
  if (spec.anyRank || bare.length === 0 || infer(spec, args, [bare]).problems.length > 0) return undefined;
  return steps.reduce<Shape>((after, step) => after && shapeBefore(step, after), bare) ?? undefined;
}

/**
 * What the layer asks for. Of one that takes any rank the source itself may tell more: `const [b, t, c] = x.shape` has
 * three axes at least, and of two names nobody can say whether a third axis follows.
 */
function underNames(spec: LayerSpec, args: Args, { sizeNames }: Tensor): Shape {
  const hint = spec.inputHint?.(args) ?? null;
  if (!hint || !spec.anyRank || !sizeNames || sizeNames.length <= hint.length) return hint;
  const names = sizeNames.map((name, i): Dim => symbol(name ?? (i === 0 ? "N" : `d${i}`)));
  const places = [names.length - hint.length, 0];
  const candidates = places.map((from) =>
    names.map((name, i) => {
      const asked = hint[i - from];
      return typeof asked === "number" ? asked : name;
    }),
  );
  return candidates.find((shape) => infer(spec, args, [shape]).problems.length === 0) ?? null;
}

const isAmbiguous = (spec: LayerSpec, args: Args, { sizeNames }: Tensor): boolean =>
  sizeNames?.length === 2 && spec.anyRank === true && spec.inputHint?.(args)?.length === 2;

/** Whether something that certainly runs has given the input its shape. */
const isSettled = (input: Tensor, { state, awaited, calls }: Run): boolean =>
  !input.open &&
  state.depth === awaited!.depth &&
  calls.every(({ undecided, returned }) => undecided === 0 && !returned);

/** Thrown when a silent try has found what it looked for. */
const ALL_SETTLED = new Error("every input has its shape");

/**
 * Runs `body` with open inputs. Their shapes are found by a silent try, so that the real run knows them from the first
 * line on (`const batch = x.shape[0]`).
 */
export function withOpenInputs(run: Run, args: readonly Value[], body: () => Value): Value {
  const inputs = args.flatMap((arg) => (arg.kind === "object" ? [...arg.fields.values()] : [arg]));
  const awaited = inputs.flatMap((arg) => (arg.kind === "tensor" && arg.tensor.open ? [arg.tensor] : []));
  if (awaited.length > 0 && !run.onlyEffects) trySilently(run, new Set(awaited), body);
  for (const tensor of awaited) if (!tensor.shape) settleByNames(run, tensor);
  for (const { shape } of awaited)
    for (const dim of shape ?? [])
      if (typeof dim !== "number" && format(dim) !== "N") run.state.mark(run.names, format(dim));
  const from = run.subjects.length;
  const result = body();
  const guessed = awaited.filter(({ unbatched }) => unbatched);
  if (guessed.length > 0 && run.subjects.length > from) judgeUnbatched(run, from, guessed, body);
  return result;
}

/** No layer tells, but the source takes the shape apart: `const [b, t, c] = x.shape`. There may be more axes than it names. */
function settleByNames(run: Run, tensor: Tensor): void {
  if (!tensor.sizeNames) return;
  const shape = tensor.sizeNames.map((name, i) => symbol(freshName(run, name ?? (i === 0 ? "N" : `d${i}`))));
  run.state.settle(tensor, { shape, open: false, assumed: true, uncertain: false });
}

/** `x.shape[i]` of an input whose rank nobody knows: a size of its own, the same each time. */
export function sizeOfOpen(run: Run, tensor: Tensor, axis: number): Value {
  if (!tensor.open || run.awaited || axis > 8) return UNKNOWN;
  const key = `${tensor.id}.${axis}`;
  let known = run.openSizes.get(key);
  if (!known) {
    known = symbol(freshName(run, axis === 0 ? "N" : `d${axis}`), { min: 0 });
    run.state.enter(run.openSizes, key, known);
  }
  return { kind: "size", dim: known };
}

/** Gives the inputs the shapes that a try finds; of the try itself nothing remains. */
function trySilently(run: Run, inputs: ReadonlySet<Tensor>, body: () => Value): void {
  const before = run.awaited;
  const asked = new Map<Tensor, Shape>();
  const settled = new Map<Tensor, Settled>();
  const look = (): void => {
    run.awaited = { depth: run.state.depth, inputs, asked };
    const calls = run.calls.splice(0); // what need not run is counted from here
    try {
      body();
    } catch (error) {
      if (error !== ALL_SETTLED) throw error;
    } finally {
      run.calls.splice(0, run.calls.length, ...calls);
    }
    for (const input of inputs) {
      const { shape, open, assumed, uncertain, sizeNames, askedBy, unbatched } = input;
      settled.set(input, { shape, open, assumed, uncertain, sizeNames, askedBy, unbatched });
    }
  };
  try {
    run.state.attempt(look, { trial: true });
  } finally {
    run.awaited = before;
  }
  for (const [input, { sizeNames, askedBy, unbatched, ...found }] of settled) {
    const wanted = asked.get(input);
    run.state.set(input, "sizeNames", sizeNames);
    run.state.set(input, "askedBy", askedBy);
    run.state.set(input, "unbatched", unbatched);
    if (!found.open)
      run.state.settle(input, {
        ...found,
        shape: found.assumed ? underOwnNames(run, found.shape, sizeNames) : found.shape,
        uncertain: found.uncertain === true || !sameSizes(wanted ?? null, found.shape ?? []),
      });
    else if (wanted) run.state.settle(input, { shape: wanted, open: false, assumed: true, uncertain: true });
  }
}

/** Free sizes as the source calls them where it takes the shape apart. */
const underOwnNames = (run: Run, shape: Shape, names: Tensor["sizeNames"]): Shape =>
  shape && shape.length === names?.length
    ? shape.map((dim, i) =>
        typeof dim === "number" || isUnknown(dim) || !names[i] ? dim : symbol(freshName(run, names[i])),
      )
    : shape;

type Settled = Pick<
  Tensor,
  "shape" | "open" | "assumed" | "uncertain" | "sizeNames" | "askedBy" | "unbatched"
>;

/** The open input behind a tensor, and the steps between them. */
function openSource(
  tensor: Tensor,
): { readonly input: Tensor; readonly steps: readonly Application[] } | undefined {
  const steps: Application[] = [];
  let at: Tensor | undefined = tensor;
  while (at && !at.open) {
    const { producer }: Tensor = at;
    if (producer?.inputs.length !== 1 || steps.length > 20 || FORGETS.has(producer.op)) return undefined;
    steps.push(producer);
    at = producer.inputs[0];
  }
  return at && { input: at, steps };
}

/** Operations after which nobody can say what went in. */
const FORGETS: ReadonlySet<string> = new Set(["reshape", "view"]);

type Sizes = NonNullable<Shape>;

/** A shape of which the step makes one like `after`: the same channels, the axes in another order, or one axis less. */
function shapeBefore({ spec, args, callArgs }: Application, after: Sizes): Shape {
  const outputOf = (shape: Sizes): Shape => {
    const { outputs, problems } = infer(spec, args, [shape], callArgs ? { callArgs } : {});
    return problems.some(({ severity }) => severity !== "warning") ? null : (outputs[0] ?? null);
  };
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

/** A free axis gets a name of its own, the same on every path; only the batch is the same for all inputs. */
function fresh(run: Run, input: Tensor, axis: number, dim: Dim): Dim {
  if (typeof dim === "number" || isUnknown(dim)) return dim;
  const name = format(dim);
  if (!/^[A-Z]$/.test(name) || (name === "N" && !run.names.has("N"))) return dim;
  const key = `${input.id}.${axis} ${name}`;
  const known = run.openSizes.get(key) ?? symbol(freshName(run, name));
  run.state.enter(run.openSizes, key, known);
  return known;
}
