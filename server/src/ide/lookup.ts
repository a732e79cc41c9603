/** What stands at an offset of a file. */
import type { Analysis, Binding, ModelFact, ModuleUse } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import type { Application, LayerValue, Tensor } from "../facts/values.ts";

const contains = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end;
const length = (span: Span): number => span.end - span.start;
const innermost = <T>(items: readonly T[], spanOf: (item: T) => Span, offset: number): T | undefined =>
  items
    .filter((item) => contains(spanOf(item), offset))
    .reduce<T | undefined>(
      (best, item) => (best === undefined || length(spanOf(item)) < length(spanOf(best)) ? item : best),
      undefined,
    );

/** All uses whose layer name (or function name) stands at the offset, one for each context. */
export function usesAt(analysis: Analysis, offset: number): readonly Application[] {
  const use = innermost(analysis.applications, ({ calleeSpan }) => calleeSpan, offset);
  return use ? analysis.applications.filter(({ calleeSpan }) => same(calleeSpan, use.calleeSpan)) : [];
}

/** All uses of the module whose name stands at the offset, one for each context. */
export function moduleUsesAt(analysis: Analysis, offset: number): readonly ModuleUse[] {
  const use = innermost(analysis.moduleUses, ({ span }) => span, offset);
  return use ? analysis.moduleUses.filter(({ span }) => same(span, use.span)) : [];
}

/** Where classes begin that stand at the left margin. */
const CLASSES = /^(?:export\s+|default\s+|abstract\s+|const\s+\w+\s*=\s*)*class\b/gm;
/** What makes a name before it a member's declaration: "layer1: nn.Sequential", "layer1 =". */
const DECLARES = /^\s*(?:[!?]?\s*:|=(?!=))/;

/** All uses of the module whose member is declared or assigned at the offset: `this.layer1 = …`, `layer1: nn.Sequential`. */
export function declaredModuleAt(analysis: Analysis, offset: number, text: string): readonly ModuleUse[] {
  const before = /[\w$]*$/.exec(text.slice(Math.max(0, offset - 100), offset))![0];
  const start = offset - before.length;
  const name = /^[\w$]*/.exec(text.slice(start, start + 200))![0];
  const end = start + name.length;
  const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const isMember =
    /\bthis\.$/.test(line) ||
    /^\s+(?:(?:readonly|private|public|protected|declare|override)\s+)*$/.test(line);
  if (name === "" || !isMember || !DECLARES.test(text.slice(end, end + 20))) return [];
  const classes = [...text.matchAll(CLASSES)].map(({ index }) => index);
  const from = classes.findLast((at) => at <= start);
  const to = classes.find((at) => at > start) ?? text.length;
  if (from === undefined) return [];
  const uses = analysis.moduleUses.filter(
    ({ span, name: used }) =>
      used === name &&
      span.start >= from &&
      span.start < to &&
      text.slice(span.start - 5, span.start) === "this.",
  );
  return uses.filter(({ span }) => same(span, uses[0]!.span));
}

/** The layer whose name or constructor stands at the offset. */
export function layerAt(analysis: Analysis, offset: number): LayerValue | undefined {
  return (
    analysis.layers.find(({ nameSpan }) => nameSpan && contains(nameSpan, offset)) ??
    innermost(analysis.layers, ({ site }) => site, offset)
  );
}

export type NamedTensor = Omit<Binding, "role">;

/** What the name at the offset holds, where it is declared or read; once for each context. */
export function bindingsAt(analysis: Analysis, offset: number): readonly NamedTensor[] {
  const declared = analysis.bindings.filter(({ span, role }) => role !== "return" && contains(span, offset));
  return declared.length > 0 ? declared : analysis.mentions.filter(({ span }) => contains(span, offset));
}

/** The model in whose one run this is. */
export const modelOf = (analysis: Analysis, use: Application): ModelFact | undefined =>
  analysis.models.find(({ applications }) => applications.includes(use));

/** How the source calls the model whose run made a tensor: "resnet18". */
export function modelNameOf(analysis: Analysis, { producer }: Tensor): string | undefined {
  const model = producer && modelOf(analysis, producer);
  return model ? (model.variable ?? model.name) : producer?.model;
}

export const same = (a: Span, b: Span): boolean =>
  a.file === b.file && a.start === b.start && a.end === b.end;

/** The name that an offset touches. */
export function wordAt(
  text: string,
  offset: number,
): { name: string; start: number; end: number } | undefined {
  let [start, end] = [offset, offset];
  while (start > 0 && /[\w$#]/.test(text[start - 1]!)) start--;
  while (end < text.length && /[\w$#]/.test(text[end]!)) end++;
  return start === end ? undefined : { name: text.slice(start, end), start, end };
}
