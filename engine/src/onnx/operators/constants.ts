/** Operators that make values from nothing or from shapes: what shape computations begin with. */
import { ceilDiv, type Dim, isUnknown, max, product, sub, unknown } from "../../specs/index.ts";
import { typeName } from "../format/element-types.ts";
import type { TensorInfo } from "../format/model.ts";
import type { NodeCall, Operator } from "./node-call.ts";
import {
  countOf,
  elementsOf,
  isFloat,
  MOST_ELEMENTS,
  NOTHING,
  numbersOf,
  ofShape,
  type Value,
  withElements,
} from "./value.ts";

/** An initializer, or the value of a Constant. */
export const constantValue = ({ dims, type, values }: TensorInfo): Value => withElements(dims, type, values);

const constant: Operator = (node) => {
  const { value, value_int, value_ints, value_float, value_floats, value_string, sparse_value } =
    node.node.attributes;
  if (value?.kind === "tensor") return [constantValue(value.tensor)];
  if (value_int?.kind === "int") return [withElements([], "int64", [value_int.value])];
  if (value_ints?.kind === "ints")
    return [withElements([value_ints.values.length], "int64", value_ints.values)];
  if (value_float?.kind === "float") return [withElements([], "float32", [value_float.value])];
  if (value_floats?.kind === "floats")
    return [withElements([value_floats.values.length], "float32", value_floats.values)];
  if (value_string) return [ofShape([], "string")];
  return sparse_value ? [NOTHING] : [NOTHING];
};

const shapeOf: Operator = (node) => {
  const input = node.shape(0);
  if (!input) return [ofShape([unknown], "int64")];
  const part = input.slice(node.int("start", 0), node.int("end", input.length));
  return [withElements([part.length], "int64", part)];
};

const sizeOf: Operator = (node) => {
  const input = node.shape(0);
  return [input ? withElements([], "int64", [product(input)]) : ofShape([], "int64")];
};

const constantOfShape: Operator = (node) => {
  const shape = elementsOf(node.input(0));
  const { value } = node.node.attributes;
  const fill = value?.kind === "tensor" ? value.tensor : undefined;
  const type = fill?.type ?? "float32";
  if (!shape) return [ofShape(null, type)];
  const count = countOf(shape);
  const number = fill ? fill.values?.[0] : 0;
  if (count === undefined || count > MOST_ELEMENTS || number === undefined) return [ofShape(shape, type)];
  return [withElements(shape, type, new Array<Dim>(count).fill(number))];
};

const range: Operator = (node) => {
  const type = node.type(0);
  const [start, limit, delta] = [0, 1, 2].map((i) => node.input(i)?.elements?.[0] ?? unknown) as [
    Dim,
    Dim,
    Dim,
  ];
  if (typeof start === "number" && typeof limit === "number" && typeof delta === "number" && delta !== 0) {
    const count = Math.max(Math.ceil((limit - start) / delta), 0);
    const elements =
      count > MOST_ELEMENTS ? undefined : Array.from({ length: count }, (_, i) => start + i * delta);
    return [withElements([count], type, elements)];
  }
  const steps = typeof delta === "number" && Number.isInteger(delta) && delta > 0 && !isFloat(type);
  if (!steps || isUnknown(start) || isUnknown(limit)) return [ofShape([unknown], type)];
  return [ofShape([ceilDiv(max(sub(limit, start), 0), delta)], type)];
};

/** Random tensors of a shape that is given. */
const ofGivenShape: Operator = (node) => [
  ofShape(node.ints("shape") ?? null, typeName(node.int("dtype", 1))),
];

/** The shape of the input, another type. */
const like =
  (attribute: string): Operator =>
  (node) => {
    const code = node.int(attribute, undefined);
    return [ofShape(node.shape(0), code === undefined ? node.type(0) : typeName(code))];
  };

const eyeLike = like("dtype");

/** A branch that is decided counts alone; else what both agree on. */
const branch: Operator = (node: NodeCall) => {
  const [condition] = numbersOf(node.input(0)) ?? [];
  const branches = ["then_branch", "else_branch"].map((name) => node.graph(name));
  const taken = condition === undefined ? branches : [branches[condition ? 0 : 1]];
  const results = taken.map((graph) => (graph ? node.inferBranch(graph) : []));
  return node.node.outputs.map((_, i) => common(results.map((values) => values[i] ?? NOTHING)));
};

function common(values: readonly Value[]): Value {
  const [first = NOTHING, ...others] = values;
  if (others.length === 0) return first;
  const rank = first.shape?.length;
  if (rank === undefined || others.some(({ shape }) => shape?.length !== rank))
    return ofShape(null, first.type);
  return ofShape(
    first.shape!.map((size, axis) => (others.every(({ shape }) => shape![axis] === size) ? size : unknown)),
    first.type,
  );
}

export const constantOperators: Readonly<Record<string, Operator>> = {
  Constant: constant,
  Shape: shapeOf,
  Size: sizeOf,
  ConstantOfShape: constantOfShape,
  Range: range,
  RandomNormal: ofGivenShape,
  RandomUniform: ofGivenShape,
  RandomNormalLike: like("dtype"),
  RandomUniformLike: like("dtype"),
  Multinomial: (node) => [ofShape([node.shape(0)?.[0] ?? unknown, node.int("sample_size", 1)], "int32")],
  EyeLike: eyeLike,
  If: branch,
};
