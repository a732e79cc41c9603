/** Losses: a number from predictions and targets. Most wrong shapes here are broadcast silently, so they warn. */
import { all, type Condition, type Dim, eq, not } from "../../dims/index.ts";
import { number, tensor, word, wordOf } from "../arguments.ts";
import { show, showShape, torchDocs } from "../layer.ts";
import { list } from "../python.ts";
import type { Call, LayerSpec, Param, Problem, Shape } from "../spec.ts";
import { broadcast } from "./broadcast.ts";

const reduction = word("reduction", "“mean”, “sum” or “none”.", {
  default: "mean",
  choices: ["mean", "sum", "none"],
});

function lossSpec(
  name: string,
  functional: string,
  summary: string,
  infer: (call: Call) => Shape,
  params: readonly Param[],
): LayerSpec {
  return {
    name,
    kind: "layer",
    summary,
    docs: torchDocs(name),
    functional: { name: functional },
    params,
    inputs: ["input", "target"],
    infer: (call) => [infer(call)],
    macs: () => 0,
    repr: () => "",
  };
}

const reduced = (call: Call, full: Shape): Shape =>
  wordOf(call.args.reduction) === "none" ? full : wordOf(call.args.reduction) === undefined ? null : [];

const same = (a: readonly Dim[], b: readonly Dim[]): Condition =>
  a.length === b.length ? all(...a.map((d, i) => eq(d, b[i]!))) : not(all());

/** Element by element: shapes that differ are broadcast with no more than a warning of PyTorch's. */
function elementwise(call: Call): Shape {
  const [input, target] = call.inputs;
  if (!input || !target) return reduced(call, input ?? null);
  let fits = true;
  const require: Call["require"] = (condition, problem) => {
    const fine = call.require(condition, problem);
    fits &&= fine;
    return fine;
  };
  // without a reduction the result has the shape that both are broadcast to
  const shape = broadcast({ ...call, require }, input, target);
  if (fits)
    call.require(same(input, target), () => ({
      code: "loss-broadcast",
      stage: "forward",
      at: "call",
      severity: "warning",
      message: `compares ${showShape(input)} with a target of ${showShape(target)}: they are broadcast against each other, which is hardly meant`,
      runtime: `Using a target size (torch.Size(${list(target)})) that is different to the input size (torch.Size(${list(input)}))`,
      exception: "UserWarning",
    }));
  return reduced(call, shape);
}

/** Probabilities or their logits: PyTorch refuses another size. */
const sameSize =
  (probabilities: boolean) =>
  (call: Call): Shape => {
    const [input, target] = call.inputs;
    if (input && target) {
      call.require(same(input, target), () =>
        targetProblem(
          `takes a target of the input's shape ${showShape(input)}, receives ${showShape(target)}`,
          probabilities
            ? `Using a target size (torch.Size(${list(target)})) that is different to the input size (torch.Size(${list(input)})) is deprecated. Please ensure they have the same size.`
            : `Target size (torch.Size(${list(target)})) must be the same as input size (torch.Size(${list(input)}))`,
          "ValueError",
        ),
      );
    }
    return reduced(call, input ?? null);
  };

const targetProblem = (message: string, runtime: string, exception = "RuntimeError"): Problem => ({
  code: "loss-target",
  stage: "forward",
  at: { input: 1 },
  message,
  runtime,
  exception,
});

