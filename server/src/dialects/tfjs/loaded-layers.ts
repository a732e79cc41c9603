/**
 * `model.predict(x)` of a loaded layers model, checked as TensorFlow.js does: number of tensors, axes, sizes behind the batch.
 * https://github.com/tensorflow/tfjs/blob/master/tfjs-layers/src/engine/training.ts
 */
import { type Dim, prettyShape, type Shape, unknown } from "@convlens/engine/specs";
import type { LoadedModel } from "../../facts/loaded.ts";
import type { Problem } from "../../facts/problem.ts";
import type { CallSite, TensorValue, Value } from "../../facts/values.ts";
import { UNKNOWN } from "../../facts/vocabulary.ts";
import type { ModelInput } from "../../model-files/index.ts";
import { differs, type FeedRules, feedProblems } from "../loaded/feed.ts";
import { reportAt } from "../loaded/report.ts";
import { declared, names } from "../loaded/words.ts";
import { oneOrSeveral, runLoaded } from "./loaded-run.ts";
import { DIALECT } from "./vocabulary.ts";

const text = (shape: Shape): string =>
  `[${shape?.map((dim) => (typeof dim === "number" ? dim : "null")).join(",")}]`;

const RULES: FeedRules = {
  sameType: () => true,
  shapeMessage: (given, wanted, name) =>
    given?.length === wanted?.length
      ? `Error when checking : expected ${name} to have shape ${text(wanted)} but got array with shape ${text(given)}.`
      : `Error when checking : expected ${name} to have ${wanted?.length} dimension(s), but got array with shape ${text(given)}`,
  checksScalars: true,
};

export function predictLayers(model: LoadedModel, site: CallSite, name: "predict" | "predictOnBatch"): Value {
  const { inputs, outputs } = model.file;
  const given = listOf(site.args[0]);
  if (!given) return anything(model, site);
  if (given.length !== inputs.length) {
    report(site, model.shown, {
      code: "model-input-count",
      message: `takes ${inputs.length === 1 ? "one tensor" : `a list of ${inputs.length} tensors, ${names(inputs)}`}, receives ${given.length}`,
      runtime: `Error when checking model : the Array of Tensors that you are passing to your model is not the size the the model expected. Expected to see ${inputs.length} Tensor(s), but instead got ${given.length} Tensors(s).`,
    });
    return anything(model, site);
  }
  const fed = new Map<ModelInput, TensorValue>();
  let clean = true;
  for (const [i, input] of inputs.entries()) {
    const value = given[i]!;
    const at = site.args[0]?.kind === "array" ? site.argSpans[0] : site.argSpans[0];
    if (value.kind !== "tensor") {
      if (!isNoTensor(value)) continue;
      clean = false;
      report(site, declared(model, input), {
        code: "model-input-tensor",
        message: `takes a tensor, receives ${value.kind === "typed-array" ? `a bare ${value.type}` : value.kind === "array" ? "a bare list" : "a value that is none"}`,
      });
      continue;
    }
    fed.set(input, value);
    for (const problem of problemsOf(value.tensor.shape, input, model, name)) {
      clean &&= problem.severity === "warning";
      reportAt(
        site,
        declared(model, input),
        { ...problem, at: { arg: "feed" } },
        "feed",
        at ?? site.span,
        [value],
        DIALECT,
      );
    }
  }
  clean &&= sameBatch(model, fed, site);
  const tensors = runLoaded(
    {
      model,
      fed,
      outputs,
      clean,
      severityOf: ({ severity, message }) =>
        /negative size|no cells|empty/.test(message) ? "warning" : severity,
    },
    site,
  );
  return model.inputsOnly ? UNKNOWN : oneOrSeveral(tensors, model, site);
}

/** Certain problems of one input; a vector counts as rows of one value. */
function problemsOf(shape: Shape, input: ModelInput, model: LoadedModel, name: string): Problem[] {
  const wanted = input.dims?.map((dim): Dim => (typeof dim === "number" ? dim : unknown)) ?? null;
  if (!wanted || !shape) return [];
  const seen = name === "predict" && shape.length === 1 ? [...shape, 1] : shape;
  const [batch, ...rest] = wanted;
  // what is in front of the axes that are checked
  const checked = name === "predict" && wanted.length > 0 ? [unknown, ...rest] : wanted;
  const problems = feedProblems({ shape: seen, type: undefined }, input, checked, model, RULES);
  const [problem] = problems;
  if (problem && seen !== shape)
    return [
      {
        ...problem,
        code: "model-input-rank",
        message: `takes ${wanted.length} axes, receives ${prettyShape(shape)} with 1 axis, which counts as ${prettyShape(seen)}: the batch in front is missing`,
      },
    ];
  if (problem || name !== "predict" || batch === undefined || !differs(batch, seen[0]!)) return problems;
  return [
    {
      code: "model-input-dims",
      severity: "warning",
      stage: "forward",
      at: { arg: input.name },
      message: `takes ${prettyShape([batch]).slice(1, -1)} on axis 0, receives ${prettyShape([seen[0]!]).slice(1, -1)}: the runtime does not check the batch`,
      expected: wanted,
      received: seen,
    },
  ];
}

/** The runtime takes as many rows as the first input has. */
function sameBatch(model: LoadedModel, fed: ReadonlyMap<ModelInput, TensorValue>, site: CallSite): boolean {
  const [first, ...others] = fed;
  const size = first?.[1].tensor.shape?.[0];
  if (!first || size === undefined) return true;
  for (const [input, { tensor }] of others) {
    const other = tensor.shape?.[0];
    if (other === undefined || !differs(size, other)) continue;
    const fewer = typeof size === "number" && typeof other === "number" && size < other;
    report(
      site,
      declared(model, input),
      {
        code: "model-input-batch",
        message: `receives ${prettyShape([other]).slice(1, -1)} examples, \`${first[0].name}\` ${prettyShape([size]).slice(1, -1)}${fewer ? ": the rest is dropped without a word" : ""}`,
        severity: fewer || typeof size !== "number" || typeof other !== "number" ? "warning" : "error",
      },
      [first[1], { kind: "tensor", tensor }],
    );
    return false;
  }
  return true;
}

/** The tensors of the argument; undefined where it may be anything. */
function listOf(value: Value | undefined): readonly Value[] | undefined {
  if (!value) return [];
  if (value.kind === "array") {
    // a list of numbers is no list of tensors
    if (!value.complete) return undefined;
    return value.elements.every(isNoTensor) && value.elements.length > 0 ? [value] : value.elements;
  }
  if (value.kind === "object") return value.complete && !value.base && !value.cls ? [] : undefined;
  return value.kind === "unknown" || value.kind === "union" ? undefined : [value];
}

const isNoTensor = ({ kind }: Value): boolean =>
  kind === "const" || kind === "size" || kind === "ratio" || kind === "typed-array" || kind === "array";

/** What comes out where nothing is known of what goes in. */
const anything = (model: LoadedModel, site: CallSite): Value =>
  model.inputsOnly
    ? UNKNOWN
    : oneOrSeveral(
        runLoaded(
          { model, fed: new Map(), outputs: model.file.outputs, clean: false, severityOf: () => undefined },
          site,
        ),
        model,
        site,
      );

function report(
  site: CallSite,
  subject: string,
  problem: Pick<Problem, "code" | "message"> & Partial<Problem>,
  inputs: readonly Value[] = [],
): void {
  reportAt(
    site,
    subject,
    { stage: "forward", exception: "ValueError", ...problem, at: { arg: "feed" } },
    "feed",
    site.argSpans[0] ?? site.span,
    inputs,
    DIALECT,
  );
}
