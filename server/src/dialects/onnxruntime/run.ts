/**
 * `session.run(feeds, fetches?, options?)`: each feed against the file's input, the results as its outputs.
 * https://github.com/microsoft/onnxruntime/blob/main/js/common/lib/inference-session-impl.ts
 *
 *   await session.run({ images })    // { output0: [1, 84, 8400] }
 */
import type { LoadedModel } from "../../facts/loaded.ts";
import type { Problem } from "../../facts/problem.ts";
import type { ArrayValue, CallSite, ObjectValue, Value } from "../../facts/values.ts";
import { asString, UNKNOWN } from "../../facts/vocabulary.ts";
import { inferModel, type ModelValue } from "../../model-files/index.ts";
import { nothing, reportAt } from "../loaded/report.ts";
import { outputProblem, resultsObject } from "../loaded/results.ts";
import { names } from "../loaded/words.ts";
import { type CheckedFeeds, checkFeeds, tell } from "./feeds.ts";
import type { Package } from "./session.ts";
import { DIALECT } from "./tensor.ts";

const NO_FEEDS: CheckedFeeds = { tensors: new Map(), agree: false };

export function runSession(model: LoadedModel, which: Package, site: CallSite): Value {
  const feeds = feedsOf(site);
  if (feeds === "refused") return UNKNOWN;
  const asked = which === "transformers" ? undefined : fetchesOf(model, which, site);
  const given = feeds ? checkFeeds(model, which, feeds, site) : NO_FEEDS;
  return results(model, asked, given, site, which === "transformers" ? which : DIALECT);
}

/** The object of feeds; undefined where nothing is known of it. */
function feedsOf(site: CallSite): ObjectValue | undefined | "refused" {
  const [feeds] = site.args;
  const isMap = feeds?.kind === "object" && feeds.base?.name === "Map";
  if (feeds?.kind === "object" && !isMap) return feeds;
  if (feeds?.kind === "unknown" || feeds?.kind === "union") return undefined;
  const what =
    feeds?.kind === "tensor"
      ? "a tensor"
      : feeds?.kind === "array"
        ? "a list"
        : isMap
          ? "a Map: give Object.fromEntries(feeds)"
          : feeds
            ? "something else"
            : "nothing";
  tell(site, "session.run", {
    code: "model-input-name",
    message: `takes an object with a tensor for each input name, receives ${what}`,
    runtime: "'feeds' must be an object that use input names as keys and OnnxValue as corresponding values.",
    exception: "TypeError",
  });
  return "refused";
}

/** Names of outputs that are asked for; undefined for all, or where that is not known. */
function fetchesOf(model: LoadedModel, which: Package, site: CallSite): readonly string[] | undefined {
  const [, fetches] = site.args;
  if (!fetches || model.inputsOnly) return undefined;
  const known = model.file.outputs.map(({ name }) => name);
  const at = site.argSpans[1] ?? site.span;
  const isText = asString(fetches) !== undefined;
  if (which !== "other" && (isText || (fetches.kind === "array" && isEmpty(fetches, site)))) {
    const refused: Problem = {
      code: "model-output-name",
      stage: "forward",
      at: { arg: "name" },
      message: `takes a list of output names, receives ${isText ? "a text" : "an empty one"}`,
      runtime: isText
        ? "Unexpected argument[1]: must be 'fetches' or 'options'."
        : "'fetches' cannot be an empty array.",
      exception: "TypeError",
    };
    reportAt(site, "session.run", refused, "name", at);
    return undefined;
  }
  if (fetches.kind === "array") {
    const asked = fetches.elements.map(asString);
    for (const name of asked)
      if (name !== undefined && !known.includes(name))
        reportAt(
          site,
          model.shown,
          {
            ...outputProblem(name, model.file.outputs),
            runtime: `'fetches' contains invalid output name: ${name}.`,
            exception: "RangeError",
          },
          "name",
          at,
        );
    const certain = fetches.complete && asked.every((name) => name !== undefined);
    return certain && asked.length > 0
      ? (asked as string[]).filter((name) => known.includes(name))
      : undefined;
  }
  if (fetches.kind !== "object" || !fetches.complete) return undefined;
  const asked = known.filter((name) => fetches.fields.has(name));
  return asked.length > 0 ? asked : undefined;
}

const isEmpty = (list: ArrayValue, { world }: CallSite): boolean =>
  list.complete && list.elements.length === 0 && !world.isShared(list);

function results(
  model: LoadedModel,
  asked: readonly string[] | undefined,
  { tensors: given, agree }: CheckedFeeds,
  site: CallSite,
  dialect: string,
): Value {
  const { file } = model;
  const outputs = file.outputs.filter(({ name }) => !asked || asked.includes(name));
  tellKinds(model, outputs, asked, site);
  const inferred = inferModel(file, new Map([...given].map(([name, { tensor }]) => [name, tensor.shape])));
  const values = [...given.values()];
  const fed = [...given.keys()];
  const clean = agree && !values.some(({ tensor }) => tensor.blamed || tensor.repaired);
  if (clean)
    for (const { severity, node, op, message } of inferred.problems.slice(0, 1)) {
      const at =
        fed.length === 1 && site.args[0]?.kind === "object" ? site.args[0].places?.get(fed[0]!) : undefined;
      reportAt(
        site,
        model.shown,
        {
          code: "model-graph",
          severity,
          stage: "forward",
          at: { arg: "feed" },
          message: `cannot run on this: its ${op}${node ? ` \`${node}\`` : ""} ${message}`,
          runtime: `Non-zero status code returned while running ${op} node.`,
          exception: "Error",
        },
        "feed",
        at ?? site.argSpans[0] ?? site.span,
        values,
      );
    }
  const tensors = site.world.apply({
    spec: nothing("run", () => outputs.map(({ name }) => inferred.outputs.get(name) ?? null)),
    args: {},
    argSpans: {},
    inputs: values,
    inputSpans: values.map(() => site.argSpans[0] ?? site.span),
    span: site.span,
    calleeSpan: site.calleeSpan,
    dialect,
    run: { model, inputs: fed, outputs: outputs.map(({ name, type }) => ({ name, type })) },
  });
  if (model.inputsOnly) return UNKNOWN;
  return resultsObject(
    outputs.map(({ name }, i) => [name, tensors[i] ?? UNKNOWN]),
    model,
    site.world,
    dialect,
  );
}

/** Outputs that no JavaScript value can hold end the run. */
function tellKinds(
  model: LoadedModel,
  outputs: readonly ModelValue[],
  asked: readonly string[] | undefined,
  site: CallSite,
): void {
  const strange = outputs.filter(({ kind }) => kind === "sequence" || kind === "map");
  if (strange.length === 0) return;
  const rest = model.file.outputs.filter(({ kind }) => kind === "tensor");
  tell(
    site,
    model.shown,
    {
      code: "model-output-kind",
      message: `gives ${names(strange)} as a ${strange[0]!.kind}, which JavaScript cannot hold${rest.length > 0 ? `; ask for ${names(rest)} alone: run(feeds, [${rest.map(({ name }) => JSON.stringify(name)).join(", ")}])` : ""}`,
      runtime: "Non tensor type is temporarily not supported.",
      expected: rest.map(({ name }) => name) as never,
    },
    asked ? (site.argSpans[1] ?? site.span) : site.span,
  );
}
