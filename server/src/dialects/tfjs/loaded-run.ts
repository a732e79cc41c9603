/** What running a loaded model of TensorFlow.js gives: one tensor, or a list of several that is no tensor itself. */
import type { LoadedModel } from "../../facts/loaded.ts";
import type { Problem } from "../../facts/problem.ts";
import type { Span } from "../../facts/span.ts";
import type { CallSite, ConstValue, TensorValue, Value } from "../../facts/values.ts";
import { ELEMENTS, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { inferModel, type ModelInput, type ModelProblem, type ModelValue } from "../../model-files/index.ts";
import { nothing, reportAt } from "../loaded/report.ts";
import { severalTaken } from "./several.ts";
import { DIALECT } from "./vocabulary.ts";

export interface Run {
  readonly model: LoadedModel;
  /** Tensors by the inputs that they are fed to. */
  readonly fed: ReadonlyMap<ModelInput, TensorValue>;
  /** The outputs that are asked for. */
  readonly outputs: readonly ModelValue[];
  /** Whether nothing was found to be wrong with the feeds. */
  readonly clean: boolean;
  /** How the runtime takes a problem of a node inside; undefined: without a word. */
  readonly severityOf: (problem: ModelProblem) => Problem["severity"];
}

/** The tensors that come out; what cannot run inside of the model is told. */
export function runLoaded(
  { model, fed, outputs, clean, severityOf }: Run,
  site: CallSite,
): readonly TensorValue[] {
  const values = [...fed.values()];
  const inferred = inferModel(
    model.file,
    new Map([...fed].map(([{ name }, { tensor }]) => [name, tensor.shape])),
  );
  const problem = inferred.problems[0];
  const at = site.argSpans[0] ?? site.span;
  if (problem && clean && !values.some(({ tensor }) => tensor.blamed || tensor.repaired)) {
    const severity = severityOf(problem);
    const { node, op, message } = problem;
    reportAt(
      site,
      model.shown,
      {
        code: "model-graph",
        stage: "forward",
        at: { arg: "feed" },
        message:
          severity === "warning"
            ? `computes nothing of this: its ${op} \`${node}\` ${message}, and the runtime accepts it`
            : `cannot run on this: its ${op} \`${node}\` ${message}`,
        exception: "Error",
        ...(severity && { severity }),
      },
      "feed",
      at,
      values,
      DIALECT,
    );
  }
  return site.world.apply({
    spec: nothing("run", () => outputs.map(({ name }) => inferred.outputs.get(name) ?? null)),
    args: {},
    argSpans: {},
    inputs: values,
    inputSpans: values.map(() => at),
    span: site.span,
    calleeSpan: site.calleeSpan,
    dialect: DIALECT,
    run: {
      model,
      inputs: [...fed.keys()].map(({ name }) => name),
      outputs: outputs.map(({ name, type }) => ({ name, type })),
    },
  });
}

/** One tensor as it is; several as a list, of which a program that takes it for a tensor is told. */
export function oneOrSeveral(tensors: readonly TensorValue[], model: LoadedModel, site: CallSite): Value {
  const [only] = tensors;
  if (tensors.length === 1) return only!;
  const list = site.world.array(tensors);
  return { ...list, lacks: (name, at) => severalFor(name, model, tensors.length, site, at) };
}

function severalFor(name: string, model: LoadedModel, count: number, site: CallSite, at: Span): ConstValue {
  return absentFor(severalTaken(name, count), model, site, at);
}

/** `model.outputs[1]` of a model with one. */
export const beyondEnds = (
  index: string,
  what: "inputs" | "outputs",
  count: number,
  model: LoadedModel,
  site: CallSite,
  at: Span,
): Value =>
  /^\d+$/.test(index)
    ? absentFor(
        {
          code: what === "inputs" ? "model-input-count" : "model-output-count",
          stage: "forward",
          at: { arg: "output" },
          message: `has ${count === 1 ? `one ${what.slice(0, -1)}` : `${count} ${what}`}: ${what}[${index}] is undefined`,
          runtime: "Cannot read properties of undefined",
          exception: "TypeError",
        },
        model,
        site,
        at,
      )
    : UNKNOWN;

/** undefined, told once the program uses it. */
function absentFor(
  problem: Problem,
  model: LoadedModel,
  { span, calleeSpan }: Pick<CallSite, "span" | "calleeSpan">,
  at: Span,
): ConstValue {
  return {
    ...UNDEFINED,
    absent: {
      report: (_use, world) =>
        reportAt({ world, span, calleeSpan }, model.shown, problem, "output", at, [], DIALECT),
    },
  };
}

/** A member that only a list has, read of the one tensor that a model gives; undefined for any other. */
export function listMember(name: string, { tensor }: TensorValue, site: CallSite): Value | undefined {
  const run = tensor.producer?.run;
  if (!run || tensor.producer?.dialect !== DIALECT || run.outputs.length !== 1) return undefined;
  const list = name === ELEMENTS;
  if (!list && !/^\d+$/.test(name)) return undefined;
  return absentFor(
    {
      code: "model-output-count",
      stage: "forward",
      at: { arg: "output" },
      message: list
        ? "gives one tensor and no list that can be taken apart"
        : `gives one tensor and no list: \`[${name}]\` of it is undefined`,
      exception: "TypeError",
    },
    run.model,
    site,
    site.span,
  );
}
