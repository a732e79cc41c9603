/** Arguments with one right value, or a few sensible ones. */
import { axesOf, type Dim, dimOf, product } from "@convlens/engine/specs";
import type { Fix } from "../../analysis.ts";
import type { Subject } from "../../interpret/values.ts";
import { originOf } from "../producer.ts";
import { setArgument } from "./edit.ts";

export function argumentFixes(subject: Subject): readonly Fix[] {
  const { problem, args, argSpans } = subject;
  const arg = problem.at !== "call" && "arg" in problem.at ? problem.at.arg : undefined;
  switch (problem.code) {
    case "same-stride":
      return setArgument("stride", argSpans.stride, 1, args.stride);
    case "kernel-too-large": {
      const kernel = axesOf(args.kernelSize, 1)?.[0];
      return typeof kernel === "number" && args.paddingMode === "zeros"
        ? setArgument("padding", argSpans.padding, Math.floor(kernel / 2))
        : [];
    }
    case "dim-range":
      return lastAxis(subject);
    case "reshape-size":
      return viewFixes(subject);
    default:
      return arg === undefined ? [] : setArgument(arg, argSpans[arg], problem.expected, problem.received);
  }
}

/** An axis beyond the last: the last one was meant. */
function lastAxis({ problem, inputs, argSpans }: Subject): Fix[] {
  if (problem.at === "call" || !("arg" in problem.at)) return [];
  const rank = inputs[0]?.shape?.length;
  const { arg, element } = problem.at;
  const span = element === undefined ? argSpans[arg] : argSpans[`${arg}.${element}`];
  return rank ? setArgument(arg, span, rank - 1, problem.received) : [];
}

/** One of the wanted sizes is wrong: the one that makes the count come out, or the sizes the values really have. */
function viewFixes({ args, argSpans, inputs }: Subject): Fix[] {
  const wanted = Array.isArray(args.shape) ? (args.shape as Dim[]) : undefined;
  const shape = inputs[0]?.shape;
  if (!wanted || !shape) return [];
  const total = product(shape);
  const fixes: Fix[] = [];
  for (let i = wanted.length - 1; i >= 0; i--) {
    const rest = product(wanted.filter((_, other) => other !== i));
    if (
      typeof rest !== "number" ||
      typeof total !== "number" ||
      rest <= 0 ||
      total % rest !== 0 ||
      wanted[i] === -1
    )
      continue;
    fixes.push(...setArgument(`size ${i}`, argSpans[`shape.${i}`], total / rest, wanted[i]!));
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
