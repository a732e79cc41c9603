/** Functions that make tensors: tf.zeros, tf.tensor2d, tf.randomNormal, tf.range, … */
import {
  type Dim,
  decide,
  ge,
  isUnknown,
  prettyShape,
  product,
  type Shape,
  unknown,
} from "@convlens/engine/specs";
import { countOf } from "../../facts/join.ts";
import type { Problem } from "../../facts/problem.ts";
import type { BuiltinValue, CallSite, Tensor, TensorValue, Value } from "../../facts/values.ts";
import { asNumber, asString, toDim } from "../../facts/vocabulary.ts";
import { DIALECT, method, reportProblem, shapeIn } from "./vocabulary.ts";

/** `tf.<name>` that makes a tensor; undefined where it is none. */
export function creator(name: string): BuiltinValue | undefined {
  const maker = Object.hasOwn(makers, name) ? makers[name] : undefined;
  return (
    maker &&
    method(name, (site) => {
      const problem = maker.check?.(site);
      if (problem) reportProblem(site, name, problem);
      return made(site, maker);
    })
  );
}

function made(site: CallSite, maker: Maker): TensorValue {
  const dtype = maker.dtype?.(site);
  const value = maker.fill?.(site);
  return site.world.tensor(maker.shape(site), site.span, {
    dialect: DIALECT,
    ...(dtype && { dtype }),
    ...(value !== undefined && { content: { kind: "fill", value } }),
  });
}

interface Maker {
  readonly shape: (site: CallSite) => Shape;
  /** Undefined where it is not known. */
  readonly dtype?: (site: CallSite) => Tensor["dtype"];
  /** The one value that fills it. */
  readonly fill?: (site: CallSite) => Dim;
  readonly check?: (site: CallSite) => Problem | undefined;
}

// ── element types ───────────────────────────────────────────────────────────────────────────────────────────────

const DTYPES: Readonly<Record<string, Tensor["dtype"]>> = { float32: "float", int32: "int", bool: "bool" };

/** The type that argument `at` names, else the one that this function has of itself. */
const typed =
  (at: number, otherwise: (site: CallSite) => Tensor["dtype"] = () => "float") =>
  (site: CallSite): Tensor["dtype"] => {
    const arg = site.args[at];
    if (!isGiven(arg)) return otherwise(site);
    const type = asString(arg) ?? "";
    return Object.hasOwn(DTYPES, type) ? DTYPES[type] : undefined;
  };

const isGiven = (arg: Value | undefined): arg is Value =>
  arg !== undefined && !(arg.kind === "const" && (arg.value === undefined || arg.value === null));

/** Of numbers and flags that stand in the source. */
function typeOfValues(value: Value | undefined): Tensor["dtype"] {
  if (value?.kind === "array") return value.complete ? typeOfValues(value.elements[0]) : undefined;
  if (value?.kind !== "const") return undefined;
  return typeof value.value === "number" ? "float" : typeof value.value === "boolean" ? "bool" : undefined;
}

// ── shapes of values ────────────────────────────────────────────────────────────────────────────────────────────

/** The shape of nested lists, where they are known and even. */
export function nestedShape(values: Value | undefined): Dim[] | undefined {
  if (values?.kind === "const")
    return ["number", "boolean", "string"].includes(typeof values.value) ? [] : undefined;
  if (values?.kind === "size") return [];
  if (values?.kind === "typed-array") return typeof values.length === "number" ? [values.length] : undefined;
  if (values?.kind !== "array" || !values.complete) return undefined;
  const [first, ...others] = values.elements.map(nestedShape);
  if (values.elements.length > 0 && !first) return undefined;
  if (others.some((other) => String(other) !== String(first))) return undefined;
  return [values.elements.length, ...(first ?? [])];
}

