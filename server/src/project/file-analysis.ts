/**
 * What is known of one file through its edits: each independent part of it is interpreted once for each text, and moved
 * along where only what stands above it has changed.
 *
 *   const known = new FileAnalysis("net.ts", relevance);
 *   known.of(module, text, context)    // after a keystroke: one part is interpreted, all others are remembered
 */
import type { Analysis, Finding } from "../facts/analysis.ts";
import { answersFor } from "../facts/dialect.ts";
import type { Observed } from "../facts/observed.ts";
import { analyzePart, type Context, FILE_FUEL, failureOf, patchesIn } from "../interpret/index.ts";
import { report, silence } from "../rules/index.ts";
import type { Comment, Module } from "../syntax/ir.ts";
import type { ParseError, SourceModule } from "../syntax/lower.ts";
import type { Facts, Piece } from "../syntax/pieces.ts";
import { Known } from "./known.ts";
import { Mentions } from "./mentions.ts";
import { Partition } from "./parts.ts";
import type { Relevance } from "./relevance.ts";
import { relocatedFinding, type Facts as Seen } from "./relocate.ts";
import { type Interpreted, mover, type Placed, placedAs, shown } from "./shown.ts";
import type { Inputs, Tracked } from "./tracked.ts";

interface Part extends Interpreted {
  readonly facts: readonly Facts[]; // of its pieces
  readonly lets: string;
  readonly patches: string; // what the whole file gives to classes of libraries
  /** Names that it asked about, and whether the rest of the file speaks of them. */
  readonly elsewhere: ReadonlyMap<string, boolean>;
  readonly spent: number;
  readonly cyclic: boolean;
  readonly tracked: Tracked;
}

const FORMER = 4;

export class FileAnalysis {
  private readonly file: string;
  private readonly relevance: Relevance;
  private parts: readonly Part[] = [];
  private former: readonly Part[] = []; // the last that were replaced: what was typed is often taken back
  private placed: readonly Placed[] = [];
  private views = new Map<Interpreted, Seen>();
  private findings: readonly Finding[] = [];
  private imports: Tracked | undefined; // which of them are files of the project
  private readonly partition = new Partition();
  private readonly mentions = new Mentions();

  constructor(file: string, relevance: Relevance) {
    this.file = file;
    this.relevance = relevance;
  }

  /** `track` makes a context that remembers what is asked of it. */
  of(module: SourceModule | undefined, text: string, track: () => Tracked): Analysis {
    this.imports = track();
    const { context } = this.imports;
    const kindOf = (specifier: string) => {
      const dialect = context.dialects.find((candidate) => answersFor(candidate, specifier));
      if (dialect) return dialect.hasState ? "project" : "library";
      return context.resolve(specifier, this.file) === undefined ? "unknown" : "project";
    };
    context.text(this.file); // for whoever asks what it was made from
    if (!module || !(namesLibrary(module, context) || this.relevance.of(this.file, context))) {
      this.parts = [];
      return this.together([], module, text);
    }
    let groups = this.partition.of(module, kindOf);
    this.mentions.update(module.pieces);
    this.parts = this.interpret(groups, module, text, track);
    // a file that imports this one back may see any part through it
    if (groups.length > 1 && this.parts.some(({ cyclic }) => cyclic)) {
      groups = [module.pieces];
      this.parts = this.interpret(groups, module, text, track);
    }
    return this.together(groups, module, text);
  }

  /** What was cut for want of time is interpreted anew; whether anything was. */
  dropCut(): boolean {
    const whole = this.parts.filter(({ analysis }) => !analysis.gaps.some(({ cut }) => cut?.by === "time"));
    if (whole.length === this.parts.length) return false;
    this.parts = whole;
    return true;
  }

  get asksForModels(): boolean {
    return this.tracked.some((tracked) => tracked.asksForModels());
  }

  stands(): boolean {
    return this.tracked.every((tracked) => tracked.stands());
  }

  /** Whether it stands, for when it is let go itself. */
  standing(): () => boolean {
    const checks = this.tracked.map(({ stands }) => stands); // these alone, of all that is known
    return () => checks.every((stands) => stands());
  }

  reads(file: string): boolean {
    return this.tracked.some((tracked) => tracked.reads(file));
  }

  inputs(): Inputs {
    const all = this.tracked.map((tracked) => tracked.inputs());
    return {
      files: [...new Set(all.flatMap(({ files }) => files))],
      imports: all.flatMap(({ imports }) => imports),
      models: all.some(({ models }) => models),
    };
  }

  private get tracked(): readonly Tracked[] {
    return [...(this.imports ? [this.imports] : []), ...this.parts.map(({ tracked }) => tracked)];
  }

  private interpret(
    groups: readonly (readonly Piece[])[],
    module: SourceModule,
    text: string,
    track: () => Tracked,
  ): readonly Part[] {
    const lets = module.comments.filter(({ text }) => text.includes("@let"));
    const written = textOf(lets);
    const patches = patchesIn(text).join();
    const known = new Known([...this.parts, ...this.former]);
    let fuel = FILE_FUEL;
    const parts = groups.map((group, i) => {
      const old = known.take(group, i);
      const speaks = (name: string): boolean => this.mentions.outside(group, name);
      const reusable =
        old &&
        old.lets === written &&
        old.patches === patches &&
        old.spent <= fuel &&
        [...old.elsewhere].every(([name, answer]) => speaks(name) === answer) &&
        old.tracked.stands();
      const part = reusable ? old : this.interpretPart(group, module, text, lets, fuel, track(), speaks);
      fuel -= part.spent;
      return part;
    });
    const current = new Set(parts);
    this.former = [...this.parts, ...this.former].filter((part) => !current.has(part)).slice(0, FORMER);
    return parts;
  }

