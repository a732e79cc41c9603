/**
 * `model.compile({ optimizer, loss, metrics })`: names that the library looks up, each in a table of its own, and what it
 * does without nothing.
 *
 *   model.compile({ optimizer: "adam", loss: "mse" })   // Unknown loss mse: it is meanSquaredError
 */
import { nearest } from "../../facts/nearest.ts";
import type { Problem } from "../../facts/problem.ts";
import type { Span } from "../../facts/span.ts";
import type { CallSite, ObjectValue, Value } from "../../facts/values.ts";
import { UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { graphOf } from "./graph.ts";
import { nameOf, reportProblem } from "./vocabulary.ts";

const words = (text: string): readonly string[] => text.split(" ");

/** What a field of the config may be called, and what other libraries call it. */
interface Table {
  readonly field: "loss" | "optimizer" | "metrics";
  readonly code: "loss-name" | "optimizer-name" | "metric-name";
  readonly one: string;
  readonly names: readonly string[];
  readonly elsewhere: Readonly<Record<string, string>>;
  /** The library's own error. */
  readonly error: string;
}

const SHORT_LOSSES = {
  mse: "meanSquaredError",
  mae: "meanAbsoluteError",
  mape: "meanAbsolutePercentageError",
  msle: "meanSquaredLogarithmicError",
  kld: "kullbackLeiblerDivergence",
  cosine: "cosineProximity",
  softmaxCrossEntropy: "categoricalCrossentropy",
  sigmoidCrossEntropy: "binaryCrossentropy",
};

const LOSS: Table = {
  field: "loss",
  code: "loss-name",
  one: "loss",
  names: words(
    "meanSquaredError meanAbsoluteError meanAbsolutePercentageError meanSquaredLogarithmicError squaredHinge hinge " +
      "categoricalHinge logcosh categoricalCrossentropy sparseCategoricalCrossentropy binaryCrossentropy " +
      "kullbackLeiblerDivergence poisson cosineProximity",
  ),
  elsewhere: SHORT_LOSSES,
  error: "Unknown loss",
};

const OPTIMIZER: Table = {
  field: "optimizer",
  code: "optimizer-name",
  one: "optimizer",
  names: words("sgd adam adagrad adadelta adamax rmsprop SGD Adam Adagrad Adadelta Adamax RMSProp"),
  elsewhere: {},
  error: "Unknown Optimizer",
};

const METRIC: Table = {
  field: "metrics",
  code: "metric-name",
  one: "metric",
  names: words(
    "accuracy acc crossentropy ce binaryAccuracy categoricalAccuracy precision categoricalCrossentropy " +
      "sparseCategoricalCrossentropy mse MSE mae MAE mape MAPE cosine",
  ),
  elsewhere: {
    meanSquaredError: "mse",
    meanAbsoluteError: "mae",
    meanAbsolutePercentageError: "mape",
    cosineProximity: "cosine",
    binaryCrossentropy: "crossentropy",
  },
  error: "Unknown metric",
};

/** Checks what is looked up, and keeps the loss: targets are compared by it. */
export function compileModel(self: ObjectValue, site: CallSite): Value {
  const [config] = site.args;
  const known = config?.kind === "object" && !config.cls && !config.base ? config : undefined;
  const name = nameOf(self);
  const losses = known && checkCount(self, known, site);
  const told = [OPTIMIZER, LOSS, METRIC].filter((table) => known && !checkField(table, known, name, site));
  site.world.setField(self, "loss", (told.length === 0 && losses && known?.fields.get("loss")) || UNKNOWN);
  return UNDEFINED;
}

/** A list of losses has one for each output; whether nothing was reported. */
function checkCount(self: ObjectValue, config: ObjectValue, site: CallSite): boolean {
  const outputs = graphOf(self)?.outputs ?? [];
  const loss = config.fields.get("loss");
  if (loss?.kind !== "array" || !loss.complete || config.optional?.has("loss")) return true;
  if (outputs.length === 0 || loss.elements.length === outputs.length) return true;
  if (outputs.some(({ shape, assumed }) => !shape || assumed)) return true;
  const place = config.places?.get("loss") ?? site.argSpans[0] ?? site.span;
  tell(site, nameOf(self), place, "loss", {
    code: "argument-value",
    message: `takes one loss of a list for each of its outputs: it has ${outputs.length}, receives ${loss.elements.length}`,
    runtime: `When passing an Array as loss, it should have one entry per model output. The model has ${outputs.length} output(s), but you passed loss.`,
  });
  return false;
}

/** One field; whether nothing was reported. */
function checkField(table: Table, config: ObjectValue, model: string, site: CallSite): boolean {
  const { field } = table;
  const value = config.fields.get(field);
  const place = config.places?.get(field) ?? site.argSpans[0] ?? site.span;
  if (config.optional?.has(field)) return true;
  if (!value) return !config.complete || mayLack(table, model, place, site);
  const several = value.kind === "array" && field !== "optimizer";
  const fine = (several ? value.elements : [value]).map((one) => checkName(table, one, model, place, site));
  return !fine.includes(false);
}

/** Metrics are not needed. */
function mayLack({ field }: Table, model: string, place: Span, site: CallSite): boolean {
  if (field === "metrics") return true;
  tell(site, model, place, field, {
    code: "argument-missing",
    message: `cannot be compiled without ${field === "loss" ? "a loss" : "an optimizer"}`,
    runtime:
      field === "loss"
        ? "When passing an Array as loss, it should have one entry per model output."
        : "User-defined optimizer must be an instance of tf.Optimizer.",
  });
  return false;
}

function checkName(table: Table, value: Value, model: string, place: Span, site: CallSite): boolean {
  if (value.kind !== "const" || typeof value.value !== "string" || table.names.includes(value.value))
    return true;
  const given = value.value;
  const meant = nearest(given, [...table.names, ...Object.keys(table.elsewhere)]);
  const expected = meant && (Object.hasOwn(table.elsewhere, meant) ? table.elsewhere[meant] : meant);
  tell(site, model, value.span ?? place, table.field, {
    code: table.code,
    message: `knows no ${table.one} "${given}"${expected ? `; did you mean "${expected}"?` : ""}`,
    runtime: `${table.error} ${given}`,
    ...(expected && { expected }),
  });
  return false;
}

function tell(
  site: CallSite,
  model: string,
  place: Span,
  field: string,
  problem: Pick<Problem, "code" | "message" | "runtime" | "expected">,
): void {
  reportProblem(
    site,
    model,
    { stage: "construct", at: { arg: field }, exception: "ValueError", ...problem },
    [],
    site.span,
    { args: {}, argSpans: { [field]: place } },
  );
}
