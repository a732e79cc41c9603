/** Arguments with one right value, or a few sensible ones. */
import { axesOf, type Dim, dimOf, isList, product } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import { originOf } from "../producer.ts";
import { type Read, setArgument, setOption } from "./edit.ts";
import { asProduct } from "./factors.ts";

export function argumentFixes(subject: Subject, read: Read): readonly Fix[] {
  const { problem, args, argSpans } = subject;
  const arg = problem.at !== "call" && "arg" in problem.at ? problem.at.arg : undefined;
  switch (problem.code) {
    case "same-stride":
      return setArgument("stride", argSpans.stride, 1, args.stride);
    case "kernel-too-large":
      return [...paddedFor(subject, read), ...smallerKernel(subject)];
    case "dim-range":
    case "index-range":
      return nearestPlace(subject);
    case "reshape-size":
      return viewFixes(subject, read);
    case "embedding-index":
      return lastRow(subject);
    case "padding-mode":
      return largestPadding(subject);
    case "stride":
    case "kernel-size":
      return arg === undefined
        ? []
        : setArgument(arg, argSpans[arg], problem.expected ?? 1, problem.received);
    default:
      return arg === undefined ? [] : setArgument(arg, argSpans[arg], problem.expected, problem.received);
  }
}

/** A convolution that keeps the size needs half its kernel around the map. */
function paddedFor({ args, argSpans, layer }: Subject, read: Read): Fix[] {
  const kernel = axesOf(args.kernelSize, 1)?.[0];
  if (!layer || typeof kernel !== "number" || args.paddingMode !== "zeros" || kernel < 2) return [];
  const padding = Math.floor(kernel / 2);
  const edits = setOption({ site: layer.site, argSpans }, "padding", padding, read);
  return edits.length > 0 ? [{ title: `Set padding to ${padding}`, edits }] : [];
}

/** The largest kernel that still fits on all axes. */
function smallerKernel({ args, argSpans, inputs }: Subject): Fix[] {
  const rank = isList(args.kernelSize) ? args.kernelSize.length : 1;
  const space = inputs[0]?.shape?.slice(2) ?? [];
  const smallest = Math.min(...space.map((size) => (typeof size === "number" ? size : Number.NaN)));
  const padding = axesOf(args.padding, 1)?.[0] ?? 0;
  if (rank !== 1 || !Number.isInteger(smallest) || typeof padding !== "number") return [];
  return setArgument("kernelSize", argSpans.kernelSize, smallest + 2 * padding, args.kernelSize);
}

/** An index beyond the last row of the table. */
function lastRow({ args, argSpans }: Subject): Fix[] {
  const rows = dimOf(args.numEmbeddings);
  if (typeof rows !== "number" || !argSpans.paddingIdx) return [];
  return setArgument("paddingIdx", argSpans.paddingIdx, rows - 1, args.paddingIdx);
}

/** A reflection has one cell less than the axis to give, a wrapped border all of them. */
function largestPadding({ args, argSpans, inputs, problem, spec }: Subject): Fix[] {
  if (problem.at === "call" || !("arg" in problem.at)) return [];
  const space = inputs[0]?.shape?.slice(2) ?? [];
  const smallest = Math.min(...space.map((size) => (typeof size === "number" ? size : Number.NaN)));
  if (!Number.isInteger(smallest)) return [];
  const reflects = args.paddingMode === "reflect" || spec.name.startsWith("Reflection");
  return setArgument("padding", argSpans[problem.at.arg], reflects ? smallest - 1 : smallest, args.padding);
}

/** A place beyond the last: the last one was meant. */
function nearestPlace({ problem, inputs, argSpans, args }: Subject): Fix[] {
  if (problem.at === "call" || !("arg" in problem.at)) return [];
  const shape = inputs[0]?.shape;
  const { arg, element } = problem.at;
  const span = element === undefined ? argSpans[arg] : argSpans[`${arg}.${element}`];
  if (!shape || !span) return [];
  if (problem.code === "dim-range")
    return setArgument(element === undefined ? arg : "the axis", span, shape.length - 1, problem.received);
  const size = typeof args.dim === "number" ? shape.at(args.dim) : undefined;
  if (typeof size !== "number") return [];
  const start = dimOf(args.start);
  if (arg === "length")
    return typeof start === "number" ? setArgument(arg, span, size - start, args.length) : [];
  return setArgument(arg, span, size - 1, args[arg]);
}

/** One of the wanted sizes is wrong: the one that makes the count come out, or the sizes the values really have. */
function viewFixes({ args, argSpans, inputs }: Subject, read: Read): Fix[] {
  const wanted = isList(args.shape) ? (args.shape as readonly Dim[]) : undefined;
  const shape = inputs[0]?.shape;
  if (!wanted || !shape) return [];
  const total = product(shape);
  const fixes: Fix[] = [];
  for (let i = wanted.length - 1; i >= 0; i--) {
    const rest = product(wanted.filter((size, other) => other !== i && size !== -1));
    const free = wanted.some((size, other) => other !== i && size === -1);
    const size = free
      ? product(shape.slice(1))
      : typeof total === "number" && typeof rest === "number"
        ? total / rest
        : undefined;
    if (typeof size !== "number" || !Number.isInteger(size) || size <= 0 || wanted[i] === -1) continue;
    const span = argSpans[`shape.${i}`];
    fixes.push(
      ...setArgument(`size ${i}`, span, size, wanted[i]!).map((fix) => asProduct(fix, size, shape, read)),
    );
  }
  return [...squarer(wanted, total, argSpans), ...fixes, ...linearInFront(wanted, inputs[0]!)];
}

/** [N, C, s, s] whose s is wrong in both places. */
function squarer(wanted: readonly Dim[], total: Dim, argSpans: Subject["argSpans"]): Fix[] {
  const [height, width] = wanted.slice(-2);
  const rest = product(wanted.slice(0, -2));
  if (wanted.length < 3 || height !== width || typeof rest !== "number" || typeof total !== "number")
    return [];
  const side = Math.sqrt(total / rest);
  const spans = [argSpans[`shape.${wanted.length - 2}`], argSpans[`shape.${wanted.length - 1}`]];
  if (!Number.isInteger(side) || !spans[0] || !spans[1]) return [];
  return [
    {
      title: `View as ${side} × ${side}`,
      edits: spans.map((span) => ({ span: span!, newText: String(side) })),
    },
  ];
}

/** A Linear that makes the values: it makes as many as are viewed. */
function linearInFront(wanted: readonly Dim[], input: NonNullable<Subject["inputs"][number]>): Fix[] {
  const { producer } = originOf(input);
  const features = product(wanted.slice(1));
  if (
    producer?.op !== "Linear" ||
    typeof features !== "number" ||
    dimOf(producer.args.outFeatures) === features
  )
    return [];
  return setArgument("outFeatures", producer.argSpans.outFeatures, features, producer.args.outFeatures);
}
