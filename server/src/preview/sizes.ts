/**
 * Numbers for what a model leaves free: a batch of one, and sizes at which all of its layers fit and the budget holds.
 *
 *   [N, 3, H, W], H and W multiples of 32   →   N = 1, H = W = 128
 */
import {
  type Arg,
  bind as bindCondition,
  type Condition,
  type Dim,
  decide,
  freeSymbols,
  isDim,
  isList,
  isOpen,
  type Shape,
  sub,
  substitute,
} from "@convlens/engine/specs";
import { dialectOf } from "../dialects/index.ts";
import type { Graph, Root } from "./graph.ts";
import { NotRunnable } from "./plan.ts";

export interface Choice {
  readonly values: Readonly<Record<string, number>>;
  /** Of the model's inputs, where they differ from the source's. */
  readonly shapes?: readonly (readonly number[])[];
  /** "N = 1, H = W = 128"; absent where nothing was free. */
  readonly said?: string;
}

/** Choices in order of preference. All satisfy the conditions; whether a graph really runs with one is for `bind` to say. */
export function* choices(
  graph: Graph,
  conditions: readonly Condition[],
  asked: readonly number[] | undefined,
): Generator<Choice> {
  const fixed = asked ? matched(graph, asked) : undefined;
  const axes = rolesOf(graph);
  const names = [...axes.keys()].filter((name) => !(name in (fixed?.values ?? {})));
  if (names.length === 0) {
    yield { values: fixed?.values ?? {}, ...(fixed && { shapes: fixed.shapes }) };
    return;
  }
  let found = 0;
  for (const values of assignments(names, axes, conditions, fixed?.values ?? {})) {
    // a batch of one goes without saying
    const told = names.filter((name) => axes.get(name) !== "batch" || values[name] !== 1);
    yield {
      values,
      ...(fixed && { shapes: fixed.shapes }),
      ...(told.length > 0 && { said: sentence(told, values) }),
    };
    if (++found >= MOST_CHOICES) return;
  }
}

/** Smaller inputs with the same axes, for models whose sizes stand in the source but cost too much: halved again and again. */
export function* reductions(graph: Graph, shapes: readonly (readonly number[])[]): Generator<number[][]> {
  const roots = graph.roots.filter(({ given }) => given);
  for (let divisor = 1; divisor <= 64; divisor *= 2) {
    const smaller = shapes.map((shape, i) =>
      shape.map((size, axis) => {
        if (axis === 0 && shape.length > 1) return 1;
        return isSpatial(roots[i]!, axis, shape.length) ? Math.max(1, Math.ceil(size / divisor)) : size;
      }),
    );
    if (JSON.stringify(smaller) !== JSON.stringify(shapes)) yield smaller;
  }
}

const MOST_CHOICES = 24;
/** Assignments looked at before giving up. */
const MOST_TRIED = 4_000;

type Role = "batch" | "1" | "2" | "3" | "other";

/** Each free symbol and what it stands for. */
function rolesOf(graph: Graph): Map<string, Role> {
  const roles = new Map<string, Role>();
  const see = (dim: Dim, role: Role): void => {
    for (const name of freeSymbols(dim)) if (!roles.has(name)) roles.set(name, role);
  };
  for (const root of graph.roots) {
    const { shape } = root.tensor;
    for (const [axis, dim] of (shape ?? []).entries()) {
      const rank = String(Math.min(3, Math.max(1, shape!.length - 2))) as Role;
      if (axis === 0 && shape!.length > 1) see(dim, "batch");
      else see(dim, isSpatial(root, axis, shape!.length) ? rank : "other");
    }
  }
  for (const { use } of graph.nodes)
    for (const arg of [...Object.values(use.args), ...Object.values(use.callArgs ?? {})])
      for (const dim of dimsIn(arg)) see(dim, "other");
  return roles;
}

/** Axes that are space or time: behind the batch, and not the channels. */
function isSpatial({ tensor }: Root, axis: number, rank: number): boolean {
  if (rank < 3) return rank === 2 && axis === 1 && tensor.dtype === "int";
  const last = dialectOf(tensor.dialect ?? "convlens").channelsLast;
  return axis > 0 && axis !== (last ? rank - 1 : 1);
}

