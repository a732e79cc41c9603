/** Fixes in TensorFlow.js's words: names, sizes of a config, and layers that are missing between two others. */
import { type Dim, dimOf, isList, open, product } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import { originOf } from "../words/producer.ts";
import { insert, setArgument } from "./edit.ts";

/** The one word that was meant. */
export function nameFixes({ problem, argSpans }: Subject): Fix[] {
  if (problem.at === "call" || !("arg" in problem.at) || typeof problem.expected !== "string") return [];
  const { arg } = problem.at;
  return replace(`Set ${arg} to "${problem.expected}"`, argSpans[arg], JSON.stringify(problem.expected));
}

const replace = (title: string, span: Subject["span"] | undefined, newText: string): Fix[] =>
  span ? [{ title, edits: [{ span, newText }] }] : [];

/** One of both becomes 1. */
export const strideFixes = ({ argSpans, args }: Subject): Fix[] => [
  ...setArgument("dilationRate", argSpans.dilationRate, 1, args.dilationRate),
  ...setArgument("strides", argSpans.strides, 1, args.strides),
];

/** A sequence that was dropped too early, or an inputShape with an axis too many or too few. */
export function rankFixes(subject: Subject): Fix[] {
  const { problem, inputs, layer } = subject;
  if (layer?.dialect !== "tfjs") return [];
  const recurrent = inputs[0] && originOf(inputs[0]).producer;
  if (problem.expected === 3 && problem.received === 2 && recurrent && RECURRENT.has(recurrent.op))
    return returnSequences(recurrent);
  return inputShapeFixes(subject);
}

function returnSequences({ argSpans, layer }: Pick<Subject, "argSpans" | "layer">): Fix[] {
  const title = `Return sequences from ${layer?.name ? `\`${layer.name}\`` : "the layer in front"}`;
  if (argSpans.returnSequences) return replace(title, argSpans.returnSequences, "true");
  return argSpans.units ? [insert(title, argSpans.units, "after", ", returnSequences: true")] : [];
}

/** [null, 28, 28, 1] holds the batch, [28, 28] lacks the channels. */
function inputShapeFixes({ problem, layer }: Subject): Fix[] {
  const shape = layer?.args.inputShape;
  const span = layer?.argSpans.inputShape;
  if (!isList(shape) || typeof problem.expected !== "number" || typeof problem.received !== "number")
    return [];
  const text = (sizes: readonly unknown[]): string =>
    `[${sizes.map((size) => (size === null ? "null" : String(size))).join(", ")}]`;
  if (problem.received === problem.expected + 1)
    return replace("Take the batch out of inputShape", span, text(shape.slice(1)));
  if (problem.received !== problem.expected - 1) return [];
  if (!RECURRENT.has(layer!.spec.name) || shape.length !== 1)
    return replace("Add one channel to inputShape", span, text([...shape, 1]));
  const size = text(shape).slice(1, -1);
  return [
    ...replace(`Take ${size} steps of one value`, span, text([...shape, 1])),
    ...replace(`Take one step of ${size} values`, span, text([1, ...shape])),
  ];
}

/** Layers that take steps: what comes in one by one, or all at once. */
const RECURRENT: ReadonlySet<string> = new Set(["lstm", "gru", "simpleRNN"]);

/** One size of the target that makes the count come out, or a dense layer in front that makes as many values. */
export function targetShapeFixes({ args, argSpans, inputs }: Subject): Fix[] {
  const target = isList(args.targetShape)
    ? args.targetShape.map((size): Dim => (size === null ? open : dimOf(size)))
    : undefined;
  const [input] = inputs;
  const total = input?.shape ? product(input.shape.slice(1)) : undefined;
  if (!target || !input || typeof total !== "number") return [];
  const fixes: Fix[] = [];
  const { producer } = originOf(input);
  const values = product(target);
  if (producer?.op === "dense" && typeof values === "number" && values > 0)
    fixes.push(...setArgument("units", producer.argSpans.units, values, dimOf(producer.args.units)));
  for (const i of target.keys()) {
    const rest = product(target.filter((_, other) => other !== i));
    if (typeof rest !== "number" || rest <= 0 || total % rest !== 0) continue;
    fixes.push(
      ...setArgument(
        "targetShape",
        argSpans.targetShape,
        target.map((size, at) => (at === i ? total / rest : size)),
      ),
    );
  }
  return fixes;
}

/** A window that is larger than the map fits once the map is padded. */
export function sizeFixes({ args, argSpans, layer }: Subject): Fix[] {
  if (layer?.dialect !== "tfjs" || args.padding === "same") return [];
  const title = 'Set padding to "same"';
  if (argSpans.padding) return replace(title, argSpans.padding, '"same"');
  const window = argSpans.kernelSize ?? argSpans.poolSize;
  return window ? [insert(title, window, "after", ', padding: "same"')] : [];
}

/** The same number on each side of both axes. */
export function numericPaddingFixes({ args: { pad }, argSpans }: Subject): Fix[] {
  const sides = `[[0, 0], [${pad}, ${pad}], [${pad}, ${pad}], [0, 0]]`;
  return typeof pad === "number" ? replace(`Pad by ${sides}`, argSpans.pad, sides) : [];
}

/** flatten in front of the last dense layer, in a list of layers or as one more `add`. */
export function flattenFixes({ inputs }: Subject): Fix[] {
  const last = inputs[1]?.producer;
  if (!last?.layer || last.op !== "dense") return [];
  const { site } = last.layer;
  const model = last.model ?? "model";
  return [
    insert("Insert flatten()", site, "before", "tf.layers.flatten(), "),
    insert("Insert flatten()", site, "before", `tf.layers.flatten()); ${model}.add(`),
  ];
}

/** Class numbers with the loss for one-hot rows, or the other way round. */
export function lossFixes({ inputs, argSpans, args }: Subject): Fix[] {
  const loss = args.loss;
  const target = inputs[0]?.shape?.at(-1);
  const wanted = target === 1 ? "sparseCategoricalCrossentropy" : "categoricalCrossentropy";
  return typeof loss === "string" &&
    /categoricalCrossentropy$/i.test(loss) &&
    loss !== wanted &&
    target !== open
    ? replace(`Set loss to "${wanted}"`, argSpans.loss, JSON.stringify(wanted))
    : [];
}
