/** Functions that make tensors: tf.zeros, tf.tensor2d, tf.randomNormal, tf.range, … */
import { type Dim, type Shape, unknown } from "@convlens/engine/specs";
import { asNumber, asString, toDim } from "../../interpret/value.ts";
import type { CallSite, TensorValue, Value } from "../../interpret/values.ts";
import { DIALECT, method, shapeIn } from "./vocabulary.ts";

/** `tf.<name>` that makes a tensor; undefined where it is none. */
export function creator(name: string): Value | undefined {
  const make = makers[name];
  return make && method(name, (site) => made(site, make(site), contents[name]?.(site)));
}

const made = ({ world, span, args }: CallSite, shape: Shape, fill?: Dim): TensorValue => {
  const integer = args.some((arg) => ["int32", "bool"].includes(asString(arg) ?? ""));
  return world.tensor(shape, span, {
    dialect: DIALECT,
    ...(integer && { dtype: "int" as const }),
    ...(fill !== undefined && { content: { kind: "fill", value: fill } }),
  });
};

/** The one value that fills a tensor. */
const contents: Readonly<Record<string, ((site: CallSite) => Dim) | undefined>> = {
  zeros: () => 0,
  ones: () => 1,
  zerosLike: () => 0,
  onesLike: () => 1,
  fill: ({ args: [, value] }) => toDim(value),
  scalar: ({ args: [value] }) => toDim(value),
};

type Make = (site: CallSite) => Shape;

const filled: Make = ({ args: [shape] }) => shapeIn(shape) ?? null;
const like: Make = ({ args: [other] }) => (other?.kind === "tensor" ? other.tensor.shape : null);

/** tf.tensor3d(values, shape): the shape if it is given, else that of the nested values. */
const ofRank =
  (rank: number): Make =>
  ({ args: [values, shape] }) => {
    const given = shapeIn(shape) ?? nestedShape(values);
    return given?.length === rank
      ? given
      : rank === 1 && values
        ? [lengthOf(values)]
        : new Array<Dim>(rank).fill(unknown);
  };

const lengthOf = (values: Value): Dim =>
  values.kind === "array" && values.complete ? values.elements.length : unknown;

/** The shape of nested lists, where they are known and even. */
export function nestedShape(values: Value | undefined): Dim[] | undefined {
  if (values?.kind === "const")
    return typeof values.value === "number" || typeof values.value === "boolean" ? [] : undefined;
  if (values?.kind === "size") return [];
  if (values?.kind !== "array" || !values.complete) return undefined;
  const [first] = values.elements;
  const inner = first ? nestedShape(first) : [];
  return inner && [values.elements.length, ...inner];
}

const range: Make = ({ args }) => {
  const [from, to] = [asNumber(args[0]), asNumber(args[1])];
  const step = args[2] ? asNumber(args[2]) : 1;
  return [
    from === undefined || to === undefined || !step ? unknown : Math.max(0, Math.ceil((to - from) / step)),
  ];
};

const linspace: Make = ({ args: [, , count] }) => [toDim(count)];

const oneHot: Make = ({ args: [indices, depth] }) => {
  const shape = indices?.kind === "tensor" ? indices.tensor.shape : nestedShape(indices);
  return shape ? [...shape, toDim(depth)] : null;
};

const multinomial: Make = ({ args: [logits, count] }) => {
  const shape = logits?.kind === "tensor" ? logits.tensor.shape : null;
  return shape ? [...shape.slice(0, -1), toDim(count)] : null;
};

const makers: Readonly<Record<string, Make | undefined>> = {
  ...Object.fromEntries(
    [
      "zeros",
      "ones",
      "fill",
      "randomNormal",
      "randomUniform",
      "randomUniformInt",
      "randomStandardNormal",
      "truncatedNormal",
      "randomGamma",
    ].map((name) => [name, filled]),
  ),
  ...Object.fromEntries(["zerosLike", "onesLike", "variable", "keep", "clone"].map((name) => [name, like])),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((rank) => [`tensor${rank}d`, ofRank(rank)])),
  tensor: ({ args: [values, shape] }) => shapeIn(shape) ?? nestedShape(values) ?? null,
  scalar: () => [],
  range,
  linspace,
  eye: ({ args: [rows, columns] }) => [toDim(rows), toDim(columns ?? rows)],
  oneHot,
  multinomial,
};
