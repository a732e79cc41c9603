/**
 * The files that are looked at together: open documents over the disk, each parsed and analysed once for each version.
 *
 *   const project = new Project(nodeHost);
 *   project.analyze("/path/net.ts").findings
 */

import { Configurations } from "../config/find.ts";
import type { FileHost } from "../disk/file-host.ts";
import { guardedHost } from "../disk/guarded-host.ts";
import type { Analysis } from "../facts/analysis.ts";
import { type Encoding, SourceText } from "../facts/source-text.ts";
import type { Context } from "../interpret/index.ts";
import type { TimeLimit } from "../interpret/machine/time-limit.ts";
import type { ModelFile } from "../model-files/index.ts";
import type { SourceModule } from "../syntax/lower.ts";
import { FileParser, parse } from "../syntax/parse.ts";
import { FileAnalysis } from "./file-analysis.ts";
import { isGenerated } from "./generated.ts";
import { ModelLookup } from "./model-source.ts";
import { Relevance } from "./relevance.ts";
import { createResolver, type Resolver } from "./resolve.ts";
import { type Answers, type Inputs, type Tracked, tracked } from "./tracked.ts";

/** Statements of the same texts, read in the same way, are the same. */
const isSameModule = (a: SourceModule, b: SourceModule): boolean =>
  a.isModule === b.isModule &&
  a.pieces.length === b.pieces.length &&
  a.pieces.every(({ start, text, role }, i) => {
    const other = b.pieces[i]!;
    return other.start === start && other.role === role && other.text === text;
  }) &&
  JSON.stringify(a.syntaxErrors) === JSON.stringify(b.syntaxErrors);

interface Parsed {
  readonly source: SourceText;
  readonly module: SourceModule;
}
/** The analysis of one text of a file, and what carries over to the next text. */
interface Analyzed {
  readonly source: SourceText | undefined;
  readonly module: SourceModule | undefined;
  readonly parts: FileAnalysis;
  readonly analysis: Analysis;
  readonly changes: number; // up to which it is certain to stand
}

export class Project {
  private readonly host: FileHost;
  private readonly resolver: Resolver;
  private readonly open = new Map<string, SourceText>();
  private readonly onDisk = new Map<string, SourceText | undefined>();
  private readonly parsed = new Map<string, Parsed>();
  private readonly parsers = new Map<string, FileParser>(); // of files that were typed in
  private readonly analyzed = new Map<string, Analyzed>();
  private readonly letGo = new Map<string, () => boolean>(); // by file: whether it would be found to be the same
  private readonly relevance = new Relevance();
  private readonly models: ModelLookup;
  private readonly configurations: Configurations;

  private changes = 0; // of anything that an analysis may have asked for
  private readonly edits = new Map<string, number>(); // those of them that are edits, by file

  /** How the characters of a line are counted; set before there are documents. */
  encoding: Encoding = "utf-16";

  /** `configurations`: of the files; those beside them where none are given. */
  constructor(disk: FileHost, configurations = new Configurations(disk)) {
    const host = guardedHost(disk, () => this.open.keys());
    this.host = {
      ...host,
      exists: (file) => this.open.has(file) || host.exists(file),
      read: (file) => this.open.get(file)?.text ?? host.read(file),
      isFolder: (path) =>
        host.isFolder(path) || [...this.open.keys()].some((file) => file.startsWith(`${path}/`)),
    };
    this.resolver = createResolver(this.host);
    this.configurations = configurations;
    this.models = new ModelLookup(this.host, (file) => configurations.modelRoots(file));
  }

  /** How long a file may take, where somebody waits; only fuel bounds it where there is none. */
  timeLimit: TimeLimit | undefined;

  private passesOver: Context["passesOver"];
  private answers: Answers | undefined;

  /** What is in a model file, whether a program loads it or not; undefined where there is none. */
  modelFile(path: string): ModelFile | undefined {
    return this.models.files.read(path);
  }

  /** For what is read of a file in pieces. */
  get disk(): Pick<FileHost, "readBytes" | "stat"> {
    return this.host;
  }

  /** The editor's text of a file takes the disk's place. */
  setOpen(file: string, text: string): void {
    if (this.open.get(file)?.text === text) return;
    if (!this.open.has(file)) this.resolver.reset();
    this.parsers.get(file)?.changed(undefined);
    this.edited(file);
    this.open.set(file, new SourceText(text, this.encoding));
  }

  /** The editor's text of a file has changed between two offsets. */
  edit(file: string, start: number, end: number, newText: string): void {
    const before = this.open.get(file);
    if (!before) {
      this.setOpen(file, this.source(file)?.edited(start, end, newText).text ?? newText);
      return;
    }
    if (before.text.slice(start, end) === newText) return;
    this.parsers.get(file)?.changed({ start, length: end - start, newLength: newText.length });
    this.edited(file);
    this.open.set(file, before.edited(start, end, newText));
  }

  private edited(file: string): void {
    this.changes++;
    this.edits.set(file, (this.edits.get(file) ?? 0) + 1);
  }

  /** The editor has closed a file: the disk counts again. */
  close(file: string): void {
    this.open.delete(file);
    this.edits.delete(file);
    this.parsers.delete(file);
    this.diskChanged(file);
  }

  /** A file was written, made or removed outside of the editor. */
  diskChanged(file: string): void {
    this.changes++;
    this.onDisk.delete(file);
    // it may have come with its folder
    for (const [path, source] of this.onDisk) if (source === undefined) this.onDisk.delete(path);
    this.resolver.reset();
    this.models.reset();
    this.configurations.reset();
  }

