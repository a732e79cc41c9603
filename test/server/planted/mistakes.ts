/** Realistic mistakes in a model: what would be written otherwise, and what the layer's arguments are then. */
import type { Arg, Args } from "@convlens/engine/specs";
import type { LayerValue, Span } from "@convlens/server";

export interface Mistake {
  readonly what: string;
  readonly layer: LayerValue;
  readonly span: Span;
  readonly newText: string;
  readonly args: Args | "left out";
}

/** All mistakes that can be planted at a layer whose arguments stand in `text`, the source `file`. */
export function* mistakesIn(layer: LayerValue, file: string, text: string): Generator<Mistake> {
  const { args, argSpans, spec } = layer;
  const textOf = (span: Span): string => text.slice(span.start, span.end);
  const at = (name: string): Span | undefined => (argSpans[name]?.file === file ? argSpans[name] : undefined);
  const replaced = (name: string, span: Span, value: Arg, what: string): Mistake => ({
    what: `${spec.name}: ${what}`,
    layer,
    span,
    newText: JSON.stringify(value),
    args: { ...args, [name]: value },
  });

  for (const name of NUMBERS) {
    const list = args[name];
    const changes = CHANGES[name] ?? CHANGES.others!;
    for (const change of changes) {
      const whole = at(name);
      if (typeof list === "number" && whole && textOf(whole) === String(list) && change(list) > 0)
        yield replaced(name, whole, change(list), `${name} ${list} → ${change(list)}`);
      if (!Array.isArray(list)) continue;
      for (const [i, size] of (list as Arg[]).entries()) {
        const span = at(`${name}.${i}`);
        if (typeof size !== "number" || !span || textOf(span) !== String(size) || change(size) < 1) continue;
        yield {
          ...replaced(name, span, change(size), `${name}[${i}] ${size} → ${change(size)}`),
          args: { ...args, [name]: (list as Arg[]).with(i, change(size)) as Arg },
        };
      }
    }
  }

  const shape = args.inputShape;
  const place = at("inputShape");
  if (Array.isArray(shape) && place && /^\[[\d\s,]+\]$/.test(textOf(place))) {
    const sizes = shape as number[];
    if (sizes.length > 1) {
      yield replaced("inputShape", place, sizes.slice(0, -1), "inputShape without its last axis");
      yield replaced("inputShape", place, sizes.slice(1), "inputShape without its first axis");
    }
    yield replaced("inputShape", place, [32, ...sizes], "inputShape with the batch");
  }
  const sequences = at("returnSequences");
  if (args.returnSequences === true && sequences && textOf(sequences) === "true")
    yield replaced("returnSequences", sequences, false, "returnSequences false");
  const padding = at("padding");
  if (args.padding === "same" && padding && /^["'`]same["'`]$/.test(textOf(padding)))
    yield replaced("padding", padding, "valid", "padding valid");
  if (spec.name === "flatten") yield* withoutStatement(layer, file, text);
}

/** `model.add(tf.layers.flatten());` forgotten. */
function* withoutStatement(layer: LayerValue, file: string, text: string): Generator<Mistake> {
  if (layer.site.file !== file) return;
  const start = text.lastIndexOf("\n", layer.site.start) + 1;
  const end = text.indexOf("\n", layer.site.end);
  if (end < 0 || !/^\s*[\w.]+\.add\(\s*[\w.]*flatten\([^()]*\)\s*\)\s*;?\s*$/.test(text.slice(start, end)))
    return;
  yield {
    what: "flatten forgotten",
    layer,
    span: { file, start, end },
    newText: "",
    args: "left out",
  };
}

/** Arguments that are sizes or axes, and what they are mistaken for. */
const NUMBERS = [
  "filters",
  "units",
  "kernelSize",
  "poolSize",
  "strides",
  "targetShape",
  "axis",
  "dims",
  "n",
  "inputDim",
  "cropping",
];
const CHANGES: Readonly<Record<string, readonly ((n: number) => number)[]>> = {
  filters: [(n) => n + 1],
  units: [(n) => n + 1],
  kernelSize: [(n) => n + 30, (n) => n * 10],
  poolSize: [(n) => n + 30],
  strides: [(n) => n + 60],
  targetShape: [(n) => n + 1, (n) => n * 2],
  axis: [(n) => n + 1, (n) => n + 4],
  dims: [(n) => n + 1, (n) => n - 1],
  cropping: [(n) => n + 40],
  others: [(n) => n + 1],
};