function dimsIn(arg: Arg): Dim[] {
  if (isList(arg)) return arg.flatMap((item) => dimsIn(item as Arg));
  return isDim(arg) && typeof arg !== "number" && !isOpen(arg) ? [arg] : [];
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => (from < to ? from + i : from - i));
const CANDIDATES: Readonly<Record<Role, readonly number[]>> = {
  batch: [1, 2, 3, 4, ...range(5, 16)],
  1: [256, 128, 512, 64, 1024, ...range(65, 300), ...range(63, 1)],
  2: [128, 96, 64, 48, 32, 28, 16, 8, 160, 192, 224, 256, 112, ...range(65, 299), ...range(63, 1)],
  3: [32, 64, 16, 24, 48, ...range(17, 96), ...range(15, 1)],
  other: [16, 8, 32, 4, 64, 3, 12, 24, 10, 2, 6, 128, 1, ...range(5, 64)],
};

/** Values that no condition refuses. Those where sizes of one role are equal come first. */
function* assignments(
  names: readonly string[],
  roles: ReadonlyMap<string, Role>,
  conditions: readonly Condition[],
  fixed: Readonly<Record<string, number>>,
): Generator<Record<string, number>> {
  const known = conditions.map((condition) => bindCondition(condition, fixed));
  const allowed = (values: Readonly<Record<string, number>>): boolean =>
    known.every((condition) => decide(bindCondition(condition, values)) !== false);
  const seen = new Set<string>();
  let tried = 0;
  const groups = [...new Set(names.map((name) => roles.get(name)!))];
  const assign = function* (
    items: readonly (readonly string[])[],
    values: Record<string, number>,
  ): Generator<Record<string, number>> {
    const [first, ...rest] = items;
    if (!first) {
      const key = JSON.stringify(values);
      if (!seen.has(key)) yield { ...fixed, ...values };
      seen.add(key);
      return;
    }
    for (const value of CANDIDATES[roles.get(first[0]!)!]) {
      if (++tried > MOST_TRIED) return;
      const next = { ...values, ...Object.fromEntries(first.map((name) => [name, value])) };
      if (allowed(next)) yield* assign(rest, next);
    }
  };
  yield* assign(
    groups.map((role) => names.filter((name) => roles.get(name) === role)),
    {},
  );
  tried = 0;
  yield* assign(
    names.map((name) => [name]),
    {},
  );
}

/** The asked shape of the first input, and the symbols in it. */
function matched(graph: Graph, asked: readonly number[]) {
  const root = graph.roots.find(({ given }) => given) ?? graph.roots[0];
  const shape: Shape = root?.tensor.shape ?? null;
  if (shape && shape.length !== asked.length)
    throw new NotRunnable(`The input has ${shape.length} axes, not ${asked.length}.`);
  const values: Record<string, number> = {};
  for (const [axis, dim] of (shape ?? []).entries()) {
    const [name, ...others] = freeSymbols(dim);
    if (name === undefined || others.length > 0 || name in values) continue;
    const value = solveFor(dim, name, asked[axis]!);
    if (value !== undefined) values[name] = value;
  }
  return { values, shapes: [asked] };
}

/** The size at which `dim` is `wanted`, if there is one: of "H" at once, of "2·H + 1" by looking. */
function solveFor(dim: Dim, name: string, wanted: number): number | undefined {
  for (let value = 0; value <= Math.max(wanted, 4096); value++) {
    const guess = value === 0 ? wanted : value;
    if (sub(substitute(dim, { [name]: guess }), wanted) === 0) return guess;
  }
  return undefined;
}

/** "N = 1, H = W = 128" */
function sentence(names: readonly string[], values: Readonly<Record<string, number>>): string {
  const groups = new Map<number, string[]>();
  for (const name of names) groups.set(values[name]!, [...(groups.get(values[name]!) ?? []), name]);
  return [...groups].map(([value, group]) => `${group.join(" = ")} = ${value}`).join(", ");
}