  source(file: string): SourceText | undefined {
    const open = this.open.get(file);
    if (open) return open;
    if (!this.onDisk.has(file)) {
      const text = this.host.read(file);
      this.onDisk.set(file, text === undefined ? undefined : new SourceText(text, this.encoding));
    }
    return this.onDisk.get(file);
  }

  module(file: string): SourceModule | undefined {
    const source = this.source(file);
    const known = this.parsed.get(file);
    if (source && known?.source === source) return known.module;
    if (!source || isGenerated(source.text)) return undefined;
    const module = this.open.has(file) ? this.parser(file).parse(source.text) : parse(source.text, file);
    this.parsed.set(file, { source, module });
    return module;
  }

  /**
   * Parses an open file from scratch, for when the typing pauses: parts that were taken over from earlier texts are
   * made sure of. True if something was otherwise and its analysis is not what it was.
   */
  settle(file: string): boolean {
    const known = this.parsed.get(file);
    if (!known || !this.parsers.has(file)) return false;
    const module = parse(known.source.text, file);
    if (isSameModule(module, known.module)) return false;
    this.parser(file).reset();
    this.parsed.set(file, { source: known.source, module });
    for (const path of this.dependents(file)) this.analyzed.delete(path);
    return true;
  }

  /** What was cut of a file for want of time has as much again at the next look: by then the machine may be quicker. */
  retryCut(file: string): void {
    const known = this.analyzed.get(file);
    if (known?.parts.dropCut()) this.analyzed.set(file, { ...known, source: undefined });
  }

  private parser(file: string): FileParser {
    const parser = this.parsers.get(file) ?? new FileParser(file);
    this.parsers.set(file, parser);
    return parser;
  }

  /** Whether one of these packages can be imported from a file: it is installed, or a path leads to it. */
  hasPackage(names: readonly string[], from: string): boolean {
    return names.some((name) => {
      if (this.resolver.resolve(name, from) !== undefined) return true;
      for (let folder = from; folder.includes("/"); ) {
        folder = folder.slice(0, folder.lastIndexOf("/"));
        if (this.host.exists(`${folder}/node_modules/${name}/package.json`)) return true;
      }
      return false;
    });
  }

  /** What is known of a file. Answers from memory while no file that it depends on has changed. */
  analyze(file: string): Analysis {
    const known = this.analyzed.get(file);
    const source = this.source(file);
    const module = this.module(file);
    if (known && known.source === source && known.module === module) {
      if (known.changes === this.changes && !known.parts.asksForModels) return known.analysis;
      if (known.parts.stands()) return known.analysis;
    }
    const parts = known?.parts ?? new FileAnalysis(file, this.relevance);
    const { changes } = this;
    this.timeLimit?.start();
    const analysis = parts.of(module, source?.text ?? "", () => this.track(file));
    this.analyzed.set(file, { source, module, parts, analysis, changes });
    return analysis;
  }

  /** What is known of a stretch of a file, as what is seen of it in a window: the rest is not looked at. */
  analyzeWithin(file: string, from: number, to: number): Analysis {
    const analysis = this.analyze(file);
    return this.analyzed.get(file)?.parts.within(from, to) ?? analysis;
  }

  /** Lets go of what is known of a file that is not open, but for whether it is the same still. */
  forget(file: string): void {
    const known = this.analyzed.get(file);
    if (!known || this.open.has(file)) return;
    const { source } = known;
    const stands = known.parts.standing();
    this.letGo.set(file, () => this.source(file) === source && stands());
    this.analyzed.delete(file);
    this.parsed.delete(file);
  }

  /** Whether a file that was let go would be found to be what it was. */
  isSame(file: string): boolean {
    return this.letGo.get(file)?.() ?? false;
  }

  /** What an analysis asks of this project, and whether the answers are still the same. */
  private track(file: string): Tracked {
    const project = this;
    this.answers ??= {
      configurations: this.configurations,
      models: this.models,
      resolver: this.resolver,
      source: (path) => this.source(path),
      module: (path) => this.module(path),
      changesBeside: (path) => this.changes - (this.edits.get(path) ?? 0),
      get passesOver() {
        return project.passesOver;
      },
      get timeLimit() {
        return project.timeLimit;
      },
    };
    return tracked(file, this.answers);
  }

  /** What the analysis of a file was made from; nothing where it was not analysed. */
  inputsOf(file: string): Inputs {
    return this.analyzed.get(file)?.parts.inputs() ?? { files: [], imports: [], models: false };
  }

  /** Files whose analysis has read `file`, itself among them. */
  dependents(file: string): string[] {
    return [...this.analyzed]
      .filter(([path, { parts }]) => path === file || parts.reads(file))
      .map(([path]) => path);
  }

  /** The same project with other texts for some files: what a fix is tried on. `passesOver`: problems taken for none. */
  overlay(texts: ReadonlyMap<string, string>, passesOver?: Context["passesOver"]): Project {
    const copy = new Project(this.host, this.configurations);
    copy.passesOver = passesOver;
    copy.timeLimit = this.timeLimit;
    for (const [file, source] of this.open) copy.open.set(file, source);
    for (const [file, module] of this.parsed) copy.parsed.set(file, module);
    for (const [file, source] of this.onDisk) copy.onDisk.set(file, source);
    for (const [file, text] of texts) copy.open.set(file, new SourceText(text, this.encoding));
    return copy;
  }
}
