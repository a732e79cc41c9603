/** A view of another number of elements: the size that makes the count come out, or a layer in front that makes as many. */
import { type Dim, dimOf, isList, product } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import { originOf } from "../words/producer.ts";
import { type Read, setArgument } from "./edit.ts";
import { asProduct } from "./factors.ts";

/** One of the wanted sizes is wrong: the one that makes the count come out, or the sizes the values really have. */
export function viewFixes({ args, argSpans, inputs }: Subject, read: Read): Fix[] {
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
    if (i === 0 && shape.length > 1 && wanted[0] === shape[0]) continue; // the batch is meant
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
