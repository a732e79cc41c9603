/** Core operations: `tf.conv2d(x, filter, …)`, `tf.reshape(x, shape)`. Numbers and nested lists serve as tensors. */
import { type Args, complete, type Dim, isList, type LayerSpec, tfjsFunctions } from "@convlens/engine/specs";
import type { Span } from "../../facts/span.ts";
import type { BuiltinValue, CallSite, Value, World } from "../../facts/values.ts";
import { toDim, UNKNOWN } from "../../facts/vocabulary.ts";
import { decodeArg, withoutPlaceholders } from "../arguments/decode.ts";
import { nestedShape } from "./creators.ts";
import { wrongType } from "./element-types.ts";
import { DIALECT, method, oneOrList, reportProblem } from "./vocabulary.ts";

/** `tf.<name>` as an operation on tensors; undefined where it is none. */
export function operation(name: string): BuiltinValue | undefined {
  const spec = tfjsFunctions.get(name);
  if (!spec) return undefined;
  return method(name, (site) => (name === "einsum" ? run(spec, einsumSite(site)) : run(spec, site)));
}

/** The equation stands before the tensors. */
const einsumSite = (site: CallSite): CallSite => ({
  ...site,
  args: [site.world.array(site.args.slice(1)), site.args[0] ?? UNKNOWN],
  argSpans: [site.argSpans[1] ?? site.span, site.argSpans[0] ?? site.span],
});

function run(spec: LayerSpec, site: CallSite): Value {
  const { tensors, rest } = divide(spec, site);
  const args = complete(
    spec,
    Object.fromEntries(spec.params.map((param, i) => [param.name, argOf(site, rest + i, param)])),
  );
  const argSpans: Record<string, Span> = {};
  for (const [i, param] of spec.params.entries())
    if (site.argSpans[rest + i]) argSpans[param.name] = site.argSpans[rest + i]!;
  const mistyped = wrongType(spec.name, tensors);
  if (mistyped) reportProblem(site, spec.name, mistyped, tensors);
  const inputs = tensors.map((value) => asTensor(value, site));
  const outputs = site.world.apply({
    spec,
    args: spec.name === "reshape" ? withRest(args, inputs[0], site.world) : args,
    argSpans,
    inputs,
    inputSpans: tensors.map((_, i) => site.argSpans[spec.inputs?.[0] === "..." ? 0 : i] ?? site.span),
    span: site.span,
    calleeSpan: site.calleeSpan,
    dialect: DIALECT,
  });
  const names = NAMED[spec.name];
  if (names) return site.world.object(names.map((name, i) => [name, outputs[i]!]));
  return LISTS.has(spec.name)
    ? site.world.array(
        outputs,
        outputs.every(({ tensor }) => tensor.shape !== null),
      )
    : oneOrList(outputs, site.world);
}

/** Of a tensor that nobody knows, the −1 of `x.reshape([-1, 4])` is a size of its own. */
function withRest(args: Args, input: Value | undefined, world: World): Args {
  const shape: unknown = args.shape;
  if (!isList(shape) || (input?.kind === "tensor" && input.tensor.shape)) return args;
  const at = shape.indexOf(-1);
  if (at < 0 || shape.indexOf(-1, at + 1) >= 0) return args;
  return { ...args, shape: (shape as readonly Dim[]).with(at, world.free("rest")) };
}

/** Operations that give a list, even of one. */
const LISTS: ReadonlySet<string> = new Set(["split", "unstack"]);

/** Operations that give an object of tensors. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  moments: ["mean", "variance"],
  topk: ["values", "indices"],
};

const argOf = (site: CallSite, at: number, param: LayerSpec["params"][number]) =>
  site.args[at]
    ? decodeArg(withoutPlaceholders(param.name, site.args[at], site.argSpans[at]), param)
    : undefined;

/** The tensors of a call, and where its other arguments begin. A method's receiver stands before a list of others. */
function divide(spec: LayerSpec, site: CallSite): { tensors: readonly Value[]; rest: number } {
  if (spec.inputs?.[0] !== "...") {
    const count = spec.inputs?.length ?? 1;
    const given = site.args.slice(0, count);
    return { tensors: [...given, ...new Array<Value>(count - given.length).fill(UNKNOWN)], rest: count };
  }
  const [first, second] = site.args;
  if (first?.kind === "tensor") {
    const others = second?.kind === "array" ? second.elements : second ? [second] : [];
    return { tensors: [first, ...others], rest: 2 };
  }
  return { tensors: first?.kind === "array" && first.complete ? first.elements : [UNKNOWN], rest: 1 };
}

/** Numbers are tensors without axes, nested lists have the axes of their nesting. */
function asTensor(value: Value, { world, span }: CallSite): Value {
  if (value.kind === "tensor") return value;
  const shape = nestedShape(value) ?? listShape(value, world);
  if (shape?.length !== 0) return shape ? world.tensor(shape, span, { dialect: DIALECT }) : UNKNOWN;
  // a number becomes a float32, also a whole one; a boolean does not
  const isNumber = value.kind === "size" || (value.kind === "const" && typeof value.value === "number");
  return world.tensor(shape, span, {
    dialect: DIALECT,
    content: { kind: "fill", value: toDim(value) },
    ...(isNumber && { dtype: "float" }),
  });
}

/** A list of tensors is not stacked: it counts as one axis of things that are no numbers. */
const listShape = (value: Value, world: World): readonly number[] | undefined =>
  value.kind === "array" &&
  value.complete &&
  value.elements.length > 0 &&
  value.elements.every(({ kind }) => kind === "tensor") &&
  !world.isShared(value)
    ? [value.elements.length]
    : undefined;
