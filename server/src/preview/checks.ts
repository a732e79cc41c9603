/**
 * The protocol's types once more, as checks of what arrives: a link in a hover, a page's message and another client's request
 * may hold anything. Each check is held to its type by the compiler.
 *
 *   checks.place.safeParse({ uri: "file:///net.ts", line: -1, character: 0 }).success   // false
 */
import * as z from "zod/mini";
import type {
  CheckWorkspaceParams,
  CompareModelsParams,
  ExplainCellParams,
  LayersParams,
  ModelFileParams,
  ModelNodeParams,
  ModelSummaryParams,
  ModelWeightParams,
  Place,
  RunLayerParams,
  RunOptions,
  Sample,
  Stretch,
  TensorParams,
} from "./protocol.ts";

z.config({ jitless: true }); // pages forbid code that is made of text

const MOST_AXES = 16;
const MOST_FILES = 1_000_000;
const MOST_TEXT = 2 ** 26;

const whole = z.int().check(z.nonnegative());
const text = (most: number) => z.string().check(z.maxLength(most));
const address = text(8192);
const position = z.object({ line: whole, character: whole });
const token = z.optional(z.union([text(1000), z.number()]));

const place: z.ZodMiniType<Place> = z.object({ uri: address, line: whole, character: whole });
const stretch: z.ZodMiniType<Stretch> = z.object({ uri: address, start: position, end: position });

const sample: z.ZodMiniType<Sample> = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["picture", "zeros", "ones", "ramp", "checkerboard"]) }),
  z.object({ kind: z.literal("randn"), seed: z.int() }),
  z.object({ kind: z.literal("file"), path: text(8192) }),
]);
const options: z.ZodMiniType<RunOptions> = z.object({
  sample: z.optional(sample),
  seed: z.optional(z.int()),
  inputShape: z.optional(z.array(whole).check(z.maxLength(MOST_AXES))),
});

const layers: z.ZodMiniType<LayersParams> = z.object({ uri: address });
const runLayer: z.ZodMiniType<RunLayerParams> = z.object({ at: place, options: z.optional(options) });
const explainCell: z.ZodMiniType<ExplainCellParams> = z.object({
  id: text(1000),
  index: z.array(whole).check(z.maxLength(MOST_AXES)),
});
/** For checks of more than these fields. */
const tensorFields = { id: text(1000), which: z.enum(["input", "output", "weight"]), index: whole };
const tensor: z.ZodMiniType<TensorParams> = z.object(tensorFields);
const modelSummary: z.ZodMiniType<ModelSummaryParams> = z.object({
  at: place,
  model: z.optional(text(10_000)),
  run: z.optional(z.boolean()),
  options: z.optional(options),
  workDoneToken: token,
});
const checkWorkspace: z.ZodMiniType<CheckWorkspaceParams> = z.object({
  uris: z.array(address).check(z.maxLength(MOST_FILES)),
  workDoneToken: token,
});
const compared = z.object({
  at: place,
  model: z.optional(text(10_000)),
  text: z.optional(text(MOST_TEXT)), // of the file at a revision
});
const compareModels: z.ZodMiniType<CompareModelsParams> = z.object({ before: compared, after: compared });
const modelFile: z.ZodMiniType<ModelFileParams> = z.object({ uri: address });
const modelNode: z.ZodMiniType<ModelNodeParams> = z.object({ uri: address, row: whole });
const modelWeight: z.ZodMiniType<ModelWeightParams> = z.object({ uri: address, name: text(10_000) });
const atPlace: z.ZodMiniType<{ readonly at: Place }> = z.object({ at: place });

export const checks = {
  place,
  stretch,
  sample,
  options,
  layers,
  runLayer,
  explainCell,
  tensor,
  tensorFields,
  modelSummary,
  checkWorkspace,
  compareModels,
  modelFile,
  modelNode,
  modelWeight,
  atPlace,
};

export type Check<T> = z.ZodMiniType<T>;

/** The value, or a sentence that names the first field which is not what its type says: "at.line: expected int". */
export function checked<T>(
  check: Check<T>,
  value: unknown,
): { readonly value: T } | { readonly wrong: string } {
  const result = check.safeParse(value);
  if (result.success) return { value: result.data };
  const issue = result.error.issues[0]!;
  const wanted = "expected" in issue ? `expected ${issue.expected}` : issue.code.replaceAll("_", " ");
  return { wrong: `${issue.path.map(String).join(".") || "the whole"}: ${wanted}` };
}
