/** Small words that the files of this dialect share. */
import {
  type Args,
  complete,
  type Dim,
  type LayerSpec,
  type Shape,
  torchFunctions,
} from "@convlens/engine/specs";
import type { Problem } from "../../facts/problem.ts";
import type { Span } from "../../facts/span.ts";
import type { BuiltinValue, CallSite, TensorValue, Value } from "../../facts/values.ts";
import { asNumber } from "../../facts/vocabulary.ts";
import { nothing, reportAt } from "../loaded/report.ts";

export const DIALECT = "transformers";

export const method = (name: string, call: (site: CallSite) => Value): BuiltinValue => ({
  kind: "builtin",
  name,
  call,
  callsBack: true,
});

/** What a function is called on: its tensors, their places, and the arguments behind them. */
export interface Use {
  readonly name: string;
  readonly site: CallSite;
  readonly tensors: readonly Value[];
  readonly args: readonly Value[];
  readonly argSpans: readonly Span[];
}

export const shapeOf = (value: Value | undefined): Shape =>
  value?.kind === "tensor" ? value.tensor.shape : null;

/** Applies the rule of PyTorch's function of this name, which the library follows here. */
export function likeTorch(use: Use, name: string, args: Args): readonly TensorValue[] {
  const spec = torchFunctions.get(name)!;
  return applied(use, spec, complete(spec, args), namedSpans(spec, use));
}

/** A result whose shape is worked out by the caller. */
export const withShape = (use: Use, ...shapes: readonly Shape[]): readonly TensorValue[] =>
  applied(
    use,
    nothing(use.name, () => shapes),
    {},
    {},
  );

function applied(
  { site, tensors }: Use,
  spec: LayerSpec,
  args: Args,
  argSpans: Readonly<Record<string, Span>>,
): readonly TensorValue[] {
  return site.world.apply({
    spec,
    args,
    argSpans,
    inputs: tensors,
    inputSpans: tensors.map(() => site.selfSpan ?? site.argSpans[0] ?? site.span),
    span: site.span,
    calleeSpan: site.calleeSpan,
    dialect: DIALECT,
  });
}

const namedSpans = ({ params }: LayerSpec, { argSpans }: Use): Record<string, Span> =>
  Object.fromEntries(params.flatMap(({ name }, i) => (argSpans[i] ? [[name, argSpans[i]]] : [])));

/** Tells what the library throws; nothing is known of the result. */
export function refuse(
  use: Use,
  problem: Pick<Problem, "code" | "message"> & Partial<Problem>,
  arg = 0,
): readonly TensorValue[] {
  warn(use, { severity: "error", ...problem }, arg);
  return [use.site.world.tensor(null, use.site.span, { dialect: DIALECT })];
}

/** Tells what the library computes without a word. */
export function warn(use: Use, problem: Pick<Problem, "code" | "message"> & Partial<Problem>, arg = 0): void {
  reportAt(
    use.site,
    use.name,
    { stage: "forward", exception: "Error", severity: "warning", ...problem, at: { arg: "argument" } },
    "argument",
    use.argSpans[arg] ?? use.site.span,
    use.tensors,
    DIALECT,
  );
}

export const isAbsent = (value: Value | undefined): boolean =>
  value === undefined || (value.kind === "const" && (value.value === undefined || value.value === null));

/** An axis as a number, counted from the back where it is negative; undefined where it is not known, "outside" beyond both ends. */
export function axisOf(value: Value | undefined, rank: number): number | undefined | "outside" {
  const axis = asNumber(value);
  if (axis === undefined) return undefined;
  if (axis < -rank || axis >= rank) return "outside";
  return axis < 0 ? axis + rank : axis;
}

export const outside = (use: Use, axis: Value | undefined, rank: number, arg = 0): readonly TensorValue[] =>
  refuse(
    use,
    {
      code: "dim-range",
      message: `has no axis ${asNumber(axis)}: its input has ${rank === 1 ? "1 axis" : `${rank} axes`}`,
      runtime: `IndexError: index ${asNumber(axis)} is out of bounds for dimension with size ${rank}`,
      exception: "Error",
    },
    arg,
  );

export const number = (dim: Dim | undefined): number | undefined =>
  typeof dim === "number" ? dim : undefined;
