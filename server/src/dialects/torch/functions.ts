/** Tensor functions (`torch.cat`, `F.relu`) and the methods of tensors that are the same functions. */
import {
  type Args,
  construct,
  type Dim,
  isUnknown,
  type LayerSpec,
  torchFunctions,
  torchLayers,
} from "@convlens/engine/specs";
import type { Span } from "../../facts/span.ts";
import type { BuiltinValue, CallSite, TensorValue, Value } from "../../facts/values.ts";
import { toDim, UNKNOWN } from "../../facts/vocabulary.ts";
import { decodeArg, decodeArguments, decodeSizes, valuesByName } from "../arguments/decode.ts";
import { indexRange } from "./layers.ts";
import { shapesOnly } from "./shapes-only.ts";

const DIALECT = "convlens";

/** Other names of the same functions. */
const ALIASES: Readonly<Record<string, string>> = {
  concat: "cat",
  concatenate: "cat",
  subtract: "sub",
  multiply: "mul",
  divide: "div",
  swapaxes: "transpose",
  swapdims: "transpose",
  upsample: "interpolate",
  absolute: "abs",
  featureDropout: "dropout2d",
  moveaxis: "movedim",
  tile: "repeat",
  logsigmoid: "logSigmoid",
  broadcastTo: "expand",
};

const camel = (name: string): string =>
  name.replace(/_$/, "").replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Functions whose sizes may stand one by one: x.view(4, -1) and x.view([4, -1]). */
const LISTS: Readonly<Record<string, string>> = {
  view: "shape",
  reshape: "shape",
  permute: "dims",
  expand: "sizes",
  repeat: "repeats",
};

/** `torch.<name>` or `F.<name>`, with the tensor as its first argument. */
export function tensorFunction(given: string): BuiltinValue | undefined {
  const name = camel(given);
  const known = (Object.hasOwn(ALIASES, name) && ALIASES[name]) || name;
  if (Object.hasOwn(special, known)) return { kind: "builtin", name: known, call: special[known]! };
  const spec = torchFunctions.get(known);
  return spec
    ? { kind: "builtin", name: known, call: (site) => applyFunction(spec, site) }
    : shapesOnly(known, DIALECT);
}

/** `x.<name>` as a method: the function with the tensor in front. */
export function tensorMethod(name: string, self: TensorValue): Value | undefined {
  const fn = tensorFunction(name);
  if (!fn) return undefined;
  return {
    kind: "builtin",
    name,
    call: (site) =>
      fn.call!({
        ...site,
        args: [self, ...site.args],
        argSpans: [site.selfSpan ?? site.span, ...site.argSpans],
      }),
  };
}

function applyFunction(spec: LayerSpec, site: CallSite): Value {
  const { tensors, spans, rest, restSpans, other } = takeInputs(spec, site);
  const decoded = LISTS[spec.name]
    ? listArguments(LISTS[spec.name]!, rest, restSpans)
    : decodeArguments(spec.params, rest, restSpans);
  if (!decoded) return unknownTensor(site);
  const learned = learnedTensors(spec, rest, tensors.length);
  const { args, problems } = construct(spec, { ...decoded.args, ...learned.args });
  const callArgs = {
    ...(other && { other: decodeArg(other, { kind: "number" }) }),
    ...indexRange(tensors[0]),
  };
  const outputs = site.world.apply({
    spec,
    args,
    argSpans: decoded.argSpans,
    ...(Object.keys(callArgs).length > 0 && { callArgs }),
    inputs: [...tensors, ...learned.values],
    inputSpans: [...spans, ...learned.names.map((name) => decoded.argSpans[name] ?? site.span)],
    span: site.span,
    calleeSpan: site.calleeSpan,
    dialect: DIALECT,
    refusals: problems,
  });
  if (spec.name === "split" || spec.name === "chunk")
    return site.world.array(
      outputs,
      outputs.every(({ tensor }) => tensor.shape !== null && !tensor.shape.some(isUnknown)),
    );
  return outputs.length === 1 ? outputs[0]! : site.world.array(outputs);
}

/** Tensors among the arguments are further inputs, and the arguments their places. */
function learnedTensors(
  spec: LayerSpec,
  rest: readonly Value[],
  count: number,
): { readonly args: Args; readonly names: readonly string[]; readonly values: readonly Value[] } {
  const args: Record<string, number> = {};
  const values: Value[] = [];
  for (const [name, value] of valuesByName(spec.params, rest)) {
    if (value.kind !== "tensor" || spec.params.find((param) => param.name === name)?.kind !== "tensor")
      continue;
    args[name] = count + values.length;
    values.push(value);
  }
  return { args, names: Object.keys(args), values };
}

interface Inputs {
  readonly tensors: readonly Value[];
  readonly spans: readonly Span[];
  readonly rest: readonly Value[];
  readonly restSpans: readonly Span[];
  readonly other?: Value; // a number in place of the second tensor
}

