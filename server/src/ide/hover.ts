/**
 * The hover of a layer, a module or a tensor, where it is declared and where it is used.
 *
 *   conv1 = Conv2d(3, 64, 7, { stride: 2 })          head: name and shapes
 *   [N, 3, 224, 224] → [N, 64, 109, 109]
 *   9,472 params · 111 M MACs · receptive field 7    facts: one line
 *   H, W: ⌊(224 − 1·(7 − 1) − 1) / 2⌋ + 1 = 109       rest: what one reads on for
 */
import { dialectOf } from "../dialects/index.ts";
import type { Analysis, ModuleUse } from "../facts/analysis.ts";
import { macsOf } from "../facts/macs.ts";
import type { Span } from "../facts/span.ts";
import type { Application, LayerValue, Tensor } from "../facts/values.ts";
import { originOf } from "../rules/words/producer.ts";
import { t, translated } from "../texts/index.ts";
import { bytesOf, fieldSize, isKnown, perItem, showBytes, showCount, totalsOf } from "./hover-math.ts";
import {
  bindingsAt,
  declaredModuleAt,
  layerAt,
  modelNameOf,
  moduleUsesAt,
  type NamedTensor,
  same,
  usesAt,
} from "./lookup.ts";
import { fence, join, lines, link, type Markdown, md, none, raw } from "./markdown.ts";
import { casesOf, shapeText } from "./merge.ts";
import { mismatchOf } from "./mismatch.ts";
import { spelledLayer, spelling } from "./spelling.ts";

export interface Hover {
  /** What a look tells: name and shapes. */
  readonly head: Markdown;
  /** What it costs, in one line. */
  readonly facts: Markdown;
  /** Below the picture. */
  readonly rest: Markdown;
  readonly span: Span;
}
type Described = Omit<Hover, "span">;

/** `text`: of the file. */
export function hover(analysis: Analysis, offset: number, text = ""): Hover | undefined {
  const uses = usesAt(analysis, offset);
  if (uses.length > 0 && isName(uses[0]!))
    return { ...describeUses(uses, analysis), span: uses[0]!.calleeSpan };
  const bindings = bindingsAt(analysis, offset);
  if (bindings.length > 0) return { ...describeTensor(bindings, analysis, text), span: bindings[0]!.span };
  const modules = moduleUsesAt(analysis, offset);
  const layer = layerAt(analysis, offset);
  // a layer inside of a module's constructor is nearer than the module
  if (modules.length > 0 && (!layer || !inside(layer.site, modules[0]!.span)))
    return { ...describeModule(modules, analysis), span: modules[0]!.span };
  if (layer) return { ...describeLayer(layer, analysis), span: layer.site };
  const declared = declaredModuleAt(analysis, offset, text);
  return declared.length > 0
    ? { ...describeModule(declared, analysis), span: { file: analysis.file, start: offset, end: offset } }
    : undefined;
}

/** A callee that a person points at; not the whole constructor that stands for an element of a Sequential. */
const isName = ({ calleeSpan, layer, span }: Application): boolean =>
  calleeSpan.end - calleeSpan.start < 200 && !same(calleeSpan, layer?.site ?? span);

const inside = (inner: Span, outer: Span): boolean =>
  inner.file === outer.file && outer.start <= inner.start && inner.end <= outer.end;

// ── tensors ───────────────────────────────────────────────────────────────────────────────────────────────────────

