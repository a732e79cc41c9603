/**
 * The feeds of a session against the inputs of its file: names first, then each tensor.
 *
 *   checkFeeds(model, "web", feeds, site)   // tells what is wrong; gives the tensors by input
 */
import { type Shape, unknown } from "@convlens/engine/specs";
import type { LoadedModel } from "../../facts/loaded.ts";
import type { Problem } from "../../facts/problem.ts";
import type { Span } from "../../facts/span.ts";
import type { CallSite, ObjectValue, TensorValue, Value } from "../../facts/values.ts";
import type { ModelInput } from "../../model-files/index.ts";
import { closest } from "../loaded/closest.ts";
import { type FeedRules, feedProblems } from "../loaded/feed.ts";
import { reportAt } from "../loaded/report.ts";
import { isResults } from "../loaded/results.ts";
import { symbolProblems } from "../loaded/symbols.ts";
import { declared, names } from "../loaded/words.ts";
import { isAbsent } from "./data.ts";
import type { Package } from "./session.ts";
import { DIALECT } from "./tensor.ts";
import { elementTypeOf } from "./tensor-members.ts";

/** Names in ONNX of the types that onnxruntime's messages use. */
const ONNX_NAME: Readonly<Record<string, string>> = { float32: "float", float64: "double" };
const onnxName = (type: string): string =>
  `tensor(${(Object.hasOwn(ONNX_NAME, type) && ONNX_NAME[type]) || type})`;

const RULES: FeedRules = {
  typeMessage: (given, wanted) =>
    `Unexpected input data type. Actual: (${onnxName(given)}) , expected: (${onnxName(wanted)})`,
  sameType: (given, wanted) => given === wanted,
  shapeMessage: (given, wanted, name) =>
    given?.length === wanted?.length
      ? `Got invalid dimensions for input: ${name} for the following indices`
      : `Invalid rank for input: ${name} Got: ${given?.length} Expected: ${wanted?.length}`,
  checksScalars: false,
};

export type Told = Pick<Problem, "code" | "message"> & Partial<Problem>;

export function tell(
  site: CallSite,
  subject: string,
  problem: Told,
  at: Span = site.argSpans[0] ?? site.span,
  inputs: readonly Value[] = [],
): void {
  reportAt(
    site,
    subject,
    { stage: "forward", exception: "Error", ...problem, at: { arg: "feed" } },
    "feed",
    at,
    inputs,
  );
}

export interface CheckedFeeds {
  readonly tensors: ReadonlyMap<string, TensorValue>;
  /** Whether sizes that are to be equal are so: else the model fails of that. */
  readonly agree: boolean;
}

/** Tells what is wrong with the feeds; gives the tensors by the names of inputs. */
export function checkFeeds(
  model: LoadedModel,
  which: Package,
  feeds: ObjectValue,
  site: CallSite,
): CheckedFeeds {
  const { inputs } = model.file;
  const at = (name: string): Span => feeds.places?.get(name) ?? site.argSpans[0] ?? site.span;
  const tensors = new Map<string, TensorValue>();
  const extra = [...feeds.fields.keys()].filter((name) => !inputs.some((input) => input.name === name));
  const missing =
    feeds.complete && !site.world.isShared(feeds)
      ? inputs.filter(
          ({ name, required }) =>
            required && !isAdded(name, which) && isAbsent(feeds.fields.get(name) ?? undefined),
        )
      : [];
  checkNames(
    model,
    which,
    feeds,
    site,
    missing,
    feeds.optional ? extra.filter((name) => !feeds.optional!.has(name)) : extra,
  );
  for (const input of inputs) {
    const value = feeds.fields.get(input.name);
    if (!value || isAbsent(value) || feeds.optional?.has(input.name)) continue;
    if (!input.required && !overridden(model, which, input, value, feeds, site)) continue;
    if (value.kind === "tensor" && mayBeOurs(value, which)) {
      tensors.set(input.name, value);
      if (input.required) checkFeed(model, input, value, at(input.name), site);
    } else if (!isPossible(value) || isPlainObject(value, which, site))
      tell(
        site,
        declared(model, input),
        {
          code: "model-input-tensor",
          message: `takes a tensor, receives ${whatIs(value)}`,
          runtime: "Tensor must be an object.",
          exception: "TypeError",
        },
        at(input.name),
      );
  }
  const clashes = symbolProblems(
    inputs.map((input) => ({ input, shape: tensors.get(input.name)?.tensor.shape ?? null })),
  );
  for (const { input, problem } of clashes)
    tell(site, declared(model, input), problem, at(input.name), [tensors.get(input.name)!]);
  return { tensors, agree: clashes.length === 0 };
}

/** Tensors of other libraries are none here; those of transformers.js hold one. */
const mayBeOurs = ({ tensor: { dialect } }: TensorValue, which: Package): boolean =>
  dialect === undefined || dialect === "transformers" || (dialect === DIALECT && which !== "transformers");

/** Inputs that transformers.js makes by itself where they are missing. */
const isAdded = (name: string, which: Package): boolean =>
  which === "transformers" &&
  /^(token_type_ids|position_ids|past_key_values|past_conv|use_cache_branch|num_logits_to_keep|inputs_embeds|decoder_|encoder_)/.test(
    name,
  );

