/**
 * `model.predict(x)`, `execute(x, names)` and their async forms of a loaded graph model, checked as TensorFlow.js does.
 * https://github.com/tensorflow/tfjs/blob/master/tfjs-converter/src/executor/graph_executor.ts
 */
import { type Dim, type Shape, unknown } from "@convlens/engine/specs";
import type { LoadedModel } from "../../facts/loaded.ts";
import type { Problem } from "../../facts/problem.ts";
import type { Span } from "../../facts/span.ts";
import type { CallSite, ObjectValue, TensorValue, Value } from "../../facts/values.ts";
import { asString, UNKNOWN } from "../../facts/vocabulary.ts";
import type { ModelInput, ModelValue } from "../../model-files/index.ts";
import { closest } from "../loaded/closest.ts";
import { type FeedRules, feedProblems } from "../loaded/feed.ts";
import { reportAt } from "../loaded/report.ts";
import { outputProblem } from "../loaded/results.ts";
import { declared, names } from "../loaded/words.ts";
import { dtypeOf } from "./element-types.ts";
import { oneOrSeveral, runLoaded } from "./loaded-run.ts";
import { DIALECT } from "./vocabulary.ts";

const text = (shape: Shape): string =>
  `[${shape?.map((dim) => (typeof dim === "number" ? dim : -1)).join(",")}]`;

const RULES: FeedRules = {
  typeMessage: (given, wanted, name) =>
    `The dtype of dict['${name}'] provided in model.execute(dict) must be ${wanted}, but was ${given}`,
  sameType: (given, wanted) => given === wanted,
  shapeMessage: (given, wanted, name) =>
    `The shape of dict['${name}'] provided in model.execute(dict) must be ${text(wanted)}, but was ${text(given)}`,
  checksScalars: true,
};

export function executeGraph(model: LoadedModel, site: CallSite, name: string): Value {
  const given = inputsOf(model, site);
  const asked = name.startsWith("execute") ? askedFor(model, site) : model.file.outputs;
  const { fed, clean } = given ? checkAll(model, given, site) : { fed: new Map(), clean: false };
  if (!asked || model.inputsOnly) {
    if (model.inputsOnly)
      runLoaded({ model, fed, outputs: [], clean, severityOf: ({ severity }) => severity }, site);
    return UNKNOWN;
  }
  const tensors = runLoaded(
    { model, fed, outputs: asked, clean, severityOf: ({ severity }) => severity },
    site,
  );
  const { network } = model.file;
  const keys = network.format === "tfjs-graph" && name.startsWith("predict") ? network.outputKeys : undefined;
  return keys ? structured(keys, tensors, site) : oneOrSeveral(tensors, model, site);
}

/** A model that was saved with a dictionary of outputs gives one. */
function structured(keys: readonly string[], tensors: readonly Value[], { world }: CallSite): Value {
  if (keys.length !== tensors.length) return UNKNOWN;
  return world.object(keys.map((key, i) => [key, tensors[i]!]));
}

type Given = readonly { readonly input: ModelInput; readonly value: Value; readonly at: Span }[];

/** Values by input; undefined where that is not known, or nothing of it holds. */
function inputsOf(model: LoadedModel, site: CallSite): Given | undefined {
  const [arg] = site.args;
  const at = site.argSpans[0] ?? site.span;
  const { inputs } = model.file;
  if (!arg || arg.kind === "unknown" || arg.kind === "union") return undefined;
  if (arg.kind === "object") return arg.base || arg.cls ? undefined : named(model, arg, site);
  if (arg.kind === "array" && !arg.complete) return undefined;
  const list = arg.kind === "array" && !arg.elements.every(isPlain) ? arg.elements : [arg];
  if (list.length !== inputs.length) {
    report(site, model.shown, {
      code: "model-input-count",
      message: `takes ${inputs.length === 1 ? "one tensor" : `${inputs.length} tensors, ${names(inputs)}`}, receives ${list.length}`,
      runtime: `Input tensor count mismatch, the graph model has ${inputs.length} non-resource placeholders, while there are ${list.length} input tensors provided.`,
    });
    return undefined;
  }
  return list.map((value, i) => ({ input: inputs[i]!, value, at }));
}

