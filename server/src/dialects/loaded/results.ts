/**
 * What running a model gives: an object with a tensor for each output. Reading a name that the model has not gives
 * undefined, and is told once the program uses it as a tensor.
 *
 *   const { logits } = await session.run(feeds);
 *   logits.dims            // model-output-name, where the file has only `output`
 */
import type { LoadedModel } from "../../facts/loaded.ts";
import type { Problem } from "../../facts/problem.ts";
import type { Span } from "../../facts/span.ts";
import type { BuiltinValue, CallSite, ConstValue, ObjectValue, Value, World } from "../../facts/values.ts";
import { ELEMENTS, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import type { ModelValue } from "../../model-files/index.ts";
import { closest } from "./closest.ts";
import { reportAt } from "./report.ts";
import { names } from "./words.ts";

const RESULTS = "results";

/** `outputs`: all that were asked for, by name. */
export function resultsObject(
  outputs: Iterable<readonly [string, Value]>,
  model: LoadedModel,
  world: World,
  dialect: string,
): ObjectValue {
  const values = [...outputs];
  const known = new Set(values.map(([name]) => name));
  const base: BuiltinValue = {
    kind: "builtin",
    name: RESULTS,
    members: (name, _self, site) => {
      if (name === "then" || name === "catch" || name === "finally") return undefined;
      if (name === ELEMENTS) return noList(model, site, dialect);
      if (name.startsWith("[")) return undefined;
      if (Object.hasOwn(Object.prototype, name)) return UNKNOWN;
      return known.has(name) ? UNKNOWN : absent(name, model, site, dialect);
    },
  };
  return world.object(values, base);
}

/** Results are taken apart by name, not by place. */
function noList(model: LoadedModel, site: CallSite | undefined, dialect: string): ConstValue {
  if (!site) return UNDEFINED;
  const { span, calleeSpan } = site;
  const { outputs } = model.file;
  const problem: Problem = {
    code: "model-output-name",
    stage: "forward",
    at: { arg: "name" },
    message: `gives an object with ${names(outputs)}, and no list that can be taken apart`,
    runtime: "object is not iterable",
    exception: "TypeError",
  };
  return {
    ...UNDEFINED,
    absent: {
      report: (_use, world) =>
        reportAt({ world, span, calleeSpan }, model.shown, problem, "name", span, [], dialect),
    },
  };
}

export const isResults = (value: ObjectValue): boolean => value.base?.name === RESULTS;

function absent(name: string, model: LoadedModel, site: CallSite | undefined, dialect: string): ConstValue {
  if (!site) return UNDEFINED;
  const { span, calleeSpan } = site;
  return {
    ...UNDEFINED,
    absent: {
      report: (_use, world) =>
        reportAt(
          { world, span, calleeSpan },
          model.shown,
          outputProblem(name, model.file.outputs),
          "name",
          span,
          [],
          dialect,
        ),
    },
  };
}

export type NamedValues = "input" | "output";

/** `session.outputNames[1]` of a model with one output: undefined, told once the program uses it. */
export function beyondNames(
  index: string,
  what: NamedValues,
  values: readonly ModelValue[],
  model: LoadedModel,
  world: World,
  at: Span,
): Value {
  if (!/^\d+$/.test(index)) return UNKNOWN;
  const problem: Problem = {
    code: `model-${what}-name`,
    stage: "forward",
    at: { arg: "name" },
    message: `has ${values.length === 1 ? `one ${what}` : `${values.length} ${what}s`}, ${names(values)}: ${what}Names[${index}] is undefined`,
    exception: "TypeError",
  };
  const site = { world, span: at, calleeSpan: at };
  return { ...UNDEFINED, absent: { report: () => reportAt(site, model.shown, problem, "name", at) } };
}

/** An output that the file has not, or that was not asked for. */
export function outputProblem(name: string, outputs: readonly ModelValue[]): Problem {
  const there = outputs.some((output) => output.name === name);
  const near = closest(
    name,
    outputs.map((output) => output.name),
  );
  return {
    code: "model-output-name",
    stage: "forward",
    at: { arg: "name" },
    message: there
      ? `was not asked for its output \`${name}\``
      : `has no output \`${name}\`, but ${names(outputs)}`,
    exception: "TypeError",
    ...(!there && near !== undefined && { expected: near }),
    received: name,
  };
}

/** The whole span of the place where a name stands. */
export const placeOf = (object: ObjectValue, name: string, otherwise: Span): Span =>
  object.places?.get(name) ?? otherwise;
