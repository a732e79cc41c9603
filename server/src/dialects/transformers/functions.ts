/**
 * Functions on tensors: cat, stack, mean_pooling, interpolate_4d, matmul, topk, zeros, …
 *
 *   const { last_hidden_state } = await model(inputs);
 *   mean_pooling(last_hidden_state, inputs.attention_mask)       // [batch, features]
 */
import { type Dim, decide, eq, prettyShape, unknown } from "@convlens/engine/specs";
import type { BuiltinValue, CallSite, TensorValue, Value } from "../../facts/values.ts";
import { asNumber, toDim, UNKNOWN } from "../../facts/vocabulary.ts";
import { cat, stack } from "./joining.ts";
import { reduction } from "./reductions.ts";
import { permute } from "./shapes.ts";
import {
  DIALECT,
  isAbsent,
  likeTorch,
  method,
  refuse,
  shapeOf,
  type Use,
  warn,
  withShape,
} from "./vocabulary.ts";

export type Rule = (use: Use) => readonly TensorValue[];

/** Arithmetic takes numbers; a tensor becomes NaN without a word. */
export const arithmetic: Rule = (use) => {
  if (use.args[0]?.kind === "tensor")
    warn(use, {
      code: "argument-type",
      message: "takes a number; of a tensor it makes NaN without a word",
    });
  return withShape(use, shapeOf(use.tensors[0]));
};

const meanPooling: Rule = (use) => {
  const [hidden, mask] = use.tensors.map(shapeOf);
  if (!hidden) return withShape(use, null);
  if (
    mask &&
    hidden.length === 3 &&
    (mask.length !== 2 || [0, 1].some((axis) => decide(eq(mask[axis]!, hidden[axis]!)) === false))
  )
    warn(
      use,
      {
        code: "broadcast",
        message: `takes a mask of ${prettyShape(hidden.slice(0, 2))} for ${prettyShape(hidden)}, receives ${prettyShape(mask)}, and reads beyond it without a word`,
      },
      1,
    );
  return withShape(use, hidden.length === 3 ? [hidden[0]!, hidden[2]!] : null);
};

const layerNorm: Rule = (use) => {
  const shape = shapeOf(use.tensors[0]);
  if (!shape) return withShape(use, null);
  if (shape.length !== 2)
    return refuse(use, {
      code: "rank",
      message: `takes [N, C] alone, receives ${prettyShape(shape)}`,
      runtime: "`layer_norm` currently only supports 2D input.",
    });
  const [given] = use.args;
  const sizes = given?.kind === "array" && given.complete ? given.elements.map(toDim) : undefined;
  if (sizes && (sizes.length !== 1 || decide(eq(sizes[0]!, shape[1]!)) === false))
    return refuse(use, {
      code: "norm-shape",
      message: `takes the size of the last axis, ${prettyShape([shape[1]!])}, receives ${prettyShape(sizes)}`,
      runtime: `\`normalized_shape\` must be an array with one element that matches the last dimension.`,
    });
  return withShape(use, shape);
};

/** `interpolate_4d(input, { size: [h, w] })` */
const interpolate4d: Rule = (use) => {
  const shape = shapeOf(use.tensors[0]);
  if (shape && shape.length !== 4)
    return refuse(use, {
      code: "rank",
      message: `takes [N, C, H, W], receives ${prettyShape(shape)}`,
      runtime: "`interpolate_4d` currently only supports 4D input.",
    });
  const [options] = use.args;
  const size = options?.kind === "object" ? options.fields.get("size") : undefined;
  if (!shape || size?.kind !== "array" || !size.complete) return withShape(use, null);
  const asked = size.elements.map(toDim);
  if (asked.length < 2 || asked.length > 4)
    return refuse(use, {
      code: "argument-value",
      message: `takes a size of 2 to 4 numbers, receives ${asked.length}`,
      runtime: "`size` must be of length 2, 3, or 4.",
    });
  return withShape(use, [...shape.slice(0, 4 - asked.length), ...asked]);
};

/** `interpolate(input, [h, w])`: one picture. */
const interpolate: Rule = (use) => {
  const shape = shapeOf(use.tensors[0]);
  const [size] = use.args;
  if (!shape || size?.kind !== "array" || size.elements.length !== 2) return withShape(use, null);
  return withShape(use, [shape.at(-3) ?? 1, ...size.elements.map(toDim)]);
};

/** `topk(x, k)` along the last axis. */
const topk: Rule = (use) => {
  const shape = shapeOf(use.tensors[0]);
  if (!shape || shape.length === 0) return withShape(use, null, null);
  const last = shape.at(-1)!;
  const k: Dim = isAbsent(use.args[0]) ? last : toDim(use.args[0]);
  if (typeof k === "number" && typeof last === "number" && k > last)
    return refuse(
      use,
      {
        code: "topk",
        message: `takes ${k} of ${last} values`,
        runtime: "k argument should not be greater than specified axis dim value",
      },
      1,
    );
  const out = [...shape.slice(0, -1), k];
  return withShape(use, out, out);
};

