/** What two alternatives have in common: the value after an undecided branch. */
import { type Args, type Dim, type Shape, unknown } from "@convlens/engine/specs";
import { perhaps } from "./aliases.ts";
import type { FunctionFact } from "./analysis.ts";
import { sameIdentity } from "./identity.ts";
import type { ArrayValue, LayerValue, ObjectValue, Tensor, Value } from "./values.ts";
import { UNDEFINED, UNKNOWN } from "./vocabulary.ts";

const MOST_OPTIONS = 6;

export function join(a: Value, b: Value): Value {
  if (a === b) return a;
  if (a.kind === "unknown" || b.kind === "unknown") return perhaps([a, b]);
  if (a.kind === "const" && b.kind === "const" && Object.is(a.value, b.value)) return a;
  if (a.kind === "size" && b.kind === "size" && a.dim === b.dim) return a;
  if (a.kind === "tensor" && b.kind === "tensor")
    return { kind: "tensor", tensor: joinTensors(a.tensor, b.tensor) };
  if (a.kind === "typed-array" && b.kind === "typed-array" && a.type === b.type)
    return a.length === b.length ? a : { ...a, length: unknown };
  if (sameIdentity(a, b)) return a;
  return union([...optionsOf(a), ...optionsOf(b)]);
}

/** One value of several; tensors among them are joined into one. */
export function union(values: readonly Value[]): Value {
  const options: Value[] = [];
  for (const value of values) {
    if (value.kind === "unknown") return perhaps(values);
    const twin = options.findIndex((other) => alike(other, value));
    if (twin < 0) {
      options.push(value);
      if (options.length > MOST_OPTIONS) return perhaps(values);
    } else if (value.kind === "tensor" || value.kind === "typed-array")
      options[twin] = join(options[twin]!, value);
  }
  return options.length === 1 ? options[0]! : { kind: "union", options };
}

export const optionsOf = (value: Value): readonly Value[] =>
  value.kind === "union" ? value.options : [value];

function alike(a: Value, b: Value): boolean {
  if (a.kind === "tensor" && b.kind === "tensor") return true;
  if (a.kind === "typed-array" && b.kind === "typed-array") return a.type === b.type;
  if (a.kind === "const" && b.kind === "const") return Object.is(a.value, b.value);
  if (a.kind === "size" && b.kind === "size") return a.dim === b.dim;
  return sameIdentity(a, b);
}

/** Whether nobody can tell two values apart. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "unknown":
      return a.free === (b as typeof a).free && sameList(a.aliases ?? [], (b as typeof a).aliases ?? []);
    case "tensor":
      return sameTensor(a.tensor, (b as typeof a).tensor);
    case "union":
      return sameList(a.options, (b as typeof a).options);
    case "ratio":
      return a.numerator === (b as typeof a).numerator && a.denominator === (b as typeof a).denominator;
    default:
      return alike(a, b);
  }
}

const sameList = (a: readonly Value[], b: readonly Value[]): boolean =>
  a === b || (a.length === b.length && a.every((value, i) => sameValue(value, b[i]!)));

const sameTensor = (a: Tensor, b: Tensor): boolean =>
  a === b ||
  (sameShape(a.shape, b.shape) &&
    a.open === b.open &&
    a.assumed === b.assumed &&
    a.uncertain === b.uncertain &&
    a.producer === b.producer);

const sameShape = (a: Shape, b: Shape): boolean =>
  a === b || (a !== null && b !== null && a.length === b.length && a.every((dim, i) => dim === b[i]));

export const sameContent = (a: Content, b: Content): boolean =>
  a.complete === b.complete &&
  a.count === b.count &&
  sameList(a.elements, b.elements) &&
  (a.rest === b.rest || (a.rest !== undefined && b.rest !== undefined && sameValue(a.rest, b.rest)));

// ── what the state joins besides values ─────────────────────────────────────────────────────────────────────────

/** A field that only one side has: there it is its value, on the other undefined, where nothing else may hide it. */
export function joinFields(place: object, a: Value | undefined, b: Value | undefined): Value | undefined {
  if (a && b) return join(a, b);
  const object = place as Partial<ObjectValue>;
  const whole = object.kind === "object" && object.complete && !object.base && !object.cls;
  return (a ?? b) && (whole ? join((a ?? b)!, UNDEFINED) : UNKNOWN);
}

