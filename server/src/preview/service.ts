/**
 * The server's side of previews: sends jobs to a worker, one at a time, and replaces the worker when it is lost.
 *
 *   await service.ask("hover", { plan, sample, source, label: "conv1" });
 */
import type { Ask, JobName, Jobs, Progress, Told, Words } from "./messages.ts";
import { NotRunnable } from "./plan.ts";

/** A worker, whatever it runs in: worker_threads here, a web worker elsewhere. */
export interface Channel {
  send(ask: Ask): void;
  onTold(listener: (told: Told) => void): void;
  /** Ended by itself; `why` for a person. */
  onLost(listener: (why: string) => void): void;
  end(): void;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** A newer job with the same topic takes this one's place. */
  readonly topic?: string;
  readonly onProgress?: (at: Progress) => void;
  /** Only while nothing else is asked for: given up as soon as something is. */
  readonly idle?: boolean;
}

interface Waiting {
  readonly ask: Ask;
  readonly topic: string | undefined;
  readonly idle: boolean;
  readonly onProgress: ((at: Progress) => void) | undefined;
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** A worker that nobody asked for so long is ended, as the only way to have its memory back; later where it has runs that a panel shows. */
const [IDLE_MS, IDLE_WITH_RUNS_MS] = [3 * 60_000, 30 * 60_000];
/** Jobs whose answer names a run that can be asked for more. */
const KEEPING: ReadonlySet<JobName> = new Set(["layer", "model"]);

/** So many workers in a row that were lost before they answered anything: none is started for what waits. */
const MOST_LOST = 3;
/** A worker that does not heed its cancellation for so long is replaced. */
const PATIENCE_MS = 3000;
/** Without shared memory it cannot be told at all. */
const PATIENCE_DEAF_MS = 500;

export class PreviewService {
  private readonly start: () => Channel;
  private readonly log: (message: string) => void;
  private readonly queue: Waiting[] = [];
  private channel: Channel | undefined;
  private words: Words | undefined;
  private deaf = false; // ready, and cannot be told to stop
  private active: Waiting | undefined;
  private ids = 0;
  private lost = 0;
  private ended = 0;
  private keepsRuns = false;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(start: () => Channel, log: (message: string) => void) {
    this.start = start;
    this.log = log;
  }

  /** Starts the worker, so that the first job does not wait for it. */
  warmUp(): void {
    this.channel ??= this.connect();
    this.next();
  }

  /** Another number where what the worker had computed is gone. */
  get generation(): number {
    return this.ended;
  }

  /** Rejects with NotRunnable and a sentence where nothing comes out. */
  ask<K extends JobName>(
    kind: K,
    job: Jobs[K]["ask"],
    { signal, topic, idle = false, onProgress }: AskOptions = {},
  ): Promise<Jobs[K]["answer"]> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new NotRunnable("Cancelled."));
      const waiting: Waiting = {
        ask: { id: ++this.ids, kind, job },
        topic,
        idle,
        onProgress,
        resolve: resolve as (answer: unknown) => void,
        reject,
      };
      for (const other of [...this.queue, ...(this.active ? [this.active] : [])])
        if (other.idle || (topic !== undefined && other.topic === topic)) this.giveUp(other);
      signal?.addEventListener("abort", () => this.giveUp(waiting), { once: true });
      // what a person asked for comes before what a pointer passed over
      const place = topic === undefined ? this.queue.findIndex((other) => other.topic !== undefined) : -1;
      this.queue.splice(place < 0 ? this.queue.length : place, 0, waiting);
      this.next();
    });
  }

  /** Gives up the jobs that are only done while nothing else is. */
  rest(): void {
    for (const other of [...this.queue, ...(this.active ? [this.active] : [])])
      if (other.idle) this.giveUp(other);
  }

  stop(): void {
    this.end();
    for (const waiting of [...this.queue.splice(0), ...(this.active ? [this.active] : [])])
      waiting.reject(new NotRunnable("The server is stopping."));
    this.active = undefined;
  }

  private next(): void {
    clearTimeout(this.idle);
    if (this.active) return;
    this.active = this.queue.shift();
    if (!this.active) {
      this.idle = setTimeout(() => this.end(), this.keepsRuns ? IDLE_WITH_RUNS_MS : IDLE_MS);
      this.idle.unref?.();
      return;
    }
    this.channel ??= this.connect();
    this.channel.send(this.active.ask);
  }

  private end(): void {
    clearTimeout(this.idle);
    this.ended++;
    this.channel?.end();
    this.channel = undefined;
    this.words = undefined;
    this.keepsRuns = false;
  }

  private giveUp(waiting: Waiting): void {
    const place = this.queue.indexOf(waiting);
    if (place >= 0) this.queue.splice(place, 1);
    else if (this.active !== waiting) return;
    waiting.reject(new NotRunnable("Cancelled."));
    if (place >= 0) return;
    if (this.words) {
      Atomics.store(this.words.cancelled, 0, waiting.ask.id);
      Atomics.store(this.words.stop, 0, 1);
    }
    setTimeout(
      () => {
        if (this.active === waiting) this.replace("The preview worker was replaced: it did not stop.");
      },
      this.deaf ? PATIENCE_DEAF_MS : PATIENCE_MS,
    ).unref?.();
  }

  private connect(): Channel {
    const channel = this.start();
    channel.onTold((told) => {
      if (channel === this.channel) this.hear(told);
    });
    channel.onLost((why) => {
      if (channel === this.channel) this.replace(why);
    });
    return channel;
  }

  private hear(told: Told): void {
    if (told.kind === "ready") [this.words, this.deaf] = [told.words, told.words === undefined];
    else if (told.kind === "log") this.log(told.message);
    else if (told.kind === "progress") {
      if (this.active?.ask.id === told.id) this.active.onProgress?.(told.at);
    } else {
      const { active } = this;
      if (active?.ask.id !== told.id) return;
      this.active = undefined;
      this.lost = 0;
      if (told.kind === "answer") {
        this.keepsRuns ||= KEEPING.has(active.ask.kind);
        active.resolve(told.answer);
      } else active.reject(this.errorOf(told));
      this.next();
    }
  }

  private errorOf({ message, expected }: { readonly message: string; readonly expected: boolean }): Error {
    if (expected) return new NotRunnable(message);
    this.log(`internal error in the preview worker: ${message}`);
    return new NotRunnable(
      `The run failed inside of ConvLens: ${message.split("\n")[0]}. The log has the rest.`,
    );
  }

  private replace(why: string): void {
    this.log(why);
    this.end();
    const { active } = this;
    this.active = undefined;
    const sentence = `${why} This run is lost; try it again, on a smaller input if it was large.`;
    active?.reject(new NotRunnable(sentence));
    if (++this.lost >= MOST_LOST)
      for (const waiting of this.queue.splice(0)) waiting.reject(new NotRunnable(sentence));
    this.next();
  }
}
