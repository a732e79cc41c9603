/**
 * Arrays of mlx: where they come from, what is known of one, and how parts are taken.
 *
 *   x.index(mx.Slice(0, 5), null, '...')   // [16, 32] → [5, 1, 32]
 */
import {
  type Dim,
  isUnknown,
  lowerBound,
  max,
  min,
  product,
  type Shape,
  sub,
  unknown,
} from "@convlens/engine/specs";
import type { BuiltinValue, CallSite, TensorValue, Value } from "../../facts/values.ts";
import { asNumber, size, toDim, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { decodeSizes } from "../arguments/decode.ts";
import { sizesOf, tensorCreator } from "../torch/tensors.ts";
import { arrayFunction, ID } from "./functions.ts";

const method = (name: string, call: (site: CallSite) => Value): BuiltinValue => ({
  kind: "builtin",
  name,
  call,
});

// ── made ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `mx.<name>` that makes an array; undefined where it is none. */
export function arrayCreator(name: string): BuiltinValue | undefined {
  switch (name) {
    case "array": {
      const make = tensorCreator("tensor")!.call!;
      return { ...method(name, make), construct: make };
    }
    case "zeros":
    case "ones":
    case "full":
      return method(name, ({ args, world, span }) =>
        world.tensor(args[0] ? (decodeSizes(args.slice(0, 1)) ?? null) : null, span, { dialect: ID }),
      );
    case "eye":
    case "identity":
      return method(name, ({ args: [n, m], world, span }) =>
        world.tensor([toDim(n), toDim(name === "eye" && m && asNumber(m) !== undefined ? m : n)], span, {
          dialect: ID,
        }),
      );
    case "linspace":
      return method(name, ({ args: [, , count], world, span }) =>
        world.tensor([count ? toDim(count) : 50], span, { dialect: ID }),
      );
    case "arange":
      return method(name, (site) =>
        tensorCreator("arange")!.call!({
          ...site,
          args: site.args.filter((arg) => asNumber(arg) !== undefined || arg.kind === "size"),
        }),
      );
    case "Slice":
      return method(name, ({ args: [start, stop, step], world }) =>
        world.object(
          [
            ["start", start ?? UNDEFINED],
            ["stop", stop ?? UNDEFINED],
            ["step", step ?? UNDEFINED],
          ],
          sliceClass,
        ),
      );
    default:
      return undefined;
  }
}

const sliceClass: BuiltinValue = { kind: "builtin", name: "Slice" };

/** `mx.random.normal(shape)`, `mx.random.uniform(low, high, shape)` */
export function randomMember(name: string): BuiltinValue | undefined {
  const at = Object.hasOwn(RANDOM_SHAPE_AT, name) ? RANDOM_SHAPE_AT[name] : undefined;
  if (at === undefined) return method(name, () => UNKNOWN);
  return method(name, ({ args, world, span }) => {
    const given = args[at];
    const absent = !given || (given.kind === "const" && (given.value === undefined || given.value === null));
    const shape = absent ? (name === "categorical" ? null : []) : (decodeSizes([given]) ?? null);
    return world.tensor(shape, span, { dialect: ID });
  });
}

/** Where the shape stands among the arguments. */
const RANDOM_SHAPE_AT: Readonly<Record<string, number>> = {
  bernoulli: 1,
  categorical: 2,
  gumbel: 0,
  laplace: 0,
  normal: 0,
  randint: 2,
  truncatedNormal: 2,
  uniform: 2,
};

// ── members ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** `x.shape`, `x.index(…)`, and functions as methods. */
export function arrayMember(name: string, self: TensorValue, world: CallSite["world"]): Value | undefined {
  const { shape } = self.tensor;
  switch (name) {
    case "shape":
      return sizesOf(self, world);
    case "ndim":
      return shape ? size(shape.length) : UNKNOWN;
    case "size":
      return shape ? size(product(shape)) : UNKNOWN;
    case "length":
      return shape && shape.length > 0 ? size(shape[0]!) : UNKNOWN;
    case "T":
      return world.call(arrayFunction("transpose")!, [self], siteOf(self, world));
    case "index":
      return method(name, (site) => indexed(self, site));
    case "at":
    case "item":
    case "tolist":
    case "toTypedArray":
    case "dtype":
    case "itemsize":
    case "nbytes":
    case "indexPut_":
    case "view":
      return method(name, () => UNKNOWN);
    default: {
      const found = arrayFunction(name);
      return (
        found &&
        method(name, (site) =>
          found.call!({
            ...site,
            args: [self, ...site.args],
            argSpans: [site.selfSpan ?? site.span, ...site.argSpans],
          }),
        )
      );
    }
  }
}

const siteOf = (self: TensorValue, world: CallSite["world"]): CallSite => ({
  args: [],
  argSpans: [],
  span: self.tensor.origin,
  calleeSpan: self.tensor.origin,
  world,
});

// ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────

function indexed(self: TensorValue, { args, world, span }: CallSite): Value {
  return world.tensor(self.tensor.shape && partOf(self.tensor.shape, args), span, { dialect: ID });
}

/** NumPy's indexing with one index for each axis; the rest of the axes stays. Out of range is not told here. */
function partOf(shape: readonly Dim[], indices: readonly Value[]): Shape {
  const taken = indices.filter((index) => !isNull(index) && !isRest(index)).length;
  if (taken > shape.length) return null;
  const result: Dim[] = [];
  let axis = 0;
  let lists = 0;
  for (const index of indices) {
    if (isNull(index)) result.push(1);
    else if (isRest(index)) {
      const until = shape.length - (taken - indicesBefore(indices, index));
      while (axis < until) result.push(shape[axis++]!);
    } else if (index.kind === "object" && index.base === sliceClass) {
      result.push(
        sliced(shape[axis++]!, index.fields.get("start"), index.fields.get("stop"), index.fields.get("step")),
      );
    } else if (index.kind === "tensor") {
      // several of them are broadcast against each other
      if (!index.tensor.shape || ++lists > 1) return null;
      result.push(...index.tensor.shape);
      axis++;
    } else if (asNumber(index) !== undefined || index.kind === "size" || index.kind === "ratio") axis++;
    else return null;
  }
  return [...result, ...shape.slice(axis)];
}

const indicesBefore = (indices: readonly Value[], until: Value): number =>
  indices.slice(0, indices.indexOf(until)).filter((index) => !isNull(index)).length;
const isNull = (value: Value): boolean => value.kind === "const" && value.value === null;
const isRest = (value: Value): boolean => value.kind === "const" && value.value === "...";

/** How many entries `start:stop:step` takes. */
function sliced(whole: Dim, start: Value | undefined, stop: Value | undefined, step: Value | undefined): Dim {
  const given = (value: Value | undefined): Value | undefined =>
    value && !(value.kind === "const" && (value.value === null || value.value === undefined))
      ? value
      : undefined;
  const by = given(step) ? asNumber(given(step)) : 1;
  const from = placeIn(whole, given(start) ? toDim(given(start)) : 0);
  const to = placeIn(whole, given(stop) ? toDim(given(stop)) : whole);
  if (by !== 1 || from === undefined || to === undefined) return unknown;
  const count = sub(to, from);
  return isUnknown(count) || lowerBound(count) >= 0
    ? count
    : typeof count === "number"
      ? max(count, 0)
      : unknown;
}

/** The place that an index names, at most the end; negative ones count from there. */
function placeIn(whole: Dim, at: Dim): Dim | undefined {
  if (isUnknown(at) || isUnknown(whole)) return undefined;
  if (at === whole || at === 0) return at;
  if (typeof at === "number" && at < 0) {
    const place = sub(whole, -at);
    return lowerBound(place) >= 0 ? place : typeof whole === "number" ? 0 : undefined;
  }
  return min(whole, at);
}
