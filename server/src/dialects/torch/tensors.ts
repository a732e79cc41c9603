/** Tensors: where they come from (`randn([2, 3])`) and what is known of one (`x.shape`). */
import { type Dim, isUnknown, lowerBound, product, sub, unknown } from "@convlens/engine/specs";
import type { BuiltinValue, CallSite, TensorValue, Value } from "../../facts/values.ts";
import { asNumber, size, toDim, UNKNOWN } from "../../facts/vocabulary.ts";
import { decodeSizes } from "../arguments/decode.ts";
import { tensorMethod } from "./functions.ts";

/** Members of a tensor that tell its sizes, or give it back unchanged. */
export function tensorMember(name: string, self: TensorValue, world: CallSite["world"]): Value | undefined {
  const { shape } = self.tensor;
  switch (name) {
    case "shape":
      return sizesOf(self, world);
    case "size":
      return {
        kind: "builtin",
        name,
        call: ({ args: [dim] }) =>
          dim && dim.kind !== "const"
            ? UNKNOWN
            : dim?.kind === "const" && dim.value !== undefined
              ? sizeAt(shape, asNumber(dim))
              : sizesOf(self, world),
      };
    case "dim":
      return { kind: "builtin", name, call: () => (shape ? size(shape.length) : UNKNOWN) };
    case "ndim":
    case "rank":
      return shape ? size(shape.length) : UNKNOWN;
    case "numel":
      return { kind: "builtin", name, call: () => (shape ? size(product(shape)) : UNKNOWN) };
    case "T":
      return shape?.length === 2 ? tensorMethod("transpose", self)! : UNKNOWN;
    default:
      return SAME.has(name) ? { kind: "builtin", name, call: () => self } : tensorMethod(name, self);
  }
}

const SAME: ReadonlySet<string> = new Set([
  "to",
  "cuda",
  "cpu",
  "float",
  "double",
  "half",
  "long",
  "int",
  "bool",
  "type",
  "typeAs",
  "requiresGrad_",
  "requires_grad_",
  "retainGrad",
]);

/** The sizes as a list; of an input that has none yet, a list of unknown length. */
export function sizesOf({ tensor }: TensorValue, world: CallSite["world"]): Value {
  if (tensor.shape) return world.array(tensor.shape.map((dim) => size(dim)));
  return { ...world.array([], false), sizesOf: tensor };
}

function sizeAt(shape: TensorValue["tensor"]["shape"], dim: number | undefined): Value {
  const found = dim === undefined ? undefined : shape?.at(dim);
  return found === undefined ? UNKNOWN : size(found);
}

const FILLS: Readonly<Record<string, number>> = { zeros: 0, ones: 1 };
const creators = new Set(["randn", "rand", "zeros", "ones", "empty", "randint"]);

/** `torch.<name>` that makes a tensor; undefined where it is none. */
export function tensorCreator(name: string): BuiltinValue | undefined {
  const make = creatorOf(name);
  return make && { kind: "builtin", name, call: make };
}

function creatorOf(name: string): BuiltinValue["call"] {
  if (creators.has(name))
    return (site) =>
      filled(
        site,
        name === "randint" ? sizesAfterBounds(site) : site.args,
        name === "randint" ? "int" : "float",
        FILLS[name],
      );
  if (/Like$|_like$/.test(name) && creators.has(name.replace(/_?[Ll]ike$/, "")))
    return ({ args: [other], world, span }) =>
      world.tensor(other?.kind === "tensor" ? other.tensor.shape : null, span);
  switch (name) {
    case "full":
      return (site) => filled(site, site.args.slice(0, 1), "float", toDim(site.args[1]));
    case "tensor":
    case "asTensor":
      return ({ args: [data], world, span }) => {
        const range = nestedRange(data);
        return world.tensor(nestedShape(data), span, range ? { range } : {});
      };
    case "arange":
      return ({ args, world, span }) => {
        const bounds = args.filter((arg) => arg.kind !== "object");
        const [start, length] =
          bounds.length === 1 ? [0, toDim(bounds[0])] : [asNumber(bounds[0]) ?? 0, rangeLength(bounds)];
        const content = { kind: "range", start, step: asNumber(bounds[2]) ?? 1 } as const;
        return world.tensor([length], span, { dtype: "int", content });
      };
    case "linspace":
      return ({ args, world, span }) => world.tensor([toDim(args[2])], span);
    case "eye":
      return ({ args, world, span }) => world.tensor([toDim(args[0]), toDim(args[1] ?? args[0])], span);
    default:
      return undefined;
  }
}

const sizesAfterBounds = ({ args }: CallSite): readonly Value[] => {
  const at = args.findIndex((arg) => arg.kind === "array");
  return at < 0 ? [UNKNOWN] : args.slice(at, at + 1);
};

function filled(
  { world, span }: CallSite,
  values: readonly Value[],
  dtype: "float" | "int",
  fill?: Dim,
): Value {
  const sizes = decodeSizes(values.filter((value) => value.kind !== "object"));
  return world.tensor(sizes ?? null, span, {
    dtype,
    ...(fill !== undefined && { content: { kind: "fill", value: fill } }),
  });
}

/** The shape of nested lists, where they are known and even. */
export function nestedShape(data: Value | undefined): Dim[] | null {
  if (data?.kind === "const") return [];
  if (data?.kind !== "array" || !data.complete) return null;
  if (data.elements.length === 0) return [0];
  const inner = nestedShape(data.elements[0]);
  return inner && [data.elements.length, ...inner];
}

/** The smallest and the largest of nested numbers; undefined where one is not known. */
function nestedRange(data: Value | undefined): readonly [number, number] | undefined {
  if (data?.kind === "const") return typeof data.value === "number" ? [data.value, data.value] : undefined;
  if (data?.kind !== "array" || !data.complete || data.elements.length === 0) return undefined;
  const ranges = data.elements.map(nestedRange);
  if (ranges.includes(undefined)) return undefined;
  return [Math.min(...ranges.map((range) => range![0])), Math.max(...ranges.map((range) => range![1]))];
}

/** How many numbers from the first up to the second there are, in steps of the third. */
function rangeLength(args: readonly Value[]): Dim {
  const [from, to, step] = [asNumber(args[0]), asNumber(args[1]), args[2] ? asNumber(args[2]) : 1];
  if (from !== undefined && to !== undefined && step) return Math.max(0, Math.ceil((to - from) / step));
  const length = step === 1 ? sub(toDim(args[1]), toDim(args[0])) : unknown;
  return isUnknown(length) || lowerBound(length) >= 0 ? length : unknown;
}

/** `Tensor.from(data, shape)` */
export const tensorClass: BuiltinValue = {
  kind: "builtin",
  name: "Tensor",
  get: (name) =>
    name === "from"
      ? { kind: "builtin", name, call: (site) => filled(site, site.args.slice(1, 2), "float") }
      : undefined,
};

/** `new nn.Parameter(tensor)`: a learned tensor of the module that holds it. */
export const parameterClass: BuiltinValue = {
  kind: "builtin",
  name: "Parameter",
  construct: ({ args: [value], world, span }) => {
    const { shape = null, content } = value?.kind === "tensor" ? value.tensor : {};
    return world.tensor(shape, span, { parameter: true, ...(content && { content }) });
  },
};
