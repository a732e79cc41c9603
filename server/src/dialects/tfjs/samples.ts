/**
 * How many examples are given, and in which batches: as many inputs as targets, and what a stateful layer keeps its
 * states for.
 *
 *   lstm({ units: 4, stateful: true, batchInputShape: [3, 5, 2] })
 *   model.predict(tf.zeros([4, 5, 2]));       // one batch of 4
 */
import { type Dim, decide, eq, isUnknown, not, pretty } from "@convlens/engine/specs";
import { applicationsBetween } from "../../facts/between.ts";
import type { Problem } from "../../facts/problem.ts";
import type { CallSite, ObjectValue, Tensor, Value } from "../../facts/values.ts";
import { asNumber } from "../../facts/vocabulary.ts";
import { graphOf } from "./graph.ts";
import { nameOf, reportProblem, tensorsIn } from "./vocabulary.ts";

/** Examples of the first, the second … tensor; undefined where that is not known. */
const counts = (value: Value | undefined): readonly (Dim | undefined)[] =>
  tensorsIn(value).map((one) =>
    one.kind === "tensor" && !isGuess(one.tensor) ? one.tensor.shape?.[0] : undefined,
  );

const isGuess = ({ assumed, uncertain, repaired, doubtful }: Tensor): boolean =>
  Boolean(assumed || uncertain || repaired || doubtful);

const differ = (a: Dim | undefined, b: Dim | undefined): boolean =>
  a !== undefined && b !== undefined && !isUnknown(a) && !isUnknown(b) && decide(not(eq(a, b))) === true;

/** `fit` wants as many of everything. */
export function checkSamples(self: ObjectValue, site: CallSite): void {
  const [inputs, targets] = [counts(site.args[0]), counts(site.args[1])];
  if (uneven(self, site, 0, inputs, differ) || uneven(self, site, 1, targets, differ)) return;
  const [xs, ys] = [inputs[0], targets[0]];
  if (!differ(xs, ys)) return;
  tell(self, site, 1, {
    message: `needs a target for each example: ${pretty(xs!)} inputs, ${pretty(ys!)} targets`,
    runtime: `Input Tensors should have the same number of samples as target Tensors. Found ${pretty(xs!)} input sample(s) and ${pretty(ys!)} target sample(s).`,
  });
}

/** `predict` cuts every input where it cuts the first, and drops what is left of the others. */
export function checkInputSamples(self: ObjectValue, site: CallSite): void {
  const fewer = (first: Dim | undefined, other: Dim | undefined): boolean =>
    typeof first === "number" && typeof other === "number" && other < first;
  uneven(self, site, 0, counts(site.args[0]), fewer);
}

function uneven(
  self: ObjectValue,
  site: CallSite,
  at: 0 | 1,
  given: readonly (Dim | undefined)[],
  wrong: (first: Dim | undefined, other: Dim | undefined) => boolean,
): boolean {
  const other = given.findIndex((count, i) => i > 0 && wrong(given[0], count));
  if (other < 0) return false;
  tell(self, site, at, {
    message: `needs as many examples in each of its ${at === 0 ? "inputs" : "targets"}: ${pretty(given[0]!)} in the first, ${pretty(given[other]!)} in number ${other + 1}`,
    runtime: `All ${at === 0 ? "input Tensors (x)" : "target Tensors (y)"} should have the same number of samples.`,
  });
  return true;
}

/** Batches of another size than a stateful layer has states for. `options`: the argument that may say a batch size. */
export function checkBatches(self: ObjectValue, site: CallSite, options: 1 | 2): void {
  const kept = statesFor(self);
  const [count] = counts(site.args[0]);
  const size = batchSize(site.args[options]);
  if (kept === undefined || size === undefined || typeof count !== "number") return;
  const batch = [Math.min(count, size), count % size || size].find((cut) => cut !== kept && cut <= count);
  if (batch === undefined) return;
  tell(self, site, 0, {
    code: "stateful-batch",
    message: `keeps states for batches of ${kept}, and ${count} examples in batches of ${size} make one of ${batch}`,
    runtime: `Input 0 is incompatible with layer lstm: expected shape=${kept}, found shape=${batch}`,
  });
}

/** The batch that a stateful layer of the model was built for. */
function statesFor(self: ObjectValue): number | undefined {
  const graph = graphOf(self);
  for (const { args, inputs, failed } of graph ? applicationsBetween(graph.inputs, graph.outputs) : []) {
    const batch = inputs[0]?.shape?.[0];
    if (args.stateful === true && !failed && typeof batch === "number") return batch;
  }
  return undefined;
}

/** What the options say, or the library without; undefined where it is not known, or not all examples are taken. */
function batchSize(options: Value | undefined): number | undefined {
  if (options === undefined || (options.kind === "const" && options.value === undefined)) return 32;
  if (options.kind !== "object" || !options.complete || options.cls || options.optional?.size)
    return undefined;
  if (options.fields.has("validationSplit")) return undefined;
  const given = options.fields.get("batchSize");
  return given ? asNumber(given) : 32;
}

function tell(
  self: ObjectValue,
  site: CallSite,
  at: 0 | 1,
  problem: Pick<Problem, "message" | "runtime"> & Partial<Pick<Problem, "code">>,
): void {
  const [tensor] = tensorsIn(site.args[at]);
  reportProblem(
    site,
    nameOf(self),
    { code: "sample-count", stage: "forward", at: { input: 0 }, exception: "ValueError", ...problem },
    tensor ? [tensor] : [],
    site.argSpans[at] ?? site.span,
  );
}
