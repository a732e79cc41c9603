/** Small words that all files of the TensorFlow.js dialect share. */
import { type Dim, isOpen, open, prettyShape, type Shape } from "@convlens/engine/specs";
import { join } from "../../facts/join.ts";
import type { Problem } from "../../facts/problem.ts";
import type { Span } from "../../facts/span.ts";
import type {
  ApplyRequest,
  BuiltinValue,
  CallSite,
  ObjectValue,
  Tensor,
  Value,
  World,
} from "../../facts/values.ts";
import { constant, size, toDim, UNKNOWN } from "../../facts/vocabulary.ts";

export const DIALECT = "tfjs";

export const method = (name: string, call: (site: CallSite) => Value): BuiltinValue => ({
  kind: "builtin",
  name,
  call,
  callsBack: true,
});
export const namespace = (name: string, get: (member: string) => Value | undefined): BuiltinValue => ({
  kind: "builtin",
  name,
  get,
});

/** A size in user code: null is the one TensorFlow.js leaves open. */
export const sizeIn = (value: Value): Dim =>
  value.kind === "const" && value.value === null ? open : toDim(value);
const sizeOut = (dim: Dim): Value => (isOpen(dim) ? constant(null) : size(dim));

/** A shape as an array in user code. */
export const shapeValue = (shape: Shape, world: World): Value =>
  shape ? world.array(shape.map(sizeOut)) : world.array([], false);
/** `x.shape`: the tensor's own list, and not a copy. */
export function shapeOf(tensor: Tensor, world: World): Value {
  const list = shapeValue(tensor.shape, world);
  return list.kind === "array" ? { ...list, shapeOf: tensor } : list;
}

/** The sizes of an array in user code; a bare number is a shape of one axis. */
export function shapeIn(value: Value | undefined): Dim[] | undefined {
  if (value?.kind === "array") return value.complete ? value.elements.map(sizeIn) : undefined;
  return value?.kind === "const" && typeof value.value === "number" ? [value.value] : undefined;
}

/** Tensors of an argument that may be one tensor or a list; of several lists what they have in common. */
export function tensorsIn(value: Value | undefined): readonly Value[] {
  if (value?.kind === "union") {
    const [first, ...others] = value.options.map(tensorsIn);
    return others.every(({ length }) => length === first!.length)
      ? first!.map((tensor, i) => others.reduce((joined, list) => join(joined, list[i]!), tensor))
      : [UNKNOWN];
  }
  if (value?.kind === "array") return value.complete ? value.elements : [...value.elements, UNKNOWN];
  return value ? [value] : [];
}

/** One result as it is, several as an array. */
export const oneOrList = (values: readonly Value[], world: World): Value =>
  values.length === 1 ? values[0]! : world.array(values);

/** Reports one problem of a call that is no layer's. */
export function reportProblem(
  site: CallSite,
  name: string,
  problem: Problem,
  inputs: readonly Value[] = [],
  span: Span = site.span,
  given: Pick<ApplyRequest, "args" | "argSpans"> = { args: {}, argSpans: {} },
): void {
  site.world.report(problem, {
    ...given,
    spec: {
      name,
      kind: "function",
      summary: "",
      docs: "https://js.tensorflow.org/api/latest/",
      params: [],
      infer: () => [],
    },
    inputs,
    inputSpans: inputs.map(() => span),
    span,
    calleeSpan: site.calleeSpan,
    dialect: DIALECT,
  });
}

/** `[null, 28, 28, 1]` */
export const shapeText = prettyShape;

/** How a finding calls a model. */
export const nameOf = (self: ObjectValue): string =>
  self.name === undefined ? "model" : `model \`${self.name}\``;
