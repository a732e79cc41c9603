/**
 * What is known of one file through its edits: each independent part of it is interpreted once for each text, and moved
 * along where only what stands above it has changed.
 *
 *   const known = new FileAnalysis("net.ts", relevance);
 *   known.of(module, text, context)    // after a keystroke: one part is interpreted, all others are remembered
 */
import type { Analysis, Finding } from "../facts/analysis.ts";
import { answersFor } from "../facts/dialect.ts";
import { type Context, FILE_FUEL, patchesIn } from "../interpret/index.ts";
import { silence } from "../rules/index.ts";
import type { ParseError, SourceModule } from "../syntax/lower.ts";
import type { Piece } from "../syntax/pieces.ts";
import { Known } from "./known.ts";
import { Mentions } from "./mentions.ts";
import { guestsOf, interpretPart, type Part, textOf } from "./part.ts";
import { Partition, type Part as Pieces } from "./parts.ts";
import type { Relevance } from "./relevance.ts";
import { relocatedFinding, type Facts as Seen } from "./relocate.ts";
import { type Interpreted, mover, type Placed, placedAs, shown } from "./shown.ts";
import type { Inputs, Tracked } from "./tracked.ts";

/** A way to cut the file into parts. */
class Try {
  readonly partition = new Partition();
  parts: readonly Part[] = [];
  former: readonly Part[] = []; // not needed now: what was typed is often taken back
}

const FORMER = 4;

export class FileAnalysis {
  private readonly file: string;
  private readonly relevance: Relevance;
  private placed: readonly Placed[] = [];
  private views = new Map<Interpreted, Seen>();
  private findings: readonly Finding[] = [];
  private imports: Tracked | undefined; // which of them are files of the project
  private readonly tries: Try[] = []; // to cut it, as often as it takes
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
      this.tries.length = 0;
      return this.together([], module, text);
    }
    this.mentions.update(module.pieces);
    const owned = new Set<string>(); // functions and classes that had better not be shared
    let whole = false;
    for (let i = 0; ; i++) {
      const attempt = this.tries[i] ?? new Try();
      this.tries[i] = attempt;
      const groups = whole
        ? [{ pieces: module.pieces, guests: new Set<Piece>() }]
        : attempt.partition.of(module, kindOf, owned);
      this.interpret(attempt, groups, module, text, track);
      const noticed = noticedIn(attempt.parts, groups);
      // a file that imports this one back may see any part through it
      if (groups.length > 1 && attempt.parts.some(({ cyclic }) => cyclic)) whole = true;
      else if (noticed.length === 0) {
        this.tries.length = i + 1;
        return this.together(groups, module, text);
      }
      for (const name of noticed) owned.add(name);
    }
  }

  /** What was cut for want of time is interpreted anew; whether anything was. */
  dropCut(): boolean {
    if (!this.tries.some(({ parts }) => parts.some(isCut))) return false;
    for (const attempt of this.tries) attempt.parts = attempt.parts.filter((part) => !isCut(part));
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
    const parts = this.tries.flatMap((attempt) => attempt.parts);
    return [...(this.imports ? [this.imports] : []), ...parts.map(({ tracked }) => tracked)];
  }

  private interpret(
    attempt: Try,
    groups: readonly Pieces[],
    module: SourceModule,
    text: string,
    track: () => Tracked,
  ): void {
    const lets = module.comments.filter(({ text }) => text.includes("@let"));
    const written = textOf(lets);
    const patches = patchesIn(text).join();
    const whole = { module, text, lets, patches };
    // what was typed in is mostly the same part however the rest is cut
    const others = this.tries.flatMap((other) => (other === attempt ? [] : other.parts));
    const known = new Known([...attempt.parts, ...attempt.former, ...others]);
    let fuel = FILE_FUEL;
    const parts: Part[] = [];
    for (const [i, group] of groups.entries()) {
      const old = known.take(group, i);
      const speaks = (name: string): boolean => this.mentions.outside(group.pieces, name);
      const reusable =
        old &&
        old.lets === written &&
        old.guests === guestsOf(group) &&
        old.patches === patches &&
        old.spent <= fuel &&
        [...old.elsewhere].every(([name, answer]) => speaks(name) === answer) &&
        old.tracked.stands();
      const part = reusable ? old : interpretPart(this.file, group, whole, fuel, track(), speaks);
      fuel -= part.spent;
      parts.push(part);
      if (wrongIn(part, group).length > 0) break; // it is cut otherwise
    }
    const current = new Set(parts);
    const replaced = [...attempt.parts, ...attempt.former].filter((part) => !current.has(part));
    attempt.former = replaced.slice(0, groups.length - parts.length + FORMER);
    attempt.parts = parts;
  }

  /** All parts as one. Facts are moved when somebody looks at them; findings, asked for with every keystroke, at once. */
  private together(groups: readonly Pieces[], module: SourceModule | undefined, text: string): Analysis {
    const { file } = this;
    const parts = this.tries.at(-1)?.parts ?? [];
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
      this.placed.filter(({ stretches }) => stretches.some(({ start, end }) => start <= to && from <= end)),
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

function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => a.span.start - b.span.start);
}

/** Functions and classes that many parts have, in which a part finds something wrong: that is for all of them to tell. */
function wrongIn({ analysis: { findings }, starts }: Part, { pieces, guests }: Pieces): readonly string[] {
  if (findings.length === 0 || guests.size === 0) return [];
  return pieces.flatMap((piece, i) => {
    const [start, end] = [starts[i]!, starts[i]! + piece.text.length];
    const isWrong = guests.has(piece) && findings.some(({ span }) => start <= span.start && span.start < end);
    return isWrong ? piece.declares : [];
  });
}

/** Whether time ended before all of it was looked at. */
const isCut = ({ analysis }: Part): boolean => analysis.gaps.some(({ cut }) => cut?.by === "time");

/**
 * Those that are noticed: something is wrong in them, or none of the parts that have them runs them. A part that was cut may
 * have been about to.
 */
function noticedIn(parts: readonly Part[], groups: readonly Pieces[]): readonly string[] {
  const wrong = parts.flatMap((part, i) => wrongIn(part, groups[i]!));
  if (wrong.length > 0) return wrong;
  const runs = new Map<string, boolean>();
  for (const [i, { guests }] of groups.entries())
    for (const name of [...guests].flatMap(({ declares }) => declares))
      runs.set(name, runs.get(name) === true || isCut(parts[i]!) || !parts[i]!.idle.includes(name));
  return [...runs].flatMap(([name, isRun]) => (isRun ? [] : [name]));
}
