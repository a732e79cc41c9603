/** Layers at work: construction is checked, each use runs the layer's shape rule and becomes a node of the graph. */
import {
  type Args,
  construct,
  type Dim,
  type Inferred,
  infer,
  isUnknown,
  type LayerSpec,
  possibleShape,
  product,
  type Shape,
  sum,
  torchLayers,
} from "@convlens/engine/specs";
import { optionsOf } from "../../facts/join.ts";
import { portable } from "../../facts/portable.ts";
import type { Problem } from "../../facts/problem.ts";
import { nextId } from "../../facts/scope.ts";
import type { Span } from "../../facts/span.ts";
import type {
  Application,
  ApplyRequest,
  LayerValue,
  Subject,
  Tensor,
  TensorValue,
  Value,
} from "../../facts/values.ts";
import { isNullish } from "../../facts/vocabulary.ts";
import { isReached } from "../machine/reach.ts";
import type { Run } from "../machine/run.ts";
import { mendedConstruction, outputsAfter } from "./after-error.ts";
import { blame, MOST_MENDS, markDisputed } from "./blame.ts";
import { settleOpenInput } from "./open-inputs.ts";

/** A layer value; what its constructor would refuse is reported. */
export function buildLayer(
  run: Run,
  spec: LayerSpec,
  given: Args,
  argSpans: LayerValue["argSpans"],
  dialect: string,
  site: Span,
): LayerValue {
  run.burn(20);
  const { args, problems } = construct(spec, given);
  const refused = problems.some((problem) => problem.severity !== "warning");
  const layer: LayerValue = {
    kind: "layer",
    id: nextId(),
    spec: portable(spec),
    args,
    argSpans,
    dialect,
    site,
    refused,
    ...(refused && { mended: mendedConstruction(spec, args, problems, run.context.policyOf) }),
  };
  run.state.record(run.layers, layer);
  for (const problem of problems)
    note(run, {
      problem,
      spec,
      args,
      argSpans,
      layer,
      dialect,
      inputs: [],
      inputSpans: [],
      span: site,
      stack: [...run.stack],
    });
  return layer;
}

/**
 * Problems where errors are expected, or of inputs whose rank was only guessed, are not spoken of. `mends`: the results
 * for the shapes that the inputs have once what was reported before is mended; what one of them clears is no new cause.
 */
function note(run: Run, subject: Subject, mends: readonly Inferred[] = []): void {
  run.complaints++;
  const policy = run.context.policyOf(subject.problem.code);
  if (run.state.silent || run.context.passesOver?.(subject)) return;
  if (subject.inputs.some((tensor) => tensor?.uncertain) || !isReached(run, subject)) return;
  const guessed = subject.inputs.some((tensor) => tensor?.assumed);
  if (guessed && !policy.certainAtAnyRank) return;
  // after a repair the sizes are only what was declared: what follows from them is not a new cause
  if (subject.inputs.some((tensor) => tensor?.repaired || tensor?.blamed)) return;
  if (!policy.certainBehindErrors && subject.inputs.some((tensor) => tensor?.doubtful)) return;
  const { problem } = subject;
  if (!mends.every(({ problems }) => problems.some(({ code }) => code === problem.code))) return;
  // one cause, one report: what else disagrees with the same tensor is told once this is mended
  if (problem.severity !== "warning") {
    const [input] = subject.inputs;
    const wanted = input ? policy.wants?.({ ...subject, input: input.shape }) : undefined;
    for (const tensor of subject.inputs) if (tensor) blame(run, tensor, wanted ?? null);
  }
  run.state.record(run.subjects, subject);
  if (run.inDoubt) run.doubtful.add(subject);
}

const NO_MENDS: readonly Inferred[] = [];

/** What the rule says for the shapes that the inputs have once an error further back is mended. */
function underMends(
  request: ApplyRequest,
  args: Args,
  inputs: readonly (Tensor | undefined)[],
): readonly Inferred[] {
  const count = inputs.reduce((most, tensor) => Math.max(most, tensor?.otherwise?.length ?? 0), 0);
  if (count === 0) return NO_MENDS;
  return Array.from({ length: count }, (_, i) =>
    infer(
      request.spec,
      args,
      inputs.map((tensor) => possibleShape(tensor?.otherwise?.[i] ?? tensor?.shape ?? null)),
      request.callArgs ? { callArgs: request.callArgs } : {},
    ),
  );
}

