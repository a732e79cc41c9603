/**
 * One tensor held against one input that a model file declares, as the runtimes check it: element type, rank, sizes.
 *
 *   feedProblems(images, input, model)   // [{ code: "model-input-dims", message: "takes 3 on axis 1, receives 4", … }]
 */
import { type Dim, decide, eq, isUnknown, prettyShape, product, type Shape } from "@convlens/engine/specs";
import type { LoadedModel } from "../../facts/loaded.ts";
import type { Problem } from "../../facts/problem.ts";
import { inferModel, type ModelInput } from "../../model-files/index.ts";
import { typed } from "./words.ts";

/** What the runtime at hand checks, and how it says it. */
export interface FeedRules {
  /** undefined where it looks at no element type. */
  readonly typeMessage?: (given: string, wanted: string, name: string) => string;
  /** Types that are taken for one another: a graph model of TensorFlow.js takes int32 for uint8. */
  readonly sameType: (given: string, wanted: string) => boolean;
  readonly shapeMessage: (given: Shape, wanted: Shape, name: string) => string;
  /** A scalar's rank is checked as any other. */
  readonly checksScalars: boolean;
}

export interface Given {
  readonly shape: Shape;
  readonly type: string | undefined;
}

/** Certain mistakes of one feed; `wanted` is the declared shape in the program's own terms. */
export function feedProblems(
  given: Given,
  input: ModelInput,
  wanted: Shape,
  model: LoadedModel,
  rules: FeedRules,
): Problem[] {
  const problems: Problem[] = [];
  const at = { arg: input.name };
  const common = { stage: "forward", at, exception: "Error" } as const;
  if (rules.typeMessage && given.type && input.type && !rules.sameType(given.type, input.type))
    problems.push({
      ...common,
      code: "model-input-dtype",
      message: `takes ${input.type}, receives ${given.type}`,
      runtime: rules.typeMessage(given.type, input.type, input.name),
      expected: input.type,
      received: given.type,
    });
  const runtime = rules.shapeMessage(given.shape, wanted, input.name);
  if (!wanted || !given.shape) return problems;
  if (given.shape.length !== wanted.length) {
    const silent = wanted.length === 0 && !rules.checksScalars;
    const problem: Problem = {
      ...common,
      code: "model-input-rank",
      message: rankMessage(given, wanted),
      runtime,
      expected: wanted.filter((dim): dim is number => typeof dim === "number"),
      received: given.shape,
    };
    if (!silent) problems.push(problem);
    else if (matters(given.shape, input, model))
      problems.push({
        ...problem,
        severity: "warning",
        message: `${problem.message}: the runtime accepts it and computes with another shape`,
      });
    return problems;
  }
  const wrong = wanted.flatMap((size, axis) => (differs(size, given.shape![axis]!) ? [axis] : []));
  if (wrong.length === 0) return problems;
  const permutation = layoutOf(given.shape, wanted);
  problems.push(
    permutation
      ? {
          ...common,
          code: "model-input-layout",
          message: `${permutation.from === "NHWC" ? "takes the channels first" : "takes the channels last"}, receives ${typed(given.type, given.shape)}: transpose the data to ${prettyShape(permuted(given.shape, permutation.order))} with axes [${permutation.order.join(", ")}]`,
          runtime,
          expected: permutation.order,
          received: given.shape,
        }
      : {
          ...common,
          code: "model-input-dims",
          message: wrong
            .map(
              (axis) =>
                `takes ${prettyShape([wanted[axis]!]).slice(1, -1)} on axis ${axis}, receives ${prettyShape([given.shape![axis]!]).slice(1, -1)}`,
            )
            .join("; "),
          runtime,
          expected: wanted.map((size, axis) => (isUnknown(size) ? given.shape![axis]! : size)),
          received: given.shape,
        },
  );
  return problems;
}

const rankMessage = ({ shape }: Given, wanted: NonNullable<Shape>): string => {
  const axes = (count: number): string =>
    count === 0 ? "no axes" : count === 1 ? "1 axis" : `${count} axes`;
  const batch =
    shape!.length === wanted.length - 1 && wanted.slice(1).every((size, i) => !differs(size, shape![i]!));
  return `takes ${axes(wanted.length)}, receives ${prettyShape(shape)} with ${axes(shape!.length)}${batch ? ": the batch in front is missing" : ""}`;
};

export const differs = (a: Dim, b: Dim): boolean =>
  !isUnknown(a) && !isUnknown(b) && decide(eq(a, b)) === false;

/** For a scalar that runtimes take in any rank: several values, or one that changes what comes out. */
function matters(shape: NonNullable<Shape>, input: ModelInput, model: LoadedModel): boolean {
  if (decide(eq(product(shape), 1)) === false) return true;
  if (product(shape) !== 1) return false;
  const ranks = (given: Shape): string =>
    [...inferModel(model.file, new Map([[input.name, given]])).outputs.values()]
      .map((out) => out?.length)
      .join();
  return ranks(shape) !== ranks([]);
}

interface Permutation {
  readonly from: "NHWC" | "NCHW";
  readonly order: readonly number[];
}

/** The transposition between channels last and channels first that makes the shape fit. */
function layoutOf(given: NonNullable<Shape>, wanted: NonNullable<Shape>): Permutation | undefined {
  const { length } = wanted;
  if (length < 3 || length > 5) return undefined;
  const batch = length > 3 ? 1 : 0;
  const spatial = Array.from({ length: length - batch - 1 }, (_, i) => i + batch);
  const lead = batch ? [0] : [];
  const candidates: Permutation[] = [
    { from: "NHWC", order: [...lead, length - 1, ...spatial] },
    { from: "NCHW", order: [...lead, ...spatial.map((axis) => axis + 1), batch] },
  ];
  return candidates.find(({ from, order }) => {
    const channels = from === "NHWC" ? given[length - 1]! : given[batch]!;
    const place = from === "NHWC" ? batch : length - 1;
    const pictures = typeof channels === "number" && channels <= 4;
    return (
      typeof wanted[place] === "number" &&
      wanted[place] === channels &&
      (pictures || length > 3) &&
      permuted(given, order).every((size, axis) => !differs(size, wanted[axis]!))
    );
  });
}

export const permuted = (shape: NonNullable<Shape>, order: readonly number[]): Dim[] =>
  order.map((axis) => shape[axis]!);
