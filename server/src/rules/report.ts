/**
 * Problems of layers as findings: named, placed, explained by the producer of the wrong shape, with fixes to offer.
 */
import { prettyShape } from "@convlens/engine/specs";
import { dialectOf } from "../dialects/index.ts";
import type { Finding, Severity } from "../facts/analysis.ts";
import { computed, lazy } from "../facts/lazy.ts";
import type { Observed } from "../facts/observed.ts";
import type { Span } from "../facts/span.ts";
import type { Subject } from "../facts/values.ts";
import { annotationFindings } from "./annotations.ts";
import { certaintyOf } from "./certainty.ts";
import type { Read } from "./fixes/edit.ts";
import { isLoadedOtherwise } from "./loaded-otherwise.ts";
import { problems } from "./problems/index.ts";
import { usageFindings } from "./usage.ts";
import { nameOf } from "./words/name.ts";
import { originOf } from "./words/producer.ts";

type TextOf = (file: string) => string | undefined;

/** All findings of what was observed, one for each cause, in source order; those that comments silence too. */
export function report(observed: Observed, textOf: TextOf): Finding[] {
  const { file: target, subjects } = observed;
  const read: Read = ({ file, start, end }) => textOf(file)?.slice(start, end);
  const found = [
    ...distinctCauses(subjects.filter((subject) => !isLoadedOtherwise(subject, observed))).map((subject) =>
      findingOf(subject, observed, read, textOf),
    ),
    ...annotationFindings(observed),
    ...usageFindings(observed),
  ];
  const unique = new Map<string, Finding>();
  for (const finding of found) {
    if (finding.span.file !== target) continue;
    const key = `${finding.code} ${finding.span.start} ${finding.span.end}`;
    if (!unique.has(key)) unique.set(key, finding);
  }
  return [...unique.values()].sort((a, b) => a.span.start - b.span.start);
}

/** One report for what one place makes wrong: every use of it goes wrong in the same way. */
function distinctCauses(subjects: readonly Subject[]): Subject[] {
  const seen = new Set<string>();
  return subjects.filter((subject) => {
    const maker = makerOf(subject);
    if (maker === undefined) return true;
    const key = `${subject.problem.code} ${maker}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Where the wrong shape was made, told apart by the calls that led there: what two blocks of one class make are two things. */
function makerOf({ inputs, span, problem, stack }: Subject): string | undefined {
  const made = inputs[0] && originOf(inputs[0]).producer;
  if (problem.severity === "warning" || !made || made.span.start === span.start) return undefined;
  return [made.span, ...stack].map(({ file, start, end }) => `${start}-${end} ${file}`).join(" ");
}

function findingOf(subject: Subject, observed: Observed, read: Read, textOf: TextOf): Finding {
  const { problem } = subject;
  const rule = problems[problem.code];
  const place = placeOf(subject, observed.file);
  const origins = [...originsOf(subject, read), ...firstUseOf(subject, observed)];
  const severity: Severity =
    problem.severity ?? (rule.ofLaterVersions && !isImported(subject, textOf) ? "warning" : rule.severity);
  const certainty = lazy(() => certaintyOf(subject, read));
  const fixes = lazy(() => rule.fixes?.(subject, read) ?? []); // few of them are ever asked for
  const finding = {
    code: problem.code,
    severity,
    message: [
      sentence(`${nameOf(subject)} ${problem.message}`),
      ...origins.map(({ message }) => `  ${message}`),
    ].join("\n"),
    span: place.span,
    ...wholeOf(subject, place.span),
    related: [
      ...origins.filter(({ span }) => span.start !== place.span.start || span.file !== place.span.file),
      ...place.related,
    ],
  };
  return whenRead.add(finding, { fixes, certainty });
}

interface WhenRead {
  readonly fixes: () => Finding["fixes"];
  readonly certainty: () => Finding["certainty"];
}
const whenRead = computed<WhenRead, Pick<Finding, "fixes" | "certainty">>({
  fixes: ({ fixes }) => fixes(),
  certainty: ({ certainty }) => certainty(),
});

/** Whether the file names the library that is called, and is no script of a page. */
const isImported = ({ span, dialect }: Subject, textOf: TextOf): boolean => {
  const text = textOf(span.file)?.replace(/^\s*\/\/.*/gm, "") ?? "";
  return dialectOf(dialect).modules.some((name) => text.includes(`"${name}`) || text.includes(`'${name}`));
};

/** A lazy layer has its sizes from the first use that went well: that is where they come from. */
function firstUseOf({ layer }: Subject, { applications }: Observed): { message: string; span: Span }[] {
  if (!layer?.lazy) return [];
  const first = applications.find((use) => use.layer?.id === layer.id && !use.failed);
  const shape = first?.inputs[0]?.shape;
  return first && shape
    ? [{ message: `it took its sizes from its first use, on ${prettyShape(shape)}`, span: first.calleeSpan }]
    : [];
}

/** "… has no option paddng; did you mean padding?" ends as it is. */
const sentence = (text: string): string => (text.endsWith("?") ? text : `${text}.`);

/** The use or the constructor around the place. */
function wholeOf({ span, layer }: Subject, place: Span): Pick<Finding, "whole"> {
  const around = [...(layer ? [layer.site] : []), span].find(
    ({ file, start, end }) => file === place.file && start <= place.start && place.end <= end,
  );
  return around ? { whole: around } : {};
}

/** Where the squiggle goes: the argument at fault; where that is in another file, the call that led there. */
function placeOf(subject: Subject, target: string): { span: Span; related: Finding["related"] } {
  const span = spanAtFault(subject);
  if (span.file === target) return { span, related: [] };
  const call = [...subject.stack].reverse().find((candidate) => candidate.file === target);
  const site = subject.span.file === target ? subject.span : call;
  return site
    ? { span: site, related: [{ message: `${nameOf(subject)} stands here`, span }] }
    : { span, related: [] };
}

function spanAtFault({ problem: { at }, argSpans, layer, inputSpans, span }: Subject): Span {
  const whole = layer && inputSpans.length === 0 ? layer.site : span;
  if (at === "call") return whole;
  if ("arg" in at) {
    const element = at.element === undefined ? undefined : argSpans[`${at.arg}.${at.element}`];
    return element ?? argSpans[at.arg] ?? layer?.site ?? whole;
  }
  if ("args" in at) {
    const spans = at.args.flatMap((name) => argSpans[name] ?? []);
    return spans[0] ?? layer?.site ?? whole;
  }
  return whole;
}

/** "x [N, 16, 30, 30] comes from `conv1` = Conv2d(3 → 16, k3)", for each input with a story. */
function originsOf(subject: Subject, read: Read): { message: string; span: Span }[] {
  if (subject.problem.stage === "construct") return [];
  return subject.inputs.flatMap((tensor, i) => {
    if (!tensor?.shape) return [];
    const origin = originOf(tensor, read);
    const shape =
      dialectOf(tensor.producer?.dialect ?? "").formatShape(tensor.shape) || prettyShape(tensor.shape);
    const called = tensor.name
      ? `\`${tensor.name}\``
      : subject.inputs.length > 1
        ? `input ${i + 1}`
        : "the input";
    return [{ message: `${called} ${shape} ${origin.text}`, span: origin.span }];
  });
}