const given =
  (rank: number | undefined, at: number) =>
  (site: CallSite): Shape => {
    const [values] = site.args;
    const shape = at > 0 && isGiven(site.args[at]) ? shapeIn(site.args[at]) : nestedShape(values);
    if (rank === undefined) return shape ?? null;
    if (shape?.length === rank) return shape;
    const explicit = at > 0 && isGiven(site.args[at]);
    return Array.from({ length: rank }, (_, axis) => {
      const size = explicit ? unknown : lengthAt(axis, values);
      return isUnknown(size) ? site.world.free(axis === rank - 1 && axis > 0 ? "width" : "length") : size;
    });
  };

/** How many elements nested lists have `axis` lists deep, as their first ones tell. */
function lengthAt(axis: number, values: Value | undefined): Dim {
  if (values?.kind === "typed-array") return axis === 0 ? values.length : unknown;
  if (values?.kind !== "array") return unknown;
  if (axis > 0) return lengthAt(axis - 1, values.elements[0]);
  return countOf(values) ?? unknown;
}

const NUMBERS = [
  "",
  "one number",
  "two numbers",
  "three numbers",
  "four numbers",
  "five numbers",
  "six numbers",
];

/** What tf.tensor… refuses of values and shape, both as far as they are known. */
const checkValues =
  (rank: number | undefined) =>
  (site: CallSite): Problem | undefined => {
    const name = `tensor${rank === undefined ? "" : `${rank}d`}`;
    const values = nestedShape(site.args[0]) as number[] | undefined;
    const explicit = rank === 1 ? undefined : site.args[1];
    const shape = isGiven(explicit) ? shapeIn(explicit) : undefined;
    if (rank !== undefined && shape && shape.length !== rank)
      return valueProblem(
        `takes a shape of ${rank} sizes, not ${prettyShape(shape)}`,
        `${name}() requires shape to have ${NUMBERS[rank]}`,
      );
    if (!values) return undefined;
    if (rank !== undefined && values.length !== rank && (rank === 1 || values.length !== 1))
      return valueProblem(
        `takes ${rank === 1 ? "a flat list" : `lists nested ${rank} deep or flat`}, receives ${prettyShape(values)}`,
        rank === 1
          ? "tensor1d() requires values to be a flat/TypedArray"
          : `${name}() requires values to be ${"number[]".padEnd(6 + 2 * rank, "[]")} or flat/TypedArray`,
      );
    if (rank !== undefined && rank > 1 && values.length === 1 && !isGiven(explicit))
      return valueProblem(
        "needs a shape for a flat list",
        `${name}() requires shape to be provided when \`values\` are a flat/TypedArray`,
      );
    return shape?.every((size) => typeof size === "number") ? misfit(values, shape as number[]) : undefined;
  };

/** Values under a shape: as many of them, and nested alike as far as they are nested. */
function misfit(values: readonly number[], shape: readonly number[]): Problem | undefined {
  const [has, wants] = [product(values), product(shape)];
  if (has !== wants)
    return valueProblem(
      `needs ${String(wants)} values for ${prettyShape(shape)}, receives ${String(has)}`,
      `Based on the provided shape, [${shape}], the tensor should have ${String(wants)} values but has ${String(has)}`,
    );
  const fits = values.every(
    (size, at) => size === shape[at] || (at === values.length - 1 && size === product(shape.slice(at))),
  );
  return fits
    ? undefined
    : valueProblem(
        `takes values of the shape ${prettyShape(shape)}, receives ${prettyShape(values)}`,
        `Error creating a new Tensor. Inferred shape (${values}) does not match the provided shape (${shape}). `,
      );
}

const valueProblem = (message: string, runtime: string): Problem => ({
  code: "tensor-values",
  stage: "construct",
  at: "call",
  message,
  runtime,
  exception: "Error",
});

// ── the functions ───────────────────────────────────────────────────────────────────────────────────────────────

const filled = (at: number, dtype?: Maker["dtype"]): Maker => ({
  shape: ({ args: [shape] }) => shapeIn(shape) ?? null,
  dtype: dtype ?? typed(at),
});

