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
  readonly thread: Thread;
  answer?: BackgroundAnswer;
}

export class Background {
  private readonly connection: Connection;
  private readonly documents: Documents;
  private readonly start: StartThread | undefined;
  private readonly changed: () => void;
  private readonly jobs = new Map<string, Job>();

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

  /** An edit, a closed document: what was begun is for nothing. */
  forget(uri: string): void {
    const job = this.jobs.get(uri);
    this.jobs.delete(uri);
    job?.thread.end();
  }

  private begin(uri: string, source: SourceText, start: StartThread): void {
    this.forget(uri);
    const { project } = this.documents;
    const ask: BackgroundAsk = {
      file: this.documents.file(uri),
      texts: this.documents.uris().map((open) => {
        const file = this.documents.file(open);
        return [file, project.source(file)?.text ?? ""];
      }),
    };
    const job: Job = { source, thread: start(ask) };
    this.jobs.set(uri, job);
    const end = (answer: BackgroundAnswer): void => {
      if (this.jobs.get(uri) !== job) return;
      job.answer = answer;
      job.thread.end();
      project.retryCut(ask.file);
      this.changed();
    };
    job.thread.done.then(end, (error: Error) => {
      this.connection.console.error(`${uri} could not be followed to its end: ${error.stack ?? error}`);
      end({ findings: project.analyze(ask.file).findings, cut: true });
    });
  }
}