function describeTensor(bindings: readonly NamedTensor[], analysis: Analysis, text: string): Described {
  const [{ name, tensor }] = bindings as [NamedTensor];
  const dialect = tensor.producer?.dialect ?? tensor.dialect;
  const cases = shapesOf(
    bindings.map((binding) => binding.tensor),
    analysis,
    dialect,
  );
  const origin = originOf(tensor, ({ file, start, end }) =>
    file === analysis.file ? text.slice(start, end) : undefined,
  );
  const bytes = bytesOf(tensor.shape);
  const works = analysis.models.find(
    ({ inputs, requirement }) =>
      requirement && inputs.some((input) => input.origin.start === tensor.origin.start),
  )?.requirement;
  return {
    head: fence("tensor-shape", cases.length > 1 ? [name, ...cases].join("\n  ") : `${name} ${cases[0]}`),
    facts: join(
      [
        origin.text === "is given" ? none : md`${raw(translated(origin.text))}`,
        cases.length === 1 && isKnown(bytes) ? md`${raw(perItem(bytes, showBytes))}` : none,
      ],
      " · ",
    ),
    rest: works ? md`${raw(t("works for {0}", works))}` : none,
  };
}

/** A few different shapes of one place, with the models in which it has them. */
function shapesOf(
  tensors: readonly Tensor[],
  analysis: Analysis,
  dialect: string | undefined,
): readonly string[] {
  const cases = casesOf(
    tensors.map((tensor) => ({ shape: tensor.shape, who: modelNameOf(analysis, tensor) })),
    dialect,
  );
  return few(cases.length === 1 ? [shapeText(tensors[0]!.shape, dialect)] : cases);
}

/** Lines of a hover that several contexts pass through. */
const MOST_CASES = 4;

const few = (all: readonly string[]): readonly string[] =>
  all.length <= MOST_CASES
    ? all
    : [...all.slice(0, MOST_CASES - 1), t("and {0} more", all.length - MOST_CASES + 1)];

// ── layers and modules ────────────────────────────────────────────────────────────────────────────────────────────

function describeLayer(layer: LayerValue, analysis: Analysis): Described {
  const uses = analysis.applications.filter(
    (use) => use.layer?.id === layer.id || (use.layer && same(use.layer.site, layer.site)),
  );
  if (uses.length > 0) return describeUses(uses, analysis);
  return {
    head: md`**${raw(spelledLayer(layer.spec, layer.args, layer.dialect))}**`,
    facts: md`${raw(layer.spec.summary)}`,
    rest: docs(layer),
  };
}

/** All contexts of one place: what they share, then each if they differ. */
function describeUses(uses: readonly Application[], analysis: Analysis): Described {
  const [use] = uses as [Application];
  const name = use.layer && use.name && !/^\d+$/.test(use.name) ? `${use.name} = ` : "";
  const signatures = casesIn(uses, analysis, signatureOf);
  const marked = use.failed && signatures.length === 1 ? [...signatures, ...markOf(use)] : signatures;
  return {
    head: lines(md`**${raw(name + spelling(use))}**`, none).concat(
      "\n",
      fence("tensor-shape", marked.join("\n")),
    ) as Markdown,
    facts: use.failed ? none : factsOf(use),
    rest: join([use.failed || signatures.length > 1 ? none : formulaLine(use), docs(use)], " · "),
  };
}

/** What different uses are, each with the models that it is part of. */
function casesIn<T extends { readonly outputs: readonly Tensor[] }>(
  uses: readonly T[],
  analysis: Analysis,
  text: (use: T) => string,
): readonly string[] {
  const cases = new Map<string, Set<string>>();
  for (const use of uses) {
    const names = cases.get(text(use)) ?? new Set();
    const name = use.outputs[0] && modelNameOf(analysis, use.outputs[0]);
    if (name !== undefined) names.add(name);
    cases.set(text(use), names);
  }
  if (cases.size === 1) return [...cases.keys()];
  return few(
    [...cases].map(([shapes, names]) =>
      names.size === 0 ? shapes : `${[...names].slice(0, 2).join(", ")}: ${shapes}`,
    ),
  );
}

