/** The messages between panels and pages as checks, held to their types: both sides look at what arrives before they act on it. */
import { type Check, checks } from "@convlens/server/checks";
import * as z from "zod/mini";
import type { ComparisonTarget, FromPage, InspectorTarget, SummaryTarget, ToPage } from "./messages.ts";

const text = (most: number) => z.string().check(z.maxLength(most));
const id = z.int().check(z.nonnegative());
/** A picture or a table that a page made, as base64 or text. */
const MOST_SAVED = 256 * 2 ** 20;

const inspectorFields = { at: checks.place, options: checks.options };
const summaryFields = { ...inspectorFields, model: z.optional(text(10_000)), run: z.boolean() };

export const inspectorTarget: Check<InspectorTarget> = z.object(inspectorFields);
export const summaryTarget: Check<SummaryTarget> = z.object(summaryFields);
export const inspectorChange: Check<Partial<InspectorTarget>> = z.partial(z.object(inspectorFields));
export const summaryChange: Check<Partial<SummaryTarget>> = z.partial(z.object(summaryFields));

const name = z.optional(text(10_000));
const comparisonFields = {
  at: checks.place,
  model: name,
  other: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("model"), at: checks.place, model: name }),
    z.object({ kind: z.literal("revision"), revision: text(1000) }),
  ]),
};
export const comparisonTarget: Check<ComparisonTarget> = z.object(comparisonFields);
export const comparisonChange: Check<Partial<ComparisonTarget>> = z.partial(z.object(comparisonFields));

const question = <Name extends string, Params>(name: Name, params: Check<Params>) =>
  z.object({ kind: z.literal("question"), id, name: z.literal(name), params });
const questions = z.discriminatedUnion("name", [
  question("explainCell", checks.explainCell),
  question("modelNode", checks.modelNode),
  question("modelWeight", checks.modelWeight),
  question("benchmark", z.object({ at: checks.place, options: checks.options })),
  question("chooseSample", z.null()),
  question("exportArray", z.object({ ...checks.tensorFields, name: text(1000) })),
  question(
    "save",
    z.object({ name: text(1000), content: text(MOST_SAVED), base64: z.optional(z.boolean()) }),
  ),
]);

/** What a page says to its panel. */
export const fromPage = <Target>(target: Check<Partial<Target>>): Check<FromPage<Target>> =>
  z.union([
    z.object({ kind: z.enum(["ready", "keep", "cancel"]) }),
    z.object({ kind: z.literal("target"), target }),
    z.object({ kind: z.literal("reveal"), source: checks.stretch, focus: z.boolean() }),
    questions,
  ]) as Check<FromPage<Target>>;

/** What a panel says to its page; answers are the server's own, which the extension hands on. */
export const toPage = <Target, Answer>(): Check<ToPage<Target, Answer>> =>
  z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("answer"),
      target: z.looseObject({ at: checks.place }),
      answer: z.looseObject({}),
    }),
    z.object({ kind: z.literal("busy"), busy: z.boolean(), doing: z.optional(z.string()) }),
    z.object({ kind: z.literal("reply"), id, reply: z.unknown() }),
  ]) as unknown as Check<ToPage<Target, Answer>>;
