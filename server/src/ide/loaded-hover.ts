/**
 * The hover of a loaded model: on its path, on what holds it, and where it is run.
 *
 *   images: float32[1, 3, 640, 640]
 *   → output0: float32[1, 84, 8400]
 *   yolo.onnx · 12.2 MB · 3.15 M params · opset 12 · 233 nodes
 */
import type { Analysis } from "../facts/analysis.ts";
import type { LoadedModel, LoadFact } from "../facts/loaded.ts";
import type { Span } from "../facts/span.ts";
import type { Application } from "../facts/values.ts";
import type { ModelFile, ModelValue } from "../model-files/index.ts";
import { t } from "../texts/index.ts";
import type { Hover } from "./hover.ts";
import { showBytes, showCount } from "./hover-math.ts";
import { wordAt } from "./lookup.ts";
import { fence, join, lines, md, none, raw } from "./markdown.ts";
import { shapeText } from "./merge.ts";

const MOST_VALUES = 8;

/** `text` is the source; undefined where the offset is on nothing of a loaded model. */
export function loadedHover(analysis: Analysis, offset: number, text: string): Hover | undefined {
  const run = analysis.applications.find((use) => use.run && contains(use.calleeSpan, offset));
  if (run) return { ...ofCall(run), span: run.calleeSpan };
  const load = loadAt(analysis, offset, text);
  return (
    load && { ...(load.fact.model ? ofModel(load.fact.model) : ofCandidates(load.fact)), span: load.span }
  );
}

/** The load whose path, or whose variable, stands at the offset. */
export function loadAt(
  analysis: Analysis,
  offset: number,
  text: string,
): { readonly fact: LoadFact; readonly span: Span } | undefined {
  const named = analysis.loads.find((load) => contains(load.named, offset));
  if (named) return { fact: named, span: named.named };
  const word = wordAt(text, offset);
  const held = word && analysis.loads.find((load) => holderOf(load, text) === word.name);
  return held && { fact: held, span: { file: analysis.file, start: word.start, end: word.end } };
}

/** `session` in `const session = await …`, `this.session = await …` */
export const holderOf = ({ span }: LoadFact, text: string): string | undefined =>
  /([\w$#]+)\s*(?::[^=;\n]+)?=\s*(?:await\s+)?$/.exec(
    text.slice(Math.max(0, span.start - 200), span.start),
  )?.[1];

const contains = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end;

type Described = Omit<Hover, "span">;

function ofModel(model: LoadedModel): Described {
  const { file } = model;
  return {
    head: fence("tensor-shape", signatureText(file.inputs, model.inputsOnly ? [] : file.outputs)),
    facts: factsOf(model),
    rest: none,
  };
}

/** The shapes of one call. */
function ofCall({ run, inputs, outputs }: Application): Described {
  const { model, inputs: fed, outputs: given } = run!;
  const text = (name: string, tensor: Application["inputs"][number] | undefined): string =>
    `${name} ${shapeText(tensor?.shape ?? null)}`;
  const from = fed.map((name, i) => text(name, inputs[i]));
  const to = given.map(({ name }, i) => text(name, outputs[i]));
  return {
    head: fence("tensor-shape", [...few(from), ...few(to).map((line) => `→ ${line}`)].join("\n")),
    facts: factsOf(model),
    rest: none,
  };
}

const ofCandidates = ({ candidates }: LoadFact): Described => ({
  head: fence("tensor-shape", t("a model file that is known at run time only")),
  facts: candidates.length > 0 ? md`${raw(t("it may be {0}", candidates.slice(0, 4).join(", ")))}` : none,
  rest: none,
});

const few = (list: readonly string[]): string[] =>
  list.length > MOST_VALUES
    ? [...list.slice(0, MOST_VALUES - 1), `… ${list.length - MOST_VALUES + 1}`]
    : [...list];

function signatureText(inputs: readonly ModelValue[], outputs: readonly ModelValue[]): string {
  const text = ({ name, kind, type, dims }: ModelValue): string =>
    kind === "tensor" || kind === "unknown"
      ? `${name}: ${type ?? ""}${dims ? `[${dims.map((dim) => dim ?? "?").join(", ")}]` : "[…]"}`
      : `${name}: ${kind}`;
  return [...few(inputs.map(text)), ...few(outputs.map(text)).map((line) => `→ ${line}`)].join("\n");
}

/** "yolo.onnx · 12.2 MB · 3.15 M params · opset 12 · 233 nodes · pytorch 2.5.1" */
function factsOf({ shown, file, inputsOnly }: LoadedModel): Described["facts"] {
  if (inputsOnly) return md`${raw(shown)}`;
  const nodes = nodesOf(file);
  const opset = file.opsets[""];
  const part = (text: string | undefined) => (text ? md`${raw(text)}` : none);
  return lines(
    join(
      [
        part(shown),
        part(showBytes(file.size)),
        part(file.parameters.values > 0 ? t("{0} params", showCount(file.parameters.values)) : undefined),
        part(opset === undefined ? undefined : `opset ${opset}`),
        part(nodes > 0 ? t("{0} nodes", nodes) : undefined),
        part(file.producer),
      ],
      " · ",
    ),
  );
}

const nodesOf = ({ operators }: ModelFile): number => Object.values(operators).reduce((a, b) => a + b, 0);