const isPossible = ({ kind }: Value): boolean =>
  kind === "unknown" || kind === "union" || kind === "object" || kind === "location" || kind === "builtin";

/** An object literal with nothing of a tensor but its looks, or the results of a run as they are. */
const isPlainObject = (value: Value, which: Package, { world }: CallSite): boolean =>
  value.kind === "object" &&
  which !== "other" &&
  (isResults(value) ||
    (value.complete && !value.base && !value.cls && !value.fields.has("location") && !world.isShared(value)));

function whatIs(value: Value): string {
  switch (value.kind) {
    case "object":
      return isResults(value) ? "all results of a run: take one out of them" : "a plain object";
    case "const":
      return value.value === null
        ? "null"
        : `${typeof value.value === "string" ? "the text" : "the value"} ${JSON.stringify(String(value.value))}`;
    case "typed-array":
      return `a bare ${value.type}`;
    case "array":
      return "a bare list";
    case "tensor":
      return "a tensor of another library";
    case "size":
    case "ratio":
      return "a number";
    default:
      return "something else";
  }
}

function checkFeed(
  model: LoadedModel,
  input: ModelInput,
  value: TensorValue,
  at: Span,
  site: CallSite,
): void {
  const given = { shape: value.tensor.shape, type: elementTypeOf(value) };
  for (const problem of feedProblems(given, input, declaredFor(input), model, RULES))
    reportAt(site, declared(model, input), { ...problem, at: { arg: "feed" } }, "feed", at, [value]);
}

/** What must hold: numbers. Names and what is open take anything. */
const declaredFor = ({ dims }: ModelInput): Shape =>
  dims?.map((dim) => (typeof dim === "number" ? dim : unknown)) ?? null;

/** Inputs that are missing, and names that are none, told as one where they belong together. */
function checkNames(
  model: LoadedModel,
  which: Package,
  feeds: ObjectValue,
  site: CallSite,
  missing: readonly ModelInput[],
  extra: readonly string[],
): void {
  const loose = new Set(extra);
  const reported: ModelInput[] = [];
  for (const input of missing) {
    const value = feeds.fields.get(input.name);
    if (value?.kind === "const" && value.absent) {
      value.absent.report(site.span, site.world);
      continue;
    }
    const meant = [...loose].find(
      (name) =>
        closest(
          name,
          missing.map((other) => other.name),
        ) === input.name,
    );
    if (meant === undefined) {
      reported.push(input);
      continue;
    }
    loose.delete(meant);
    tell(
      site,
      declared(model, input),
      {
        code: "model-input-name",
        message: `is not fed; \`${meant}\` is no input`,
        runtime: `input '${input.name}' is missing in 'feeds'.`,
        expected: input.name,
        received: meant,
      },
      feeds.keyPlaces?.get(meant) ?? site.argSpans[0] ?? site.span,
    );
  }
  if (reported.length > 0)
    tell(site, model.shown, {
      code: "model-input-name",
      message: `needs ${names(reported)}, which ${reported.length > 1 ? "are" : "is"} not fed`,
      runtime: `input '${reported[0]!.name}' is missing in 'feeds'.`,
    });
  else for (const name of loose) tellExtra(model, which, name, feeds, site);
}

function tellExtra(
  model: LoadedModel,
  which: Package,
  name: string,
  feeds: ObjectValue,
  site: CallSite,
): void {
  const value = feeds.fields.get(name);
  if (which === "transformers" || (value && isAbsent(value) && which !== "web")) return;
  tell(
    site,
    model.shown,
    {
      code: "model-input-name",
      message: `has no input \`${name}\`, but ${names(model.file.inputs.filter(({ required }) => required))}${which === "web" ? "" : ": the feed is ignored"}`,
      runtime: `invalid input '${name}'`,
      ...(which !== "web" && { severity: "warning" as const }),
      received: name,
    },
    feeds.keyPlaces?.get(name) ?? site.argSpans[0] ?? site.span,
  );
}

/** An input that has a value of its own cannot be fed from JavaScript: one package refuses the feed, the others ignore it. */
function overridden(
  model: LoadedModel,
  which: Package,
  input: ModelInput,
  value: Value,
  feeds: ObjectValue,
  site: CallSite,
): boolean {
  const shape = value.kind === "tensor" ? value.tensor.shape : null;
  const [wrong] =
    value.kind === "tensor"
      ? feedProblems({ shape, type: elementTypeOf(value) }, input, declaredFor(input), model, RULES)
      : [];
  tell(
    site,
    declared(model, input),
    {
      ...(wrong ?? { code: "model-input-name" as const }),
      message: wrong
        ? `${wrong.message}; it is a constant of the model, and the feed is ${which === "web" ? "refused" : "ignored"}`
        : `is a constant of the model: the feed is ${which === "web" ? "refused" : "ignored"}`,
      at: { arg: "feed" },
      runtime: `invalid input '${input.name}'`,
      severity: which === "web" ? "error" : "warning",
    },
    feeds.places?.get(input.name) ?? site.argSpans[0] ?? site.span,
  );
  return false;
}
