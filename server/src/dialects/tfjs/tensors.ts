/** Members of a tensor: its sizes, and every operation as a chained method. */
import { product, unknown } from "@convlens/engine/specs";
import type { Problem } from "../../facts/problem.ts";
import type { CallSite, TensorValue, Value, World } from "../../facts/values.ts";
import { constant, size, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { creator } from "./creators.ts";
import { dtypeOf } from "./element-types.ts";
import { certainlyDiffers } from "./graph.ts";
import { operation } from "./operations.ts";
import { otherOperation } from "./other-operations.ts";
import { method, reportProblem, shapeOf, shapeText, shapeValue } from "./vocabulary.ts";

export function tensorMember(name: string, self: TensorValue, world: World): Value | undefined {
  const { shape } = self.tensor;
  switch (name) {
    case "shape":
      return shapeOf(self.tensor, world);
    case "rank":
    case "rankType":
      return shape ? size(shape.length) : UNKNOWN;
    case "size":
      return size(shape ? product(shape) : unknown);
    case "assign":
      return method(name, (site) => assign(self, site));
    case "dispose":
      return method(name, () => UNDEFINED);
    case "data":
    case "dataSync":
      return method(name, () => valuesOf(self));
    case "array":
    case "arraySync":
    case "dtype":
      return method(name, () => UNKNOWN);
    default:
      return SAME.has(name) ? method(name, () => self) : chained(name, self);
  }
}

/** `variable.assign(value)`: a variable keeps its shape. */
function assign(self: TensorValue, site: CallSite): Value {
  const [value] = site.args;
  const [from, to] = [value?.kind === "tensor" ? value.tensor.shape : null, self.tensor.shape];
  if (!value || !from || !to) return UNDEFINED;
  if (from.length === to.length && !from.some((size, axis) => certainlyDiffers(size, to[axis]!)))
    return UNDEFINED;
  const problem: Problem = {
    code: "variable-shape",
    stage: "forward",
    at: { input: 0 },
    message: `keeps the shape ${shapeText(to)} of its first value, receives ${shapeText(from)}`,
    runtime: `shape of the new value (${from.map(String).join(",")}) and previous value (${to.map(String).join(",")}) must match`,
    exception: "Error",
  };
  reportProblem(site, "assign", problem, [value, self], site.argSpans[0]);
  return UNDEFINED;
}

/** As many as the tensor has; a typed array of its element type. */
function valuesOf({ tensor }: TensorValue): Value {
  const type = dtypeOf(tensor);
  if (!type || !tensor.shape) return UNKNOWN;
  return { kind: "typed-array", type: HOLDERS[type], length: product(tensor.shape) };
}
const HOLDERS = { float: "Float32Array", int: "Int32Array", bool: "Uint8Array" } as const;

const SAME: ReadonlySet<string> = new Set(["variable", "read"]);
/** Other names of `cast`. */
const CASTS: Readonly<Record<string, string | undefined>> = {
  toFloat: "float32",
  toInt: "int32",
  toBool: "bool",
  asType: undefined,
};
/** `x.as2D(2, 3)` is `tf.reshape(x, [2, 3])`; `x.as1D()` takes no size, and all values. */
const AS_SHAPE = /^as([1-5]D|Scalar)$/;
const sizesAfter = (name: string, self: TensorValue, given: readonly Value[]): readonly Value[] =>
  name === "as1D" ? [size(self.tensor.shape ? product(self.tensor.shape) : unknown)] : given;

/** `x.reshape([2, 3])` is `tf.reshape(x, [2, 3])`. */
function chained(name: string, self: TensorValue): Value | undefined {
  const reshape = operation("reshape");
  if (name === "reshapeAs")
    return method(name, (site) => {
      const [other] = site.args;
      const shape = other?.kind === "tensor" ? shapeValue(other.tensor.shape, site.world) : UNKNOWN;
      return reshape!.call!({ ...site, args: [self, shape], argSpans: [site.span, ...site.argSpans] });
    });
  if (AS_SHAPE.test(name)) {
    return method(name, (site) =>
      reshape?.call
        ? reshape.call({
            ...site,
            args: [self, site.world.array(sizesAfter(name, self, site.args))],
            argSpans: [site.span, site.argSpans[0] ?? site.span],
          })
        : UNKNOWN,
    );
  }
  const isCast = Object.hasOwn(CASTS, name);
  const type = isCast ? CASTS[name] : undefined;
  const found =
    operation(isCast ? "cast" : name) ?? likeness(name) ?? operation(`image.${name}`) ?? otherOperation(name);
  return (
    found?.call &&
    method(name, (site) =>
      found.call!({
        ...site,
        args: receiverAt(name, self, type === undefined ? site.args : [constant(type)]),
        argSpans: receiverAt(name, site.calleeSpan, type === undefined ? site.argSpans : [site.calleeSpan]),
      }),
    )
  );
}

const likeness = (name: string) => (/^(zeros|ones)Like$/.test(name) ? creator(name) : undefined);

/** The receiver stands first, except where a condition does: `a.where(condition, b)`. */
const receiverAt = <T>(name: string, receiver: T, [first, ...rest]: readonly T[]): readonly T[] =>
  first === undefined
    ? [receiver]
    : name === "where"
      ? [first, receiver, ...rest]
      : [receiver, first, ...rest];