/** `{ input_1: x }`: under the names of the signature, or of the nodes. */
function named(model: LoadedModel, dict: ObjectValue, site: CallSite): Given {
  const { inputs } = model.file;
  // "input_1:0" is the first output of the node "input_1"
  const inputNamed = (name: string): ModelInput | undefined =>
    inputs.find((input) => input.name === name || (input.alias ?? input.name) === name.replace(/:0$/, ""));
  const place = (name: string): Span => dict.keyPlaces?.get(name) ?? site.argSpans[0] ?? site.span;
  const optional = (name: string): boolean => dict.optional?.has(name) ?? false;
  const given = [...dict.fields].flatMap(([name, value]) => {
    const input = inputNamed(name);
    return input ? [{ input, value, at: dict.places?.get(name) ?? site.argSpans[0] ?? site.span }] : [];
  });
  const missing =
    dict.complete && !site.world.isShared(dict)
      ? inputs.filter((input) => input.required && !given.some((entry) => entry.input === input))
      : [];
  const extra = [...dict.fields.keys()].filter(
    (name) => !inputNamed(name) && !optional(name) && !isNode(model, name.replace(/:\d+$/, "")),
  );
  for (const name of extra) {
    const meant = closest(
      name,
      missing.map((input) => input.name),
    );
    report(
      site,
      model.shown,
      {
        code: "model-input-name",
        message: `has no input \`${name}\`, but ${names(inputs)}`,
        runtime: `The dict provided in model.execute(dict) has keys: [${name}] that are not part of graph`,
        ...(meant !== undefined && { expected: meant }),
        received: name,
      },
      place(name),
    );
  }
  if (extra.length === 0 && missing.length > 0)
    report(site, model.shown, {
      code: "model-input-name",
      message: `needs ${names(missing)}, which ${missing.length > 1 ? "are" : "is"} not fed`,
      runtime: `Cannot compute the outputs from the provided inputs. Missing the following inputs: [${missing.map(({ name }) => name).join()}]`,
    });
  return given.filter(({ input: { name } }) => !optional(name));
}

/** Any node of the graph may be fed. */
const isNode = ({ file: { network } }: LoadedModel, name: string): boolean =>
  network.format === "tfjs-graph" && network.nodes.some((node) => node.name === name);

function checkAll(
  model: LoadedModel,
  given: Given,
  site: CallSite,
): { readonly fed: Map<ModelInput, TensorValue>; readonly clean: boolean } {
  const fed = new Map<ModelInput, TensorValue>();
  let clean = true;
  for (const { input, value, at } of given) {
    if (value.kind !== "tensor") {
      if (!isPlain(value)) continue;
      clean = false;
      report(
        site,
        declared(model, input),
        {
          code: "model-input-tensor",
          message: `takes a tensor, receives ${value.kind === "typed-array" ? `a bare ${value.type}` : value.kind === "array" ? "a bare list" : "a value that is none"}`,
        },
        at,
      );
      continue;
    }
    fed.set(input, value);
    const wanted = input.dims?.map((dim): Dim => (typeof dim === "number" ? dim : unknown)) ?? null;
    const found = feedProblems(
      { shape: value.tensor.shape, type: typeOf(value) },
      input,
      wanted,
      model,
      RULES,
    );
    for (const problem of found) {
      clean = false;
      reportAt(
        site,
        declared(model, input),
        { ...problem, at: { arg: "feed" } },
        "feed",
        at,
        [value],
        DIALECT,
      );
    }
  }
  return { fed, clean };
}

const TYPES = { float: "float32", int: "int32", bool: "bool" } as const;
function typeOf({ tensor }: TensorValue): string | undefined {
  const type = dtypeOf(tensor);
  return type && TYPES[type];
}

/** What TensorFlow.js takes for no tensor. */
const isPlain = ({ kind }: Value): boolean =>
  kind === "const" || kind === "size" || kind === "ratio" || kind === "typed-array" || kind === "array";

/** The outputs that `execute(x, names)` asks for; undefined where that is not known. */
function askedFor(model: LoadedModel, site: CallSite): readonly ModelValue[] | undefined {
  const [, asked] = site.args;
  const { outputs } = model.file;
  if (!asked || (asked.kind === "const" && typeof asked.value !== "string")) return outputs;
  const list =
    asked.kind === "array"
      ? asked.complete
        ? asked.elements.map(asString)
        : [undefined]
      : [asString(asked)];
  const found: ModelValue[] = [];
  for (const name of list) {
    if (name === undefined) return undefined;
    const output = outputs.find(
      (candidate) => candidate.name === name || candidate.alias === name.replace(/:0$/, ""),
    );
    if (output) found.push(output);
    else if (isNode(model, name.replace(/:\d+$/, "")))
      found.push({ name, kind: "tensor", type: undefined, dims: null });
    else {
      report(
        site,
        model.shown,
        {
          ...outputProblem(name, outputs),
          runtime: `The output '${name}' is not found in the graph`,
          exception: "Error",
        },
        site.argSpans[1] ?? site.span,
      );
      return undefined;
    }
  }
  return found;
}

function report(
  site: CallSite,
  subject: string,
  problem: Pick<Problem, "code" | "message"> & Partial<Problem>,
  at: Span = site.argSpans[0] ?? site.span,
): void {
  reportAt(
    site,
    subject,
    { stage: "forward", exception: "Error", ...problem, at: { arg: "feed" } },
    "feed",
    at,
    [],
    DIALECT,
  );
}
