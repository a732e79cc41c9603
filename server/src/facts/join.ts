/** What two alternatives have in common: the value after an undecided branch. */
import { type Shape, unknown } from "@convlens/engine/specs";
import { UNKNOWN } from "./value.ts";
import type { Tensor, Value } from "./values.ts";

const MOST_OPTIONS = 6;

export function join(a: Value, b: Value): Value {
  if (a === b) return a;
  if (a.kind === "unknown" || b.kind === "unknown") return UNKNOWN;
  if (a.kind === "const" && b.kind === "const" && Object.is(a.value, b.value)) return a;
  if (a.kind === "size" && b.kind === "size" && a.dim === b.dim) return a;
  if (a.kind === "tensor" && b.kind === "tensor")
    return { kind: "tensor", tensor: joinTensors(a.tensor, b.tensor) };
  if (sameIdentity(a, b)) return a;
  return union([...optionsOf(a), ...optionsOf(b)]);
}

/** One value of several; tensors among them are joined into one. */
export function union(values: readonly Value[]): Value {
  const options: Value[] = [];
  for (const value of values) {
    if (value.kind === "unknown") return UNKNOWN;
    const twin = options.findIndex((other) => alike(other, value));
    if (twin < 0) options.push(value);
    else if (value.kind === "tensor") options[twin] = join(options[twin]!, value);
  }
  if (options.length === 1) return options[0]!;
  return options.length > MOST_OPTIONS ? UNKNOWN : { kind: "union", options };
}

export const optionsOf = (value: Value): readonly Value[] =>
  value.kind === "union" ? value.options : [value];

function alike(a: Value, b: Value): boolean {
  if (a.kind === "tensor" && b.kind === "tensor") return true;
  if (a.kind === "const" && b.kind === "const") return Object.is(a.value, b.value);
  if (a.kind === "size" && b.kind === "size") return a.dim === b.dim;
  return sameIdentity(a, b);
}

function sameIdentity(a: Value, b: Value): boolean {
  if (a === b) return true;
  if ((a.kind === "layer" || a.kind === "array" || a.kind === "object") && a.kind === b.kind)
    return a.id === (b as typeof a).id;
  return (
    a.kind === "function" &&
    b.kind === "function" &&
    a.fn === b.fn &&
    a.scope === b.scope &&
    a.self === b.self
  );
}

let joinedIds = -1;

function joinTensors(a: Tensor, b: Tensor): Tensor {
  if (a === b) return a;
  const shape = joinShapes(a.shape, b.shape);
  // equal shapes: either producer explains them
  const same = shape !== null && a.shape !== null && shape.every((dim, i) => dim === a.shape![i]);
  return {
    id: joinedIds--,
    shape,
    origin: a.origin,
    ...(a.name && { name: a.name }),
    ...(same && a.producer && { producer: a.producer, outputIndex: a.outputIndex ?? 0 }),
    ...((a.assumed || b.assumed) && { assumed: true }),
  };
}

/** Sizes that agree; `?` elsewhere; no rank where the ranks differ. */
export function joinShapes(a: Shape, b: Shape): Shape {
  if (!a || !b || a.length !== b.length) return null;
  return a.map((dim, i) => (dim === b[i] ? dim : unknown));
}
