/** Changes that mend nothing but say more: a shape annotation, a lazy layer in its plain form. */
import { format, formatShape, isUnknown, type Shape } from "@convlens/engine/specs";
import type { Analysis } from "../facts/analysis.ts";
import type { SourceText } from "../facts/source-text.ts";
import type { LayerValue } from "../facts/values.ts";
import type { CodeAction } from "./code-actions.ts";
import { layerAt } from "./lookup.ts";

/** What the light bulb offers at an offset beside fixes. */
export function refactorings(analysis: Analysis, source: SourceText, offset: number): CodeAction[] {
  return [addShapeAnnotation(analysis, source, offset), plainForm(analysis, source, offset)].filter(
    (action) => action !== undefined,
  );
}

/** An annotation such as `@shape x [N, 3, H, W]` above a function whose inputs were found out. */
function addShapeAnnotation(analysis: Analysis, source: SourceText, offset: number): CodeAction | undefined {
  const line = source.positionAt(offset).line;
  const fact = analysis.functions.find(({ span }) => source.positionAt(span.start).line === line);
  if (
    !fact ||
    /@shape[^\n]*\n?\s*(\*\/)?\s*$/.test(
      source.text.slice(Math.max(0, fact.span.start - 300), fact.span.start),
    )
  )
    return undefined;
  const known = Object.entries(fact.params).filter(([, shape]) => isWritable(shape));
  if (known.length === 0) return undefined;
  const start = source.offsetAt({ line, character: 0 });
  const indent = /^[ \t]*/.exec(source.lineText(line))![0];
  const notes = known.map(([name, shape]) => `@shape ${name} ${formatShape(shape)}`);
  const text =
    notes.length === 1
      ? `${indent}/** ${notes[0]} */\n`
      : `${indent}/**\n${notes.map((note) => `${indent} * ${note}\n`).join("")}${indent} */\n`;
  return {
    title: "Add shape annotation",
    kind: "refactor.rewrite",
    edits: [{ span: { file: analysis.file, start, end: start }, newText: text }],
  };
}

const isWritable = (shape: Shape): boolean => shape !== null && !shape.some(isUnknown);

/** `new nn.LazyConv2d(16, 3)` as `new nn.Conv2d(3, 16, 3)`, once its input is known. */
function plainForm(analysis: Analysis, source: SourceText, offset: number): CodeAction | undefined {
  const layer = layerAt(analysis, offset);
  const learned = layer && learnedArgument(layer);
  if (!layer?.lazy || !learned) return undefined;
  const { site } = layer;
  const first = Math.min(...Object.values(layer.argSpans).map(({ start }) => start));
  const lazy = layer.lazy.spec.name;
  const prefix = source.text.slice(site.start, first).split(lazy)[0]!; // "new nn."
  return {
    title: `Replace ${lazy} by ${layer.spec.name}(${learned}, …)`,
    kind: "refactor.rewrite",
    edits: [
      {
        span: { file: site.file, start: site.start, end: first },
        newText: `${prefix}${layer.spec.name}(${learned}, `,
      },
    ],
  };
}

/** What a lazy layer has learned, as source; undefined where it is no number. */
function learnedArgument({ lazy, args }: LayerValue): string | undefined {
  const learned = args.inChannels ?? args.inFeatures;
  return lazy && typeof learned === "number" ? format(learned) : undefined;
}
