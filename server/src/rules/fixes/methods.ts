/**
 * Methods that move axes, in the words of the library whose tensor it is.
 *
 *   onInput(subject, 0)?.unsqueeze(1)      // ".unsqueeze(1)", in TensorFlow.js ".expandDims(1)"
 */
import { type Dim, pretty } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Span } from "../../facts/span.ts";
import type { Subject } from "../../facts/values.ts";
import { callOn, type Read } from "./edit.ts";

/** Calls on one input of a subject; each is undefined where the library has no such method. */
export interface OnInput {
  readonly span: Span;
  /** The same values under other sizes; `title` tells them as they become, −1 filled in. */
  reshape(sizes: readonly Dim[], title?: readonly Dim[]): Fix[];
  unsqueeze(axis: number): Fix[];
  squeeze(axis: number): Fix[];
  /** Axes in another order. */
  permute(order: readonly number[], why?: string): Fix[];
  /** The last two axes exchanged. */
  swapLast(): Fix[];
  /** All axes behind the batch, or behind `axis − 1`, as one. */
  flatten(axis: number): Fix[];
}

interface Words {
  reshape(sizes: string): string;
  readonly viewed: string;
  unsqueeze?(axis: number): string;
  squeeze(axis: number): string;
  permute(order: readonly number[]): string;
  /** With less words than the order of all axes. */
  readonly swapLast?: string;
  flatten?(axis: number): string;
}

const torch: Words = {
  reshape: (sizes) => `.view(${sizes})`,
  viewed: "View",
  unsqueeze: (axis) => `.unsqueeze(${axis})`,
  squeeze: (axis) => `.squeeze(${axis})`,
  permute: (order) => {
    const moved = order.flatMap((axis, i) => (axis === i ? [] : [i]));
    return moved.length === 2 ? `.transpose(${moved.join(", ")})` : `.permute(${order.join(", ")})`;
  },
  swapLast: ".transpose(-2, -1)",
  flatten: (axis) => `.flatten(${axis})`,
};
const tfjs: Words = {
  reshape: (sizes) => `.reshape([${sizes}])`,
  viewed: "Reshape",
  unsqueeze: (axis) => `.expandDims(${axis})`,
  squeeze: (axis) => `.squeeze([${axis}])`,
  permute: (order) => `.transpose([${order.join(", ")}])`,
};
const mlx: Words = {
  swapLast: ".swapaxes(-2, -1)",
  reshape: (sizes) => `.reshape(${sizes})`,
  viewed: "Reshape",
  squeeze: (axis) => `.squeeze(${axis})`,
  permute: (order) => `.transpose(${order.join(", ")})`,
  flatten: (axis) => `.flatten(${axis})`,
};
const WORDS: Readonly<Record<string, Words>> = { convlens: torch, tfjs, mlx };

/**
 * The input where it stands as an expression of its own; undefined where it does not: in a list of layers, and among
 * TensorFlow.js's symbolic tensors, which have no such methods.
 */
export function onInput(subject: Subject, at: number, read: Read): OnInput | undefined {
  const { layer, dialect } = subject;
  const span = expressionOf(subject, at);
  const words = WORDS[dialect];
  if (!span || !words || isSite(span, layer?.site) || (dialect === "tfjs" && layer)) return undefined;
  const call = (method: string | undefined, title?: string): Fix[] =>
    method === undefined ? [] : [callOn(title ?? `Insert ${method.slice(1)}`, span, method, read)];
  return {
    span,
    reshape: (sizes, told = sizes) =>
      sizes.every((size) => typeof size === "number")
        ? call(words.reshape(sizes.join(", ")), `${words.viewed} as [${told.map(pretty).join(", ")}]`)
        : [],
    unsqueeze: (axis) => call(words.unsqueeze?.(axis)),
    squeeze: (axis) => call(words.squeeze(axis)),
    permute: (order, why) => {
      const method = words.permute(order);
      return call(method, why === undefined ? undefined : `Insert ${method.slice(1).split("(")[0]}: ${why}`);
    },
    swapLast: () => call(words.swapLast ?? swapped(subject.inputs[at]?.shape?.length, words)),
    flatten: (axis) => call(words.flatten?.(axis)),
  };
}

/** Where an input stands. A receiver, `x` in `x.mul(y)`, is known by the name behind it: it ends in front of the dot. */
function expressionOf({ inputSpans, application, calleeSpan, span }: Subject, at: number): Span | undefined {
  const input = inputSpans[at];
  if (!input || !isSite(input, application?.calleeSpan ?? calleeSpan)) return input;
  return span.start < input.start ? { ...span, end: input.start - 1 } : undefined;
}

function swapped(rank: number | undefined, words: Words): string | undefined {
  if (rank === undefined || rank < 2) return undefined;
  const axes = Array.from({ length: rank }, (_, i) => i);
  return words.permute([...axes.slice(0, -2), rank - 1, rank - 2]);
}

const isSite = (span: Span, site: Span | undefined): boolean =>
  site?.file === span.file && site.start === span.start && site.end === span.end;
