/** The hover of a layer, its use or a tensor: signature, shapes, the formula with its numbers, and what it costs. */
import { reprOf } from "@convlens/engine/specs";
import { dialectOf } from "../dialects/index.ts";
import type { Analysis, Binding } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import type { Application, LayerValue } from "../facts/values.ts";
import { originOf } from "../rules/words/producer.ts";
import { bytesOf, fieldText, isKnown, perItem, showBytes, showCount } from "./hover-math.ts";
import { bindingsAt, layerAt, same, usesAt } from "./lookup.ts";
import { commonShape, shapeText } from "./merge.ts";

export interface Hover {
  /** What a look tells: name and shapes. A picture stands below. */
  readonly head: string;
  readonly rest: string;
  readonly span: Span;
}

export function hover(analysis: Analysis, offset: number): Hover | undefined {
  const uses = usesAt(analysis, offset);
  if (
    uses.length > 0 &&
    uses[0]!.calleeSpan.end - uses[0]!.calleeSpan.start < 200 &&
    !same(uses[0]!.calleeSpan, uses[0]!.layer?.site ?? uses[0]!.span)
  )
    return { ...describeUses(uses), span: uses[0]!.calleeSpan };
  const bindings = bindingsAt(analysis, offset);
  if (bindings.length > 0) {
    const [first] = bindings;
    const shape = commonShape(bindings.map(({ tensor }) => tensor.shape)) ?? null;
    const origin = originOf(first!.tensor);
    return {
      head: fence(`${first!.name} ${shapeText(shape, first!.tensor.producer?.dialect)}`),
      rest: [origin.text, ...requirements(analysis, first!)].join("\n\n"),
      span: first!.span,
    };
  }
  const layer = layerAt(analysis, offset);
  return layer && { ...describeLayer(layer, analysis), span: layer.site };
}

/** What the whole model asks of this input's free sizes. */
function requirements(analysis: Analysis, { tensor }: Binding): string[] {
  const model = analysis.models.find(
    ({ inputs, requirement }) =>
      requirement && inputs.some((input) => input.origin.start === tensor.origin.start),
  );
  return model ? [`works for ${model.requirement}`] : [];
}

const fence = (text: string): string => `\`\`\`tensor-shape\n${text}\n\`\`\``;

type Described = Pick<Hover, "head" | "rest">;

function describeLayer(layer: LayerValue, analysis: Analysis): Described {
  const uses = analysis.applications.filter(
    (use) => use.layer?.id === layer.id || (use.layer && same(use.layer.site, layer.site)),
  );
  return uses.length > 0
    ? describeUses(uses)
    : {
        head: `**${reprOf(layer.spec, layer.args)}**`,
        rest: [layer.spec.summary, docs(layer)].join("\n\n"),
      };
}

/** All contexts of one place: what they share, then each if they differ. */
function describeUses(uses: readonly Application[]): Described {
  const [first] = uses as [Application];
  return {
    head: [heading(first), fence(signatures(uses))].join("\n\n"),
    rest: [formula(uses), facts(first), docs(first)].filter(Boolean).join("\n\n"),
  };
}

const heading = (use: Application): string =>
  `**${use.layer ? (use.name && !/^\d+$/.test(use.name) ? `${use.name} = ` : "") + reprOf(use.spec, use.args) : use.op}**`;

function signatures(uses: readonly Application[]): string {
  const lines = new Set(
    uses.map(
      (use) =>
        `${use.inputs.map(({ shape }) => text(use, shape)).join(", ")} → ${use.outputs.map(({ shape }) => text(use, shape)).join(", ")}`,
    ),
  );
  const shown = [...lines].slice(0, 6);
  return [...shown, ...(lines.size > shown.length ? [`and ${lines.size - shown.length} more`] : [])].join(
    "\n",
  );
}

/** "[N, 3, 32, 32] → [N, 16, 30, 30]" */
export const signatureOf = (use: Application): string => signatures([use]);
/** The size formula of each axis with its numbers. */
export const formulaOf = ({ spec, args, inputs, outputs }: Application): readonly string[] =>
  spec.formula?.(
    args,
    inputs.map(({ shape }) => shape),
    outputs.map(({ shape }) => shape),
  ) ?? [];

const text = (use: Application, shape: Application["inputs"][number]["shape"]): string =>
  dialectOf(use.dialect).formatShape(shape) || shapeText(shape);

function formula([use, ...others]: readonly Application[]): string {
  const lines = formulaOf(use!);
  return lines.length === 0 ||
    others.some(
      (other) =>
        other.inputs[0]?.shape !== use!.inputs[0]?.shape &&
        shapeText(other.inputs[0]?.shape ?? null) !== shapeText(use!.inputs[0]?.shape ?? null),
    )
    ? ""
    : lines.map((line) => `- ${line}`).join("\n");
}

function facts(use: Application): string {
  const parts: string[] = [];
  if (isKnown(use.params) && use.params !== 0) parts.push(`${showCount(use.params)} parameters`);
  if (isKnown(use.macs) && use.macs !== 0) parts.push(`${perItem(use.macs, showCount)} MACs`);
  const bytes = bytesOf(use.outputs[0]?.shape ?? null);
  if (isKnown(bytes)) parts.push(`${perItem(bytes, showBytes)} output`);
  const field = fieldText(use);
  if (field) parts.push(`receptive field ${field}`);
  return parts.join(" · ");
}

const docs = ({ spec }: { readonly spec: Application["spec"] }): string =>
  `[${spec.name} in the documentation](${spec.docs})`;
