/**
 * What the command line tells of a file, as plain data: formats print it, threads hand it over, the cache keeps it.
 *
 *   checkedFile(project, file, { shapes: false, … }).findings[0].range.start.line
 */
import { type Dim, format, isOpen, isUnknown, type Shape } from "@convlens/engine/specs";
import type { Level } from "../../config/config.ts";
import type { Analysis, Evidence, Finding, FunctionFact, Severity } from "../../facts/analysis.ts";
import type { ModelCall } from "../../facts/loaded.ts";
import { macsOf } from "../../facts/macs.ts";
import type { Position } from "../../facts/source-text.ts";
import type { Span } from "../../facts/span.ts";
import type { Application, Tensor } from "../../facts/values.ts";
import { checkedFixes } from "../../ide/fix-check.ts";
import type { Project } from "../../project/project.ts";

export interface CheckedFile {
  /** As shown: relative to where the command was typed. */
  readonly path: string;
  readonly models: number;
  readonly uses: number;
  readonly findings: readonly CheckedFinding[];
  /** Of the JSON report; empty where nobody asked for it. */
  readonly shapes: readonly object[];
  readonly functions: readonly object[];
  /** The first place that does not parse; all else was read as far as possible. */
  readonly unparsed?: { readonly message: string; readonly range: Range };
  /** Why nothing is known of the file: a mistake of ours. */
  readonly failure?: string;
}

export interface CheckedFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  /** The line that the range begins in. */
  readonly line: string;
  readonly related: readonly { readonly message: string; readonly path: string; readonly range: Range }[];
  /** Where it was asked for: the facts that make it certain. */
  readonly certainty?: readonly {
    readonly kind: Evidence["kind"];
    readonly message: string;
    readonly path: string;
    readonly range: Range;
  }[];
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly { readonly path: string; readonly range: Range; readonly newText: string }[];
  }[];
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Wanted {
  readonly shapes: boolean;
  readonly fixes: boolean;
  readonly certainty: boolean;
  /** How serious a finding is for this project; undefined: as its rule says. */
  severity(file: string, code: string): Level | undefined;
  shown(file: string): string;
}

/** Everything in positions, nothing left that needs the project. */
export function checkedFile(project: Project, file: string, wanted: Wanted): CheckedFile {
  const analysis = project.analyze(file);
  const places = new Places(project, wanted);
  const findings = analysis.findings.flatMap((finding): CheckedFinding[] => {
    const severity = wanted.severity(file, finding.code) ?? finding.severity;
    if (severity === "off") return [];
    const fixes = wanted.fixes ? checkedFixes(project, file, finding) : [];
    const certainty = wanted.certainty ? finding.certainty : undefined;
    return [findingEntry({ ...finding, severity, fixes }, certainty, places)];
  });
  const unparsed = syntaxErrorOf(project, file, places);
  return {
    path: wanted.shown(file),
    models: analysis.models.length,
    uses: analysis.applications.length,
    findings,
    ...listsOf(wanted.shapes ? analysis : undefined, places),
    ...(unparsed && { unparsed }),
  };
}

class Places {
  private readonly project: Project;
  readonly shown: Wanted["shown"];

  constructor(project: Project, { shown }: Pick<Wanted, "shown">) {
    this.project = project;
    this.shown = shown;
  }

  range({ file, start, end }: Span): Range {
    const source = this.project.source(file);
    const none = { line: 0, character: 0 };
    return source
      ? { start: source.positionAt(start), end: source.positionAt(end) }
      : { start: none, end: none };
  }

  lineAt({ file }: Span, line: number): string {
    return this.project.source(file)?.lineText(line) ?? "";
  }
}

function syntaxErrorOf(project: Project, file: string, places: Places): CheckedFile["unparsed"] {
  const error = project.module(file)?.syntaxErrors[0];
  return error && { message: error.message, range: places.range({ file, ...error }) };
}

function findingEntry(
  finding: Finding,
  certainty: readonly Evidence[] | undefined,
  places: Places,
): CheckedFinding {
  const { code, severity, message, span, related, fixes } = finding;
  const range = places.range(span);
  return {
    code,
    severity,
    message,
    range,
    line: places.lineAt(span, range.start.line),
    related: related.map(({ message, span }) => ({
      message,
      path: places.shown(span.file),
      range: places.range(span),
    })),
    ...(certainty && {
      certainty: certainty.map(({ kind, message, span }) => ({
        kind,
        message,
        path: places.shown(span.file),
        range: places.range(span),
      })),
    }),
    fixes: fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map(({ span, newText }) => ({
        path: places.shown(span.file),
        range: places.range(span),
        newText,
      })),
    })),
  };
}

function listsOf(analysis: Analysis | undefined, places: Places): Pick<CheckedFile, "shapes" | "functions"> {
  return {
    shapes: distinct(analysis?.applications.map((use) => shapeEntry(use, places)) ?? []),
    functions: analysis?.functions.map((fact) => functionEntry(fact, places)) ?? [],
  };
}

/** Each entry once: a loop applies one layer many times to the same shape. */
const distinct = (entries: readonly object[]): object[] => [
  ...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values(),
];

/** An integer, a symbol or expression, null where the library leaves it open, "?" where it is not known. */
export function jsonDim(dim: Dim): number | string | null {
  if (typeof dim === "number") return dim;
  if (isOpen(dim)) return null;
  return isUnknown(dim) ? "?" : format(dim);
}
export const jsonShape = (shape: Shape): (number | string | null)[] | null =>
  shape === null ? null : shape.map(jsonDim);

function shapeEntry(use: Application, places: Places): object {
  const [input] = use.inputs;
  return {
    range: places.range(use.span),
    name: use.name ?? use.op,
    ...(use.path !== undefined && { path: use.path }),
    op: use.op,
    dialect: use.dialect,
    ...(use.model !== undefined && { model: use.model }),
    input: jsonShape(input?.shape ?? null),
    ...(use.inputs.length > 1 && { inputs: use.inputs.map((tensor) => jsonShape(tensor.shape)) }),
    output: jsonShape(use.outputs[0]?.shape ?? null),
    ...(use.outputs.length > 1 && { outputs: use.outputs.map((tensor) => jsonShape(tensor.shape)) }),
    ...(use.run && modelCallEntry(use.run, use, places)),
    params: use.params === undefined ? 0 : jsonDim(use.params),
    macs: String(jsonDim(macsOf(use) ?? 0)),
  };
}

/** Of a call that runs a loaded model: its file, and shapes by the names that the file gives them. */
function modelCallEntry(run: ModelCall, { inputs, outputs }: Application, places: Places): object {
  const named = (names: readonly string[], tensors: readonly Tensor[]) =>
    Object.fromEntries(names.map((name, i) => [name, jsonShape(tensors[i]?.shape ?? null)]));
  return {
    file: places.shown(run.model.file.path),
    inputs: named(run.inputs, inputs),
    outputs: named(
      run.outputs.map(({ name }) => name),
      outputs,
    ),
  };
}

function functionEntry(fact: FunctionFact, places: Places): object {
  return {
    name: fact.name,
    range: places.range(fact.span),
    params: Object.fromEntries(Object.entries(fact.params).map(([name, shape]) => [name, jsonShape(shape)])),
    returns: jsonShape(fact.returns),
  };
}
