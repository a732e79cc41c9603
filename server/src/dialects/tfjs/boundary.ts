/** Where data meets a model: predict, fit and evaluate compare tensors with its inputs, its outputs and its loss. */
import { type Args, type Dim, decide, eq, type Shape } from "@convlens/engine/specs";
import { applicationsBetween } from "../../facts/between.ts";
import type { Problem } from "../../facts/problem.ts";
import type { Span } from "../../facts/span.ts";
import type { CallSite, ObjectValue, Tensor, Value } from "../../facts/values.ts";
import { asString, UNKNOWN } from "../../facts/vocabulary.ts";
import { nestedShape } from "./creators.ts";
import { elementIn, isPlain } from "./data.ts";
import { checkGiven, FITS } from "./given.ts";
import { certainlyDiffers, graphOf, inferFor, mismatch } from "./graph.ts";
import { checkBatches, checkSamples } from "./samples.ts";
import { nameOf, reportProblem, shapeText, tensorsIn } from "./vocabulary.ts";

/** `model.predict(x)`: whether nothing was reported. */
export function checkInputs(self: ObjectValue, site: CallSite): boolean {
  const graph = graphOf(self);
  const tensors = tensorsIn(site.args[0]);
  const count = graph?.inputs.every(isCertain) ? countProblem(graph.inputs.length, tensors) : undefined;
  if (count) {
    reportProblem(site, nameOf(self), count, tensors, site.argSpans[0] ?? site.span);
    return false;
  }
  let fits = true;
  for (const [i, given] of tensors.entries()) {
    const expected = expectedOf(graph, i);
    const problem = given.kind === "tensor" ? mismatch(expected, given.tensor.shape, 0) : undefined;
    if (!problem) continue;
    fits = false;
    reportProblem(site, nameOf(self), problem, [given], site.argSpans[0] ?? site.span);
  }
  return fits;
}

/** A model that was a parameter has inputs that are guessed, or not known at all. */
const isCertain = ({ shape, assumed }: Tensor): boolean => shape !== null && !assumed;

/** A tensor for each input, or nothing runs; anything else than tensors may stand for several. */
function countProblem(wanted: number, given: readonly Value[]): Problem | undefined {
  if (wanted === 0 || given.length === 0 || wanted === given.length) return undefined;
  if (!given.every(({ kind }) => kind === "tensor")) return undefined;
  return {
    code: "model-input-count",
    stage: "forward",
    at: { input: 0 },
    message: `takes ${wanted === 1 ? "one tensor" : `a list of ${wanted} tensors`}, receives ${given.length === 1 ? "one" : given.length}`,
    runtime: `Error when checking model : the Array of Tensors that you are passing to your model is not the size the the model expected. Expected to see ${wanted} Tensor(s), but instead got ${given.length} Tensors(s).`,
    exception: "ValueError",
  };
}

/** What a model takes; unknown where that is a guess, or was found to be wrong, and where a layer changes it while it is built. */
function expectedOf(graph: ReturnType<typeof graphOf>, at: number): Shape {
  const input = graph?.inputs[at];
  if (!graph || !input || input.blamed || input.repaired || input.assumed) return null;
  const uses = applicationsBetween(graph.inputs, graph.outputs);
  return uses.some(({ op }) => WRITES_ITS_INPUT.has(op)) ? null : input.shape;
}

/** Their computeOutputShape writes into the list that it is given, which is the model's own. */
const WRITES_ITS_INPUT: ReadonlySet<string> = new Set(["categoryEncoding", "centerCrop"]);

/** `model.fit(xs, ys, { validationData: [xs, ys] })` and `model.trainOnBatch(xs, ys)` */
export function fitModel(self: ObjectValue, site: CallSite, oneBatch = false): Value {
  if (!checkGiven(self, FITS, site)) return UNKNOWN;
  if (checkInputs(self, site)) {
    checkTargets(self, site);
    if (!oneBatch) checkBatches(self, site, 2);
  }
  const [, , options] = site.args;
  const held = options?.kind === "object" ? options.fields.get("validationData") : undefined;
  if (held?.kind !== "array" || !held.complete || held.elements.length < 2) return UNKNOWN;
  const span = site.argSpans[2] ?? site.span;
  const validation: CallSite = { ...site, args: held.elements, argSpans: held.elements.map(() => span) };
  if (checkInputs(self, validation)) checkTargets(self, validation);
  return UNKNOWN;
}

/** `model.fitDataset(dataset, …)`: nothing compares shapes here but the layers themselves. */
export function fitDataset(self: ObjectValue, site: CallSite): Value {
  const element = elementIn(site.args[0]);
  const xs = element?.kind === "object" ? element.fields.get("xs") : undefined;
  const expected = expectedOf(graphOf(self), 0);
  if (!xs || !expected || graphOf(self)?.inputs.length !== 1) return UNKNOWN;
  const raw = xs.kind === "tensor" ? xs.tensor.shape : (nestedShape(xs) ?? null);
  const problem = isPlain(xs)
    ? unbatched(expected, raw)
    : runs(self, raw)
      ? undefined
      : mismatch(expected, raw, 0);
  if (problem) reportProblem(site, nameOf(self), problem, xs.kind === "tensor" ? [xs] : [], site.argSpans[0]);
  return UNKNOWN;
}

/** Whether the layers take an input of this shape, as far as that is known. */
function runs(self: ObjectValue, shape: Shape): boolean {
  let fine = true;
  inferFor(self, [shape], () => ({
    require: (condition, problem) => {
      if (decide(condition) === false && problem().severity !== "warning") fine = false;
      return true;
    },
    fail: ({ severity }) => {
      if (severity !== "warning") fine = false;
    },
  }));
  return fine;
}