/** Classes on axis 1 (or 0 without a batch); the target has class indices, or for cross-entropy also probabilities. */
const classes =
  (probabilities: boolean) =>
  (call: Call): Shape => {
    const [input, target] = call.inputs;
    if (!input || !target) return wordOf(call.args.reduction) === "none" ? null : reduced(call, null);
    if (input.length === 0) {
      call.fail({
        code: "rank",
        stage: "forward",
        at: { input: 0 },
        message: "takes a score for each class, receives a single number",
        runtime: "Dimension out of range (expected to be in range of [-1, 0], but got 1)",
        exception: "IndexError",
      });
      return reduced(call, null);
    }
    const indices = input.length === 1 ? [] : [input[0]!, ...input.slice(2)];
    if (probabilities && target.length === input.length) {
      call.require(same(input, target), () =>
        targetProblem(
          target.length === 2 && target[1] === 1
            ? `takes class indices ${showShape(indices)} or probabilities ${showShape(input)}, receives ${showShape(target)}: squeeze its last axis`
            : `takes class indices ${showShape(indices)} or probabilities ${showShape(input)}, receives ${showShape(target)}`,
          target.length === 2 && target[0] === input[0]
            ? "0D or 1D target tensor expected, multi-target not supported"
            : `input and target shapes do not match: ${list(input)} vs ${list(target)}`,
        ),
      );
    } else if (target.length !== indices.length) {
      call.fail(
        targetProblem(
          `takes class indices ${showShape(indices)} for an input of ${showShape(input)}, receives ${showShape(target)}`,
          target.length === 2
            ? "0D or 1D target tensor expected, multi-target not supported"
            : `Expected target of ${indices.length} dimensions, got ${target.length}`,
        ),
      );
    } else {
      call.require(same(indices, target), () =>
        targetProblem(
          `takes class indices ${showShape(indices)} for an input of ${showShape(input)}, receives ${showShape(target)}`,
          `Expected input batch_size (${show(input[0]!)}) to match target batch_size (${show(target[0] ?? 1)}).`,
          "ValueError",
        ),
      );
    }
    checkClassWeight(call, input[input.length === 1 ? 0 : 1]!);
    return reduced(call, indices);
  };

/** A tensor among the arguments is one more input, and the argument its place. */
function checkClassWeight(call: Call, classCount: Dim): void {
  const place = call.args.weight;
  const shape = typeof place === "number" ? call.inputs[place] : null;
  if (!shape) return;
  call.require(same(shape, [classCount]), () => ({
    code: "loss-target",
    stage: "forward",
    at: { arg: "weight" },
    message: `takes a weight for each of ${show(classCount)} classes, receives ${showShape(shape)}`,
    runtime: `weight tensor should be defined either for all ${show(classCount)} classes or no classes but got weight tensor of shape: ${list(shape)}`,
    exception: "RuntimeError",
  }));
}

const weight = tensor("weight", "A weight for each class.", { default: null });
const itemWeight: Param = { ...weight, doc: "A weight for each value; broadcast." };
const ignoreIndex = number("ignoreIndex", "Class that does not count.", { default: -100 });

export const lossSpecs: readonly LayerSpec[] = [
  lossSpec("CrossEntropyLoss", "crossEntropy", "Cross-entropy of logits with classes.", classes(true), [
    weight,
    ignoreIndex,
    reduction,
    number("labelSmoothing", "Share given to all classes alike.", { default: 0 }),
  ]),
  lossSpec("NLLLoss", "nllLoss", "Negative log likelihood of log probabilities.", classes(false), [
    weight,
    ignoreIndex,
    reduction,
  ]),
  lossSpec("MSELoss", "mseLoss", "Mean squared error.", elementwise, [reduction]),
  lossSpec("L1Loss", "l1Loss", "Mean absolute error.", elementwise, [reduction]),
  lossSpec("SmoothL1Loss", "smoothL1Loss", "Squared near zero, absolute beyond.", elementwise, [
    reduction,
    number("beta", "Where the two meet.", { default: 1 }),
  ]),
  lossSpec("HuberLoss", "huberLoss", "Squared near zero, absolute beyond.", elementwise, [
    reduction,
    number("delta", "Where the two meet.", { default: 1 }),
  ]),
  lossSpec("BCELoss", "binaryCrossEntropy", "Binary cross-entropy of probabilities.", sameSize(true), [
    itemWeight,
    reduction,
  ]),
  lossSpec(
    "BCEWithLogitsLoss",
    "binaryCrossEntropyWithLogits",
    "Binary cross-entropy of logits.",
    sameSize(false),
    [itemWeight, reduction, { ...weight, name: "posWeight", doc: "A weight for positives; broadcast." }],
  ),
];