function describeModule(uses: readonly ModuleUse[], analysis: Analysis): Described {
  const [use] = uses as [ModuleUse];
  const { params, macs, layers } = totalsOf(use.applications);
  const signatures = casesIn(uses, analysis, ({ inputs, outputs, applications }) =>
    arrow(inputs, outputs, applications[0]?.dialect),
  );
  const parts = [
    t("{0} layers", layers),
    ...(isKnown(params) ? [t("{0} params", showCount(params))] : []),
    ...(isKnown(macs) ? [t("{0} MACs", perItem(macs, showCount))] : []),
  ];
  const [made] = use.outputs;
  const model = signatures.length > 1 && made ? modelNameOf(analysis, made) : undefined;
  const facts = parts.join(" · "); // of one of several models that is named
  const name = use.name === "" || /^\d+$/.test(use.name) ? use.type : `${use.name} = ${use.type}`;
  return {
    head: lines(md`**${raw(name)}**`, none).concat(
      "\n",
      fence("tensor-shape", signatures.join("\n")),
    ) as Markdown,
    facts: md`${raw(model === undefined ? facts : `${model}: ${facts}`)}`,
    rest: none,
  };
}

function arrow(inputs: readonly Tensor[], outputs: readonly Tensor[], dialect: string | undefined): string {
  const text = (tensors: readonly Tensor[]): string =>
    tensors.map(({ shape }) => shapeText(shape, dialect)).join(", ");
  return `${text(inputs)} → ${text(outputs)}`;
}

/** "[N, 3, 32, 32] → [N, 16, 30, 30]" */
export const signatureOf = ({ inputs, outputs, dialect }: Application): string =>
  arrow(inputs, outputs, dialect);

/** Under the sizes of the first input that the layer does not take: "    ^^^ 64 expected". */
function markOf(use: Application): string[] {
  const found = mismatchOf(use);
  const given = use.inputs[0]?.shape;
  if (!found || !given) return [];
  const sizes = given.map((size) => dialectOf(use.dialect).formatShape([size]).slice(1, -1));
  const start = 1 + sizes.slice(0, found.axis).reduce((sum, size) => sum + size.length + 2, 0);
  return [`${" ".repeat(start)}${"^".repeat(sizes[found.axis]!.length)} ${t("{0} expected", found.wanted)}`];
}

/** The size formula of each axis with its numbers. */
const formulaOf = ({ spec, args, inputs, outputs }: Application): readonly string[] =>
  spec.formula?.(
    args,
    inputs.map(({ shape }) => shape),
    outputs.map(({ shape }) => shape),
  ) ?? [];

/** Axes with the same numbers say them once: "H, W: ⌊(32 + 2·1 − …) / 2⌋ + 1 = 16". */
export function formulaLines(use: Application): readonly string[] {
  const axes = new Map<string, string[]>();
  for (const line of formulaOf(use)) {
    const [, name, formula] = /^(\w+): (.*)$/s.exec(line) ?? [];
    const key = formula ?? line;
    axes.set(key, [...(axes.get(key) ?? []), ...(name === undefined ? [] : [name])]);
  }
  return [...axes].map(([formula, names]) =>
    names.length > 0 ? `${names.join(", ")}: ${formula}` : formula,
  );
}

const formulaLine = (use: Application): Markdown => md`${raw(formulaLines(use).join(" · "))}`;

function factsOf(use: Application): Markdown {
  const parts: string[] = [];
  if (isKnown(use.params) && use.params !== 0) parts.push(t("{0} params", showCount(use.params)));
  const macs = macsOf(use);
  if (isKnown(macs) && macs !== 0) parts.push(t("{0} MACs", perItem(macs, showCount)));
  const bytes = bytesOf(use.outputs[0]?.shape ?? null);
  if (isKnown(bytes)) parts.push(perItem(bytes, showBytes));
  const field = fieldSize(use);
  if (field) parts.push(t("receptive field {0}", field));
  return md`${raw(parts.join(" · "))}`;
}

const docs = ({ spec }: { readonly spec: Application["spec"] }): Markdown =>
  link(t("{0} in the documentation", spec.name), spec.docs);