type Content = Pick<ArrayValue, "elements" | "complete" | "rest" | "count">;

/** How two values become one; loops and events forget more than branches. */
export interface Joiner {
  (after: Value, before: Value): Value;
  /** One side is the first run of what may run again: elements that it has added say nothing of those to come. */
  readonly again?: true;
}

/** Elements that both have, each joined; how many follow is known only where that is the same. */
export function joinContents(a: Content, b: Content, joiner: Joiner): Content {
  if (a.elements === b.elements && a.complete === b.complete && a.rest === b.rest && a.count === b.count)
    return a;
  const common = Math.min(a.elements.length, b.elements.length);
  const elements = Array.from({ length: common }, (_, i) => joiner(a.elements[i]!, b.elements[i]!));
  if (a.complete && b.complete && a.elements.length === b.elements.length)
    return { elements, complete: true, rest: undefined, count: undefined };
  const known = !joiner.again && (a.complete || a.rest) && (b.complete || b.rest);
  const others = [...a.elements.slice(common), ...b.elements.slice(common), a.rest, b.rest].filter(
    (value) => value !== undefined,
  );
  const rest = known && others.length > 0 ? others.reduce(joiner) : undefined;
  const count = joiner.again ? undefined : countOf(a);
  return { elements, complete: false, rest, count: count === countOf(b) ? count : undefined };
}

/** How many elements a list has; undefined where that is not known. */
export const countOf = ({ complete, elements, count }: Content): Dim | undefined =>
  complete ? elements.length : count;

type Form = Pick<LayerValue, "spec" | "args" | "lazy" | "unsure">;

/** A lazy layer that one side has used, or both with other inputs, is lazy still: what it takes nobody knows. */
export function joinForms(a: Form, b: Form): Form {
  if (a.unsure || b.unsure) return a.unsure ? a : b;
  if (a.spec === b.spec && sameArguments(a.args, b.args)) return a;
  const { spec, args } = a.lazy ?? b.lazy ?? a;
  return { spec, args, lazy: undefined, unsure: true };
}

const sameArguments = (a: Args, b: Args): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

type Settled = Pick<Tensor, "shape" | "open" | "assumed" | "uncertain">;

/** An input that both sides give a shape has what these agree in; one that only one side does is open still. */
export function joinSettled(a: Settled, b: Settled): Settled {
  if (a.open || b.open) return a.open ? a : b;
  const shape = joinShapes(a.shape, b.shape);
  const assumed = a.assumed === true || b.assumed === true;
  return { shape, open: false, assumed, uncertain: a.uncertain === true || b.uncertain === true };
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
    ...((a.uncertain || b.uncertain) && { uncertain: true }),
    ...((a.blamed || b.blamed) && { blamed: true }),
    ...((a.repaired || b.repaired) && { repaired: true }),
    ...((a.doubtful || b.doubtful) && { doubtful: true }),
  };
}

/** Sizes that agree; `?` elsewhere; no rank where the ranks differ. */
export function joinShapes(a: Shape, b: Shape): Shape {
  if (!a || !b || a.length !== b.length) return null;
  return a.map((dim, i) => (dim === b[i] ? dim : unknown));
}

/** What is known of a function over all its calls. */
export function joinedFact<T extends FunctionFact>(a: T, b: T): T {
  const params = Object.fromEntries(
    Object.entries(a.params).map(([name, shape]) => [
      name,
      name in b.params ? joinShapes(shape, b.params[name]!) : shape,
    ]),
  );
  return { ...a, params: { ...b.params, ...params }, returns: joinShapes(a.returns, b.returns) };
}
