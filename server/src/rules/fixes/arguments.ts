/** Arguments with one right value, or a few sensible ones. */
import { type Arg, axesOf, dimOf, isList } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import { type Read, setArgument, setOption } from "./edit.ts";

/** The argument at fault as the layer wants it. */
export const setExpected = (subject: Subject): readonly Fix[] => setFault(subject, subject.problem.expected);
export const setExpectedOrOne = (subject: Subject): readonly Fix[] =>
  setFault(subject, subject.problem.expected ?? 1);

function setFault({ problem, argSpans }: Subject, value: Arg): readonly Fix[] {
  if (problem.at === "call" || !("arg" in problem.at)) return [];
  const { arg } = problem.at;
  return setArgument(arg, argSpans[arg], value, problem.received);
}

export const strideOfOne = ({ argSpans, args }: Subject): readonly Fix[] =>
  setArgument("stride", argSpans.stride, 1, args.stride);

/** A convolution that keeps the size needs half its kernel around the map. */
export function paddedFor({ args, argSpans, layer }: Subject, read: Read): Fix[] {
  const kernel = axesOf(args.kernelSize, 1)?.[0];
  if (!layer || typeof kernel !== "number" || args.paddingMode !== "zeros" || kernel < 2) return [];
  const padding = Math.floor(kernel / 2);
  const edits = setOption({ site: layer.site, argSpans }, "padding", padding, read);
  return edits.length > 0 ? [{ title: `Set padding to ${padding}`, edits }] : [];
}

/** The largest kernel that still fits on all axes. */
export function smallerKernel({ args, argSpans, inputs }: Subject): Fix[] {
  const rank = isList(args.kernelSize) ? args.kernelSize.length : 1;
  const space = inputs[0]?.shape?.slice(2) ?? [];
  const smallest = Math.min(...space.map((size) => (typeof size === "number" ? size : Number.NaN)));
  const padding = axesOf(args.padding, 1)?.[0] ?? 0;
  if (rank !== 1 || !Number.isInteger(smallest) || typeof padding !== "number") return [];
  return setArgument("kernelSize", argSpans.kernelSize, smallest + 2 * padding, args.kernelSize);
}

/** An index beyond the last row of the table. */
export function lastRow({ args, argSpans }: Subject): Fix[] {
  const rows = dimOf(args.numEmbeddings);
  if (typeof rows !== "number" || !argSpans.paddingIdx) return [];
  return setArgument("paddingIdx", argSpans.paddingIdx, rows - 1, args.paddingIdx);
}

/** A reflection has one cell less than the axis to give, a wrapped border all of them. */
export function largestPadding({ args, argSpans, inputs, problem, spec }: Subject): Fix[] {
  if (problem.at === "call" || !("arg" in problem.at)) return [];
  const space = inputs[0]?.shape?.slice(2) ?? [];
  const smallest = Math.min(...space.map((size) => (typeof size === "number" ? size : Number.NaN)));
  if (!Number.isInteger(smallest)) return [];
  const reflects = args.paddingMode === "reflect" || spec.name.startsWith("Reflection");
  return setArgument("padding", argSpans[problem.at.arg], reflects ? smallest - 1 : smallest, args.padding);
}

/** An axis beyond the last: the last one was meant. */
export function nearestAxis({ problem, inputs, argSpans }: Subject): Fix[] {
  if (problem.at === "call" || !("arg" in problem.at)) return [];
  const { arg, element } = problem.at;
  const span = element === undefined ? argSpans[arg] : argSpans[`${arg}.${element}`];
  const shape = inputs[0]?.shape;
  return shape && span
    ? setArgument(element === undefined ? arg : "the axis", span, shape.length - 1, problem.received)
    : [];
}

/** An entry beyond the last: the last one was meant. */
export function nearestEntry({ problem, inputs, argSpans, args }: Subject): Fix[] {
  if (problem.at === "call" || !("arg" in problem.at)) return [];
  const { arg, element } = problem.at;
  const span = element === undefined ? argSpans[arg] : argSpans[`${arg}.${element}`];
  const size = typeof args.dim === "number" ? inputs[0]?.shape?.at(args.dim) : undefined;
  if (!span || typeof size !== "number") return [];
  if (arg !== "length") return setArgument(arg, span, size - 1, args[arg]);
  const start = dimOf(args.start);
  return typeof start === "number" ? setArgument(arg, span, size - start, args.length) : [];
}
