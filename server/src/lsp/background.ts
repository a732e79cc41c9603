/**
 * Files that take longer than an editor may wait: what was found in time stands at once, with a word about the model that was
 * cut, and a thread of its own goes on with the file as it stands. Its findings follow; an edit ends it.
 *
 *   background.of(uri, analysis)     // findings, and how far they go
 */
import type { Connection } from "vscode-languageserver";
import type { Analysis, Finding } from "../facts/analysis.ts";
import type { SourceText } from "../facts/source-text.ts";
import type { Documents } from "./documents.ts";

/** What the thread is given, and what it answers. */
export interface BackgroundAsk {
  readonly file: string;
  readonly texts: readonly (readonly [file: string, text: string])[]; // of the open documents
}
export interface BackgroundAnswer {
  readonly findings: readonly Finding[];
  /** Whether fuel ended this one as well. */
  readonly cut: boolean;
}

export interface Found {
  readonly findings: readonly Finding[];
  /** `going on`: more may follow; `cut`: nobody follows it further. */
  readonly cut?: { readonly model: string | undefined; readonly state: "going on" | "cut" };
}

/** A thread at work; `done` rejects where it fails. */
export interface Thread {
  readonly done: Promise<BackgroundAnswer>;
  end(): void;
}
export type StartThread = (ask: BackgroundAsk) => Thread;

interface Job {
  readonly source: SourceText;
  end(): void;
  answer?: BackgroundAnswer;
}

/** Between two keys no thread is begun: the next one would end it. */
const QUIET_MS = 300;

export class Background {
  private readonly connection: Connection;
  private readonly documents: Documents;
  private readonly start: StartThread | undefined;
  private readonly changed: () => void;
  private readonly jobs = new Map<string, Job>();
  private readonly edited = new Map<string, number>(); // when

  /** `start`: where there can be a thread; `changed`: what is found later than asked. */
  constructor(
    connection: Connection,
    documents: Documents,
    start: StartThread | undefined,
    changed: () => void,
  ) {
    this.connection = connection;
    this.documents = documents;
    this.start = start;
    this.changed = changed;
  }

  /** What is known by now of an open document; where it was cut, the thread is at it from here on. */
  of(uri: string, analysis: Analysis): Found {
    const cut = analysis.gaps.find((gap) => gap.cut?.by === "time")?.cut;
    const { findings } = analysis;
    if (!cut || !this.start || this.documents.version(uri) === undefined) return { findings };
    const source = this.documents.project.source(this.documents.file(uri));
    if (!source) return { findings };
    const known = this.jobs.get(uri);
    if (known?.source === source && known.answer) {
      const { answer } = known;
      return { findings: answer.findings, ...(answer.cut && { cut: { model: cut.model, state: "cut" } }) };
    }
    if (known?.source !== source) this.begin(uri, source, this.start);
    return { findings, cut: { model: cut.model, state: "going on" } };
  }

  /** An edit: what was begun is for nothing. */
  edit(uri: string): void {
    this.end(uri);
    this.edited.set(uri, performance.now());
  }

  /** So it is for a document that was closed. */
  forget(uri: string): void {
    this.end(uri);
    this.edited.delete(uri);
  }

  private end(uri: string): void {
    this.jobs.get(uri)?.end();
    this.jobs.delete(uri);
  }

  private begin(uri: string, source: SourceText, start: StartThread): void {
    this.end(uri);
    const wait = (this.edited.get(uri) ?? Number.NEGATIVE_INFINITY) + QUIET_MS - performance.now();
    let thread: Thread | undefined;
    const go = (): void => {
      thread = start(this.askOf(uri));
      thread.done.then(done, (error: Error) => {
        this.connection.console.error(`${uri} could not be followed to its end: ${error.stack ?? error}`);
        done({ findings: project.analyze(file).findings, cut: true });
      });
    };
    const timer = wait > 0 ? setTimeout(go, wait) : undefined;
    const job: Job = {
      source,
      end() {
        clearTimeout(timer);
        thread?.end();
      },
    };
    const { project } = this.documents;
    const file = this.documents.file(uri);
    const done = (answer: BackgroundAnswer): void => {
      if (this.jobs.get(uri) !== job) return;
      job.answer = answer;
      job.end();
      project.retryCut(file);
      this.changed();
    };
    this.jobs.set(uri, job);
    if (timer === undefined) go();
  }

  private askOf(uri: string): BackgroundAsk {
    return {
      file: this.documents.file(uri),
      texts: this.documents.uris().map((open) => {
        const file = this.documents.file(open);
        return [file, this.documents.project.source(file)?.text ?? ""];
      }),
    };
  }
}