const unbatched = (expected: readonly Dim[], shape: Shape): Problem => ({
  code: "model-input",
  stage: "forward",
  at: { input: 0 },
  message: `takes batches, and the dataset gives one plain ${shape?.length ? "list" : "number"} at a time: call batch(…) on it`,
  runtime: "Received an array of Tensors, but expected 1 to match the input keys",
  exception: "ValueError",
  expected: expected.slice(1),
});

export function evaluateModel(self: ObjectValue, site: CallSite): Value {
  fitModel(self, site);
  return site.world.tensor([], site.span, { dialect: "tfjs" });
}

/** A vector of numbers stands for as many examples with one value. */
const atLeastRank2 = (shape: Shape): Shape => (shape?.length === 1 ? [...shape, 1] : shape);

function checkTargets(self: ObjectValue, site: CallSite): void {
  const graph = graphOf(self);
  const targets = tensorsIn(site.args[1]);
  const span = site.argSpans[1] ?? site.span;
  const count = graph?.outputs.every(isCertain) ? targetCount(graph.outputs.length, targets) : undefined;
  if (count) {
    reportProblem(site, nameOf(self), count, [], span);
    return;
  }
  if (graph?.outputs.length === targets.length) {
    for (const [i, target] of targets.entries()) {
      if (target.kind !== "tensor" || graph.outputs[i]!.assumed) continue;
      const problem = targetProblem(graph.outputs[i]!, atLeastRank2(target.tensor.shape), lossAt(self, i));
      if (problem)
        reportProblem(
          site,
          nameOf(self),
          problem,
          [target, { kind: "tensor", tensor: graph.outputs[i]! }],
          span,
          lossArgs(self),
        );
    }
  }
  checkSamples(self, site);
}

/** A target for each output; anything else than tensors may stand for several. */
function targetCount(outputs: number, targets: readonly Value[]): Problem | undefined {
  if (outputs === 0 || targets.length === 0 || targets.length === outputs) return undefined;
  if (!targets.every(({ kind }) => kind === "tensor")) return undefined;
  return {
    code: "target-shape",
    stage: "forward",
    at: { input: 0 },
    message: `takes one target for each of its outputs: it has ${outputs}, receives ${targets.length}`,
    runtime: `The model target expects ${outputs} Tensor(s), but received ${targets.length} Tensor(s).`,
    exception: "ValueError",
  };
}

/** The loss and where it stands, for fixes. */
function lossArgs(self: ObjectValue): { args: Args; argSpans: Readonly<Record<string, Span>> } {
  const loss = self.fields.get("loss");
  if (loss?.kind !== "const" || typeof loss.value !== "string") return { args: {}, argSpans: {} };
  return { args: { loss: loss.value }, argSpans: loss.span ? { loss: loss.span } : {} };
}

/** The loss of an output by name; undefined where it is not known. */
function lossAt(self: ObjectValue, output: number): string | undefined {
  const loss = self.fields.get("loss");
  const one = loss?.kind === "array" ? loss.elements[output] : loss;
  if (one?.kind === "builtin") return one.name;
  return asString(one);
}

function targetProblem(tensor: Tensor, target: Shape, loss: string | undefined): Problem | undefined {
  const output = tensor.shape;
  if (!output || !target || loss === undefined) return undefined;
  const sparse = /^sparse_?categorical_?crossentropy$/i.test(loss);
  const expected: readonly Dim[] = sparse ? [...output.slice(0, -1), 1] : output;
  const differs =
    expected.length !== target.length ||
    expected.some((size, axis) => axis > 0 && certainlyDiffers(size, target[axis]!));
  if (!differs) return undefined;
  const rounded = output.length === target.length ? roundedUp(tensor) : undefined;
  const unflattened =
    output.length > 2 && target.length === 2 && decide(eq(output.at(-1)!, target[1]!)) !== false;
  return {
    code: unflattened ? "missing-flatten" : "target-shape",
    stage: "forward",
    at: { input: 0 },
    message: unflattened
      ? `gives ${shapeText(output)} where the targets are ${shapeText(target)}: flatten is missing before its last dense layer`
      : `compares targets ${shapeText(target)} with outputs ${shapeText(output)}; ${loss} needs targets ${shapeText(expected)}${sparseHint(output, target, loss)}${rounded ?? ""}`,
    runtime: `Error when checking target: expected output to have shape [${expected.map(String).join(",")}], but got array with shape [${target.map(String).join(",")}]`,
    exception: "ValueError",
    expected,
    received: target,
  };
}

/** Where a size that a stride does not divide was rounded up on the way: what grows again from there grows past it. */
function roundedUp(output: Tensor): string | undefined {
  for (const { op, args, inputs, outputs } of applicationsBetween([], [output])) {
    if (args.padding !== "same") continue;
    const [before, after] = [inputs[0]?.shape ?? [], outputs[0]?.shape ?? []];
    for (const [axis, size] of before.entries()) {
      const made = after[axis];
      if (typeof size !== "number" || typeof made !== "number" || axis === 0 || axis === before.length - 1)
        continue;
      if (made < size && size % made !== 0) return `: ${op} makes ${made} of ${size}, rounded up`;
    }
  }
  return undefined;
}

/** Class numbers with a loss for one-hot rows, and the other way round. */
function sparseHint(output: Shape, target: readonly Dim[], loss: string): string {
  if (loss === "categoricalCrossentropy" && target.at(-1) === 1)
    return ": class numbers go with sparseCategoricalCrossentropy, or make them one-hot";
  if (loss === "sparseCategoricalCrossentropy" && target.at(-1) === output?.at(-1))
    return ": one-hot rows go with categoricalCrossentropy";
  return "";
}
