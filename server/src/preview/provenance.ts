/**
 * What a run's values really come from, in words: the sample as it was turned into each input, and the weights.
 *
 *   "test picture · initial weights (seed 0)"      "your arange(1, 17)"      "random ids below 1000"
 */
import { t } from "../texts/index.ts";
import type { PlanInput, RunPlan, Source } from "./plan.ts";
import type { Sample } from "./protocol.ts";

/** Of what the source depends on; each once. `plan` ends with the source. */
export function provenance(plan: RunPlan, source: Source, sample: Sample): readonly string[] {
  const inputs = "input" in source ? [plan.inputs[source.input]!] : inputsBehind(plan, source.op);
  const weighted = "op" in source && plan.ops.some(({ weights }) => weights !== undefined);
  return [
    ...new Set(inputs.map((input) => contentText(input, sample))),
    ...(weighted ? [weightsText(plan)] : []),
  ];
}

function inputsBehind(plan: RunPlan, op: number): readonly PlanInput[] {
  const used = new Set<number>();
  const open = [op];
  const seen = new Set<number>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const from of plan.ops[next]!.inputs)
      if ("input" in from) used.add(from.input);
      else open.push(from.op);
  }
  // a number in a calculation is no input that anybody asks about
  const inputs = [...used].sort((a, b) => a - b).map((input) => plan.inputs[input]!);
  const tensors = inputs.filter(({ shape, content }) => content.kind !== "fill" || shape.length > 0);
  return tensors.length > 0 ? tensors : inputs;
}

const weightsText = ({ weights, seed }: RunPlan): string =>
  weights === undefined
    ? t("initial weights (seed {0})", seed)
    : t("weights of {0}", weights.split(/[\\/]/).at(-1)!);

/** What `Samples.tensor` fills an input with. */
function contentText({ content, shape, channelsLast }: PlanInput, sample: Sample): string {
  switch (content.kind) {
    case "fill":
      return content.value === 0
        ? t("your zeros")
        : content.value === 1
          ? t("your ones")
          : t("filled with {0}", content.value);
    case "range": {
      const count = shape.reduce((a, b) => a * b, 1);
      const { start, step } = content;
      return t(
        "your {0}",
        `arange(${[start, start + count * step, ...(step === 1 ? [] : [step])].join(", ")})`,
      );
    }
    case "parameter":
      return t("initial parameters");
    case "indices":
      return sample.kind === "file" && sample.path.endsWith(".npy")
        ? sampleName(sample)
        : t("random ids below {0}", content.below);
    default:
      return filledText(channelsLast && shape.length > 2 ? spaceLast(shape) : shape, sample);
  }
}

const spaceLast = (shape: readonly number[]): readonly number[] => [
  shape[0]!,
  shape.at(-1)!,
  ...shape.slice(1, -1),
];

/** A picture needs two axes of space; a line is given a signal, and a code noise. */
function filledText(shape: readonly number[], sample: Sample): string {
  if (sample.kind === "file" && sample.path.endsWith(".npy")) return sampleName(sample);
  if (sample.kind !== "picture" && sample.kind !== "file") return sampleName(sample);
  const width = shape.at(-1) ?? 1;
  const height = shape.length > 2 ? (shape.at(-2) ?? 1) : 1;
  if (width * height === 1) return t("random normal (seed {0})", 0);
  if (shape.length >= 4) return sampleName(sample);
  if (sample.kind === "picture")
    return shape.length === 3 ? t("test signal") : t("random normal (seed {0})", 0);
  return t("a line of {0}", sampleName(sample));
}

export function sampleName(sample: Sample): string {
  switch (sample.kind) {
    case "picture":
      return t("test picture");
    case "randn":
      return t("random normal (seed {0})", sample.seed);
    case "file":
      return sample.path.split(/[\\/]/).at(-1)!;
    case "zeros":
      return t("zeros");
    case "ones":
      return t("ones");
    case "ramp":
      return t("ramp");
    case "checkerboard":
      return t("checkerboard");
  }
}