/** `slice(data, starts, ends, axes, steps)`, as ONNX has it. */
const slice: Rule = (use) => {
  const shape = shapeOf(use.tensors[0]);
  const lists = use.args.map((arg) =>
    arg.kind === "array" && arg.complete ? arg.elements.map(asNumber) : undefined,
  );
  const [starts, ends, axes, steps] = lists;
  if (!shape || !starts || !ends || !axes) return withShape(use, null);
  if (axes.some((axis) => axis !== undefined && (axis < -shape.length || axis >= shape.length)))
    return refuse(
      use,
      {
        code: "dim-range",
        message: `has axes that ${prettyShape(shape)} has not: [${axes.join(", ")}]`,
        runtime: "'axes' has an axis outside of the tensor dimension count",
      },
      3,
    );
  const out: Dim[] = [...shape];
  for (const [i, axis] of axes.entries()) {
    if (axis === undefined) return withShape(use, null);
    const at = axis < 0 ? axis + shape.length : axis;
    const size = shape[at]!;
    const [start, end, step] = [starts[i], ends[i], steps ? steps[i] : 1];
    if (
      typeof size !== "number" ||
      start === undefined ||
      end === undefined ||
      step === undefined ||
      step <= 0
    ) {
      out[at] = unknown;
      continue;
    }
    const clamp = (index: number): number => Math.min(Math.max(index < 0 ? index + size : index, 0), size);
    out[at] = Math.max(0, Math.ceil((clamp(end) - clamp(start)) / step));
  }
  return withShape(use, out);
};

const quantize: Rule = (use) => {
  const shape = shapeOf(use.tensors[0]);
  if (!shape) return withShape(use, null);
  if (shape.length !== 2)
    return refuse(use, {
      code: "rank",
      message: `takes [N, features], receives ${prettyShape(shape)}`,
      runtime: "The tensor must have 2 dimensions",
    });
  const last = shape[1]!;
  if (typeof last === "number" && last % 8 !== 0)
    return refuse(use, {
      code: "argument-value",
      message: `packs eight features into one byte; ${last} do not divide by 8`,
      runtime: "The last dimension of the tensor must be a multiple of 8",
    });
  return withShape(use, [shape[0]!, typeof last === "number" ? last / 8 : unknown]);
};

/** How many of the arguments are tensors, and the rule; a list of tensors is one argument. */
const FUNCTIONS: Readonly<Record<string, readonly [tensors: number | "list", rule: Rule, type?: string]>> = {
  cat: ["list", cat],
  stack: ["list", stack],
  mean: [1, reduction()],
  std_mean: [1, reduction(0, 2, 2)],
  mean_pooling: [2, meanPooling],
  layer_norm: [1, layerNorm],
  interpolate_4d: [1, interpolate4d],
  interpolate: [1, interpolate],
  matmul: [2, (use) => likeTorch(use, "matmul", {})],
  topk: [1, topk],
  slice: [1, slice],
  permute: [1, permute(true)],
  quantize_embeddings: [1, quantize, "uint8"],
  ones_like: [1, (use) => withShape(use, shapeOf(use.tensors[0])), "int64"],
  zeros_like: [1, (use) => withShape(use, shapeOf(use.tensors[0])), "int64"],
  full_like: [1, (use) => withShape(use, shapeOf(use.tensors[0]))],
};

const SEVERAL: ReadonlySet<string> = new Set(["topk", "std_mean"]);

const MAKERS: Readonly<Record<string, string>> = {
  ones: "int64",
  zeros: "int64",
  rand: "float32",
  randn: "float32",
  full: "",
};

export function tensorFunction(name: string): BuiltinValue | undefined {
  if (Object.hasOwn(MAKERS, name)) return method(name, (site) => make(name, site));
  const [count, rule, type] = (Object.hasOwn(FUNCTIONS, name) && FUNCTIONS[name]) || [];
  if (!rule) return undefined;
  return method(name, (site) => {
    const [first] = site.args;
    const tensors =
      count === "list"
        ? first?.kind === "array" && first.complete
          ? first.elements
          : [UNKNOWN]
        : site.args.slice(0, count);
    const skip = count === "list" ? 1 : count!;
    const outputs = rule({
      name,
      site,
      tensors,
      args: site.args.slice(skip),
      argSpans: site.argSpans.slice(skip),
    });
    if (SEVERAL.has(name) && outputs.length > 1) return site.world.array(outputs);
    const [only] = outputs;
    if (!only) return UNKNOWN;
    const own = type ?? (tensors[0]?.kind === "tensor" ? tensors[0].tensor.elementType : undefined);
    return own === undefined ? only : { kind: "tensor", tensor: { ...only.tensor, elementType: own } };
  });
}

function make(name: string, { args: [size, value], world, span }: CallSite): Value {
  const shape = size?.kind === "array" && size.complete ? size.elements.map(toDim) : null;
  const type =
    MAKERS[name] ||
    (value?.kind === "const"
      ? ({ number: "float32", bigint: "int64", boolean: "bool" } as Record<string, string>)[
          typeof value.value
        ]
      : undefined);
  return world.tensor(shape, span, { dialect: DIALECT, ...(type && { elementType: type }) });
}