/** Runs the rule of a layer or function on values and records the use. */
export function applyLayer(run: Run, request: ApplyRequest): TensorValue[] {
  run.burn(30);
  const { policyOf } = run.context;
  const { layer } = request;
  const inputs = tensorsIn(request);
  settleOpenInput(run, request, inputs[0]);
  const shapes = inputs.map((tensor): Shape => possibleShape(tensor?.shape ?? null));
  const materialized = layer && shapes[0] ? materialize(run, layer, shapes[0]) : undefined;
  const given = layer?.mended ?? request.args;
  const result = infer(request.spec, given, shapes, request.callArgs ? { callArgs: request.callArgs } : {});
  const mends = underMends(request, given, inputs);
  const { refusals = [] } = request;
  const problems = refusals.length > 0 ? refusals : result.problems;
  const errors = problems.filter((problem) => problem.severity !== "warning");
  const spec = materialized?.spec ?? portable(request.spec);
  const args = materialized?.args ?? request.args;
  if (layer) run.noteUse(layer);
  const failed = errors.length > 0;
  if (
    failed ||
    result.conditions.length > 0 ||
    shapes.some((shape) => shape === null || shape.some(isUnknown))
  )
    run.risks++;
  const path = layer && run.paths.get(layer.id);
  const application: Application = {
    id: nextId(),
    op: spec.name,
    spec,
    args,
    argSpans: request.argSpans,
    dialect: request.dialect,
    span: request.span,
    calleeSpan: request.calleeSpan,
    inputs: inputs.map((tensor, i) => tensor ?? stranger(request, i)),
    inputSpans: request.inputSpans,
    outputs: [],
    failed,
    callArgs: request.callArgs,
    layer,
    name: layer?.name,
    path,
    within: run.modulePaths.get(run.within.at(-1)?.id ?? -1),
    model: run.model,
    params: layer && parameterCount(spec, args, shapes),
    run: request.run,
  };
  const unsure = inputs.some((tensor) => tensor?.uncertain);
  // behind a layer its channels are certain again, the rank is not
  const uncertain = unsure && !(layer && request.spec.parameters);
  const assumed = unsure || inputs.some((tensor) => tensor?.assumed);
  const repaired =
    inputs.some((tensor) => tensor?.repaired || (tensor?.blamed && !failed && !layer)) ||
    errors.some(({ code }) => !policyOf(code).outputStands);
  const shown = failed
    ? outputsAfter(request.spec, given, shapes, request.callArgs, result, policyOf)
    : result.outputs;
  const doubtful =
    inputs.some((tensor) => tensor?.doubtful) || errors.some(({ code }) => !policyOf(code).outputStands);
  const otherwise = [
    ...errors.flatMap((problem) => {
      const mistake = { spec, problem, args: given, input: shapes[0] ?? null };
      const other = policyOf(problem.code).otherwise?.(mistake, shown);
      return other ? [other] : [];
    }),
    ...mends.map(({ outputs: other }) => other),
  ].slice(-MOST_MENDS);
  const outputs = shown.map(
    (shape, outputIndex): Tensor => ({
      id: nextId(),
      shape,
      producer: application,
      outputIndex,
      origin: request.span,
      dialect: request.dialect,
      assumed,
      uncertain,
      repaired,
      doubtful,
      ...(otherwise.length > 0 && { otherwise: otherwise.map((other) => other[outputIndex] ?? null) }),
    }),
  );
  application.outputs = outputs;
  run.state.record(run.applications, application);
  if (layer) run.state.record(run.usesOf(layer), application);
  if (layer) run.state.record(run.references, { span: request.calleeSpan, target: layer.site });
  if (!layer?.refused) {
    const dialect = run.context.dialects.find(({ id }) => id === application.dialect);
    const silent = problems.length === 0 ? (dialect?.suspicions?.(application, result.outputs) ?? []) : [];
    for (const problem of [...problems, ...silent]) {
      note(
        run,
        {
          problem,
          spec,
          args,
          argSpans: request.argSpans,
          ...(layer && { layer }),
          dialect: request.dialect,
          application,
          inputs,
          inputSpans: request.inputSpans,
          span: request.span,
          stack: [...run.stack],
        },
        refusals.length > 0 ? [] : mends,
      );
    }
  }
  for (const condition of result.conditions) run.state.record(run.conditions, { condition, application });
  if (failed && application.inputs.length > 1) markDisputed(run, application.inputs);
  return outputs.map((tensor) => ({ kind: "tensor", tensor }));
}

/** Runs a rule for what it has to say; nothing becomes part of a graph. */
export function checkRule(run: Run, request: ApplyRequest): readonly Shape[] {
  const { problems, outputs } = infer(
    request.spec,
    request.args,
    tensorsIn(request).map((tensor) => possibleShape(tensor?.shape ?? null)),
    request.callArgs ? { callArgs: request.callArgs } : {},
  );
  for (const problem of problems) reportProblem(run, problem, request);
  return outputs;
}

/** A problem of a call that did not become part of a graph. */
export function reportProblem(run: Run, problem: Problem, request: ApplyRequest): void {
  const { spec, args, argSpans, inputSpans, span, layer } = request;
  note(run, {
    problem,
    spec,
    args,
    argSpans,
    ...(layer && { layer }),
    dialect: request.dialect,
    inputs: tensorsIn(request),
    inputSpans,
    span,
    calleeSpan: request.calleeSpan,
    stack: [...run.stack],
  });
}

const tensorsIn = ({ inputs }: ApplyRequest): (Tensor | undefined)[] =>
  inputs.map((value) => {
    // whoever passes a tensor or null passes a tensor: null would have been refused
    const [only, ...others] = optionsOf(value).filter((option) => isNullish(option) !== true);
    return only?.kind === "tensor" && others.length === 0 ? only.tensor : undefined;
  });

const stranger = (request: ApplyRequest, i: number): Tensor => ({
  id: 0,
  shape: null,
  origin: request.inputSpans[i] ?? request.span,
});

function materialize(run: Run, layer: LayerValue, input: Shape): { spec: LayerSpec; args: Args } | undefined {
  const plain = layer.spec.materialize?.(layer.args, input);
  const known = plain && torchLayers.get(plain.name);
  if (!plain || !known) return undefined;
  const spec = portable(known);
  if (
    Object.values(plain.args).some(
      (arg) => typeof arg === "object" && arg !== null && "kind" in arg && isUnknown(arg as Dim),
    )
  )
    return undefined;
  if (layer.unsure) return undefined;
  const lazyForm = layer.lazy ?? { spec: layer.spec, args: layer.args };
  run.state.setForm(layer, { spec, args: plain.args, lazy: lazyForm, unsure: false });
  return { spec, args: plain.args };
}

/** Number of learned values. */
export const parameterCount = (spec: LayerSpec, args: Args, inputs?: readonly Shape[]): Dim =>
  sum(Object.values(spec.parameters?.(args, inputs) ?? {}).map((shape) => product(shape)));

export const tensorOf = (value: Value | undefined): Tensor | undefined =>
  value?.kind === "tensor" ? value.tensor : undefined;
