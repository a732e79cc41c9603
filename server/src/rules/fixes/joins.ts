/** Functions of several tensors, and axes in order: the transpose that is missing, the axis that was meant. */
import { type Dim, isList } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import { insert, setArgument } from "./edit.ts";
import { onInput } from "./methods.ts";
import { permutation } from "./permutation.ts";
import type { Suggest } from "./suggest.ts";

/** One of two matrices the other way round. */
export const matmulFixes: Suggest = (subject, read) =>
  [1, 0].flatMap((i) => onInput(subject, i, read)?.swapLast() ?? []);

/** The sizes differ on one axis only: that is the one to join along. */
export function catFixes({ inputs, argSpans, args, inputSpans }: Subject): Fix[] {
  const shapes = inputs.map((tensor) => tensor?.shape);
  const [first] = shapes;
  if (!first || shapes.some((shape) => shape?.length !== first.length)) return [];
  const differing = first.flatMap((size, axis) =>
    shapes.every((shape) => shape![axis] === size) ? [] : [axis],
  );
  const [axis] = differing;
  if (axis === undefined || differing.length !== 1) return [];
  if (argSpans.dim) return setArgument("dim", argSpans.dim, axis, args.dim);
  return inputSpans[0] ? [insert(`Join along axis ${axis}`, inputSpans[0], "after", `, ${axis}`)] : [];
}

/** The axes that are not named take the places of those named twice, or follow at the end. */
export function permuteFixes({ args, argSpans, inputs }: Subject): Fix[] {
  const rank = inputs[0]?.shape?.length;
  const dims = isList(args.dims) ? (args.dims as readonly Dim[]) : undefined;
  if (!rank || !dims?.every((dim) => typeof dim === "number") || !argSpans.dims) return [];
  const order = permutation(dims, rank);
  const span = argSpans.dims;
  const listed = argSpans["dims.0"] && argSpans["dims.0"].start > span.start;
  const text = order.join(", ");
  return [{ title: `Permute to ${text}`, edits: [{ span, newText: listed ? `[${text}]` : text }] }];
}

/** The last part takes what is left of the axis. */
export function splitFixes({ args, argSpans, inputs, problem }: Subject): Fix[] {
  const parts = isList(args.splitSize) ? (args.splitSize as readonly Dim[]) : undefined;
  const shape = inputs[0]?.shape;
  const axis = typeof args.dim === "number" ? args.dim : 0;
  const whole = shape?.at(axis);
  if (!parts?.every((part) => typeof part === "number") || typeof whole !== "number" || problem.at === "call")
    return [];
  const rest = whole - parts.slice(0, -1).reduce<number>((total, part) => total + (part as number), 0);
  return rest > 0 ? setArgument("the parts", argSpans.splitSize, [...parts.slice(0, -1), rest]) : [];
}

/** The axes of a flatten in their order. */
export function flattenOrder({ args, argSpans }: Subject): Fix[] {
  const { startDim, endDim } = argSpans;
  const [from, to] = [args.startDim, args.endDim];
  if (!startDim || !endDim || typeof from !== "number" || typeof to !== "number") return [];
  return [
    {
      title: `Flatten from ${to} to ${from}`,
      edits: [
        { span: startDim, newText: String(to) },
        { span: endDim, newText: String(from) },
      ],
    },
  ];
}