const ofRank = (rank: number | undefined): Maker => ({
  shape: given(rank, rank === 1 ? 0 : 1),
  dtype: typed(rank === 1 ? 1 : 2, ({ args: [values] }) => typeOfValues(values)),
  check: checkValues(rank),
});

/** Without a step it counts downwards where it has to. */
const range: Maker = {
  shape({ args }) {
    const [from, to] = [asNumber(args[0]), asNumber(args[1])];
    const step = isGiven(args[2]) ? asNumber(args[2]) : 1;
    const end = toDim(args[1]);
    if (from === 0 && step === 1 && !isUnknown(end) && decide(ge(end, 0)) === true) return [end];
    if (from === undefined || to === undefined || step === undefined || step === 0) return [unknown];
    if (from === to || (from < to && step < 0) || (to < from && step > 1)) return [0];
    return [Math.ceil(Math.abs((to - from) / step))];
  },
  dtype: typed(3),
  check: ({ args }) =>
    asNumber(args[2]) === 0
      ? valueProblem("cannot count in steps of 0", "Cannot have a step of zero")
      : undefined,
};

const linspace: Maker = {
  shape: ({ args: [, , count] }) => [toDim(count)],
  dtype: () => "float",
  check({ args }) {
    const count = asNumber(args[2]);
    return count !== undefined && count <= 0
      ? valueProblem(
          `needs a positive number of values, not ${count}`,
          "The number of values should be positive.",
        )
      : undefined;
  },
};

const eye: Maker = {
  shape({ args: [rows, columns, batch] }) {
    const square = [toDim(rows), toDim(isGiven(columns) ? columns : rows)];
    if (!isGiven(batch)) return square;
    const sizes = shapeIn(batch);
    return sizes ? [...sizes, ...square] : null;
  },
  dtype: typed(3),
};

const scalar: Maker = {
  fill: ({ args: [value] }) => toDim(value),
  shape: () => [],
  dtype: typed(1, ({ args: [value] }) => typeOfValues(value)),
  check: ({ args: [value] }) =>
    value?.kind === "array"
      ? valueProblem(
          "takes one value, not a list",
          "Error creating a new Scalar: value must be a primitive (number|boolean|string)",
        )
      : undefined,
};

const multinomial: Maker = {
  shape({ args: [logits, count] }) {
    const shape = logits?.kind === "tensor" ? logits.tensor.shape : null;
    return shape ? [...shape.slice(0, -1), toDim(count)] : null;
  },
  dtype: () => "int",
  check({ args: [logits] }) {
    const tensor = logits?.kind === "tensor" ? logits.tensor : undefined;
    const { shape, assumed, uncertain, repaired } = tensor ?? { shape: null };
    if (!shape || shape.length < 3 || assumed || uncertain || repaired) return undefined;
    return {
      ...valueProblem(
        `draws from one row of numbers or from several, receives ${prettyShape(shape)}`,
        `Rank of probabilities must be 1 or 2, but is ${shape.length}`,
      ),
      code: "rank",
    };
  },
};

const like: Maker = {
  shape: ({ args: [other] }) =>
    other?.kind === "tensor" ? other.tensor.shape : (nestedShape(other) ?? null),
};

const makers: Readonly<Record<string, Maker | undefined>> = {
  zeros: { ...filled(1), fill: () => 0 },
  ones: { ...filled(1), fill: () => 1 },
  zerosLike: { ...like, fill: () => 0 },
  onesLike: { ...like, fill: () => 1 },
  fill: {
    ...filled(
      2,
      typed(2, ({ args: [, value] }) => typeOfValues(value)),
    ),
    fill: ({ args: [, value] }) => toDim(value),
  },
  randomNormal: filled(3),
  randomUniform: filled(3),
  randomUniformInt: filled(-1, () => "int"),
  randomStandardNormal: filled(1),
  truncatedNormal: filled(3),
  randomGamma: filled(3),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((rank) => [`tensor${rank}d`, ofRank(rank)])),
  tensor: ofRank(undefined),
  scalar,
  range,
  linspace,
  eye,
  multinomial,
  variable: like,
};