function takeInputs(spec: LayerSpec, site: CallSite): Inputs {
  const split = (count: number): Inputs => ({
    tensors: site.args.slice(0, count),
    spans: site.argSpans.slice(0, count),
    rest: site.args.slice(count),
    restSpans: site.argSpans.slice(count),
  });
  if (spec.inputs?.[0] === "...") {
    const [list] = site.args;
    const tensors =
      list?.kind === "array" ? (list.complete ? list.elements : [...list.elements, UNKNOWN]) : [UNKNOWN];
    return { ...split(1), tensors, spans: tensors.map(() => site.argSpans[0] ?? site.span) };
  }
  const count = spec.inputs?.length ?? 1;
  // a number as the second operand broadcasts to everything
  if (count === 2 && site.args[1] && isNumber(site.args[1]))
    return {
      ...split(2),
      tensors: site.args.slice(0, 1),
      spans: site.argSpans.slice(0, 1),
      other: site.args[1],
    };
  return split(count);
}

const isNumber = (value: Value): boolean =>
  (value.kind === "const" && typeof value.value === "number") ||
  value.kind === "size" ||
  value.kind === "ratio" ||
  (value.kind === "unknown" && value.free !== undefined && value.fields === undefined);

/** The sizes of view, permute, …; each has a span of its own. */
function listArguments(
  name: string,
  values: readonly Value[],
  spans: readonly Span[],
): { args: Args; argSpans: Record<string, Span> } | undefined {
  const sizes = decodeSizes(values);
  if (!sizes) return undefined;
  const argSpans: Record<string, Span> = {};
  const [first, last] = [spans[0], spans.at(-1)];
  if (first && last)
    argSpans[name] =
      first.file === last.file && first.start <= last.start
        ? { file: first.file, start: first.start, end: last.end }
        : first;
  const elements = values.length === 1 && values[0]?.kind === "array" ? values[0].elements : values;
  for (const [i, element] of elements.entries()) {
    const span = values.length === 1 && "span" in element ? (element.span as Span | undefined) : spans[i];
    if (span) argSpans[`${name}.${i}`] = span;
  }
  return { args: { [name]: sizes }, argSpans };
}

const unknownTensor = (site: CallSite): Value => site.world.tensor(null, site.span);
const shapeOf = (value: Value | undefined): readonly Dim[] | null =>
  value?.kind === "tensor" ? value.tensor.shape : null;

/** Functions that are not one rule with arguments behind the tensor. */
const special: Readonly<Record<string, (site: CallSite) => Value>> = {
  t: (site) =>
    applyFunction(torchFunctions.get("transpose")!, {
      ...site,
      args: [site.args[0]!, number(0), number(1)],
      argSpans: [site.span, site.span, site.span],
    }),
  viewAs: (site) => likeOther(site, "view"),
  reshapeAs: (site) => likeOther(site, "reshape"),
  expandAs: (site) => likeOther(site, "expand"),
  oneHot(site) {
    const input = shapeOf(site.args[0]);
    return site.world.tensor(input && site.args[1] ? [...input, toDim(site.args[1])] : null, site.span);
  },
  unflatten: (site) => applyFunction(torchLayers.get("Unflatten")!, site),
  /** Numbers among condition and values are broadcast to everything. */
  where(site) {
    const kept = [0, 1, 2].filter((i) => site.args[i] && !isNumber(site.args[i]));
    return applyFunction(
      { ...torchFunctions.get("where")!, inputs: kept.map((i) => WHERE[i]!) },
      { ...site, args: kept.map((i) => site.args[i]!), argSpans: kept.map((i) => site.argSpans[i]!) },
    );
  },
  /** The equation stands in front of the tensors, which may be in a list. */
  einsum(site) {
    const [equation, ...operands] = site.args;
    if (!equation) return unknownTensor(site);
    const list = operands[0]?.kind === "array" ? operands[0] : site.world.array(operands);
    const [at = site.span, from = site.span] = site.argSpans;
    return applyFunction(torchFunctions.get("einsum")!, {
      ...site,
      args: [list, equation],
      argSpans: [from, at],
    });
  },
};

const WHERE = torchFunctions.get("where")!.inputs!;

const number = (value: number): Value => ({ kind: "const", value });

function likeOther(site: CallSite, name: string): Value {
  const shape = shapeOf(site.args[1]);
  if (!shape) return unknownTensor(site);
  const sizes = site.world.array(
    shape.map((dim): Value => (typeof dim === "number" ? number(dim) : { kind: "size", dim })),
  );
  return applyFunction(torchFunctions.get(name)!, {
    ...site,
    args: [site.args[0]!, sizes],
    argSpans: [site.argSpans[0]!, site.argSpans[1]!],
  });
}