  private interpretPart(
    group: readonly Piece[],
    module: SourceModule,
    text: string,
    lets: readonly Comment[],
    fuel: number,
    tracked: Tracked,
    speaksElsewhere: (name: string) => boolean,
  ): Part {
    const { file } = this;
    let cyclic = false;
    const texts = new Map<string, string | undefined>(); // as they are now
    const elsewhere = new Map<string, boolean>();
    const context: Context = {
      ...tracked.context,
      load(path) {
        texts.set(path, context.text(path));
        return path === file ? partModule(group, module, lets) : tracked.context.load(path);
      },
      text: (path) => (path === file ? text : tracked.context.text(path)),
      resolve(specifier, from) {
        const found = tracked.context.resolve(specifier, from);
        cyclic ||= found === file;
        return found;
      },
      speaksElsewhereOf(path, name) {
        if (path !== file) return false; // other files are loaded as wholes
        const answer = speaksElsewhere(name);
        elsewhere.set(name, answer);
        return answer;
      },
    };
    const { observed, spent } = analyzePart(file, context, fuel);
    // facts are moved in place; findings are not, and must share no span with them
    return {
      facts: group.map(({ facts }) => facts),
      lets: textOf(lets),
      patches: patchesIn(text).join(),
      elsewhere,
      analysis: withFindings(observed, (path) => texts.get(path)),
      starts: group.map(({ start }) => start),
      spent,
      cyclic,
      tracked,
    };
  }

  /** All parts as one. Facts are moved when somebody looks at them; findings, asked for with every keystroke, at once. */
  private together(
    groups: readonly (readonly Piece[])[],
    module: SourceModule | undefined,
    text: string,
  ): Analysis {
    const { file, parts } = this;
    const { comments = [], syntaxErrors = [] } = module ?? {};
    this.placed = groups.map((group, i) => placedAs(parts[i]!, group));
    this.views = new Map();
    const findings = this.placed.flatMap(({ part: { analysis, starts }, places }) => {
      if (analysis.findings.length === 0) return [];
      const move = mover(file, starts, places);
      return analysis.findings.map((finding) => (move ? relocatedFinding(finding, move) : finding));
    });
    this.findings = silence(wellTyped(inOrder(findings), syntaxErrors, text), { file, comments, text });
    return shown(file, this.placed, this.findings, this.views);
  }

  /** What is known of a stretch of the file: what stands elsewhere is not moved along for it. */
  within(from: number, to: number): Analysis {
    return shown(
      this.file,
      this.placed.filter(({ start, end }) => start <= to && from <= end),
      this.findings.filter(({ span }) => span.start <= to && from <= span.end),
      this.views,
    );
  }
}

/** Whether the text itself imports a library: then nobody looks any further. */
const namesLibrary = ({ pieces }: SourceModule, { dialects }: Context): boolean =>
  pieces.some(
    ({ facts: { imports } }) =>
      imports !== undefined && dialects.some((dialect) => answersFor(dialect, imports)),
  );

/** Without what is said of calls that are just being typed: the parser had to guess what is in them. */
function wellTyped(
  findings: readonly Finding[],
  errors: readonly ParseError[],
  text: string,
): readonly Finding[] {
  if (errors.length === 0) return findings;
  // what is missing at the end of a call is missed at the next thing that stands behind it
  const after = (end: number): number => end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
  return findings.filter(
    ({ span, whole = span }) =>
      !errors.some(({ start }) => whole.start <= start && start <= after(whole.end)),
  );
}

/** A rule that fails takes this part's findings with it and no more. */
function withFindings(observed: Observed, read: (file: string) => string | undefined): Analysis {
  try {
    return { ...observed, findings: report(observed, read) };
  } catch (error) {
    const { file } = observed;
    const why = "a mistake in ConvLens ended the search for findings";
    const gap = { span: { file, start: 0, end: 0 }, why, failure: failureOf(error) };
    return { ...observed, findings: [], gaps: [...observed.gaps, gap] };
  }
}

const textOf = (comments: readonly Comment[]): string => comments.map(({ text }) => text).join("\0");

/** The pieces as a module of their own, at the offsets they have in the file. */
function partModule(group: readonly Piece[], { start, end }: Module, lets: readonly Comment[]): Module {
  const own = group.flatMap(({ comments }) => comments);
  // bindings of names hold for the whole file; shapes that are noted elsewhere do not
  const others = lets
    .filter((comment) => !own.some((mine) => mine.start === comment.start))
    .map((comment) => ({ ...comment, text: comment.text.replaceAll("@shape", "") }));
  return {
    kind: "Module",
    start,
    end,
    body: group.flatMap((piece) => (piece.role === "rest" ? [] : piece.statement)),
    comments: [...own, ...others].sort((a, b) => a.start - b.start),
    signatures: group.flatMap(({ signatures }) => signatures),
  };
}

function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => a.span.start - b.span.start);
}
