/** The preview worker as a web worker: one thread where the page is not isolated, several where it is. */
import type { Files } from "./files.ts";
import type { Ask, Told } from "./messages.ts";
import type { RunPlan } from "./plan.ts";
import type { Sample } from "./protocol.ts";
import type { Channel } from "./service.ts";
import type { SentFile, ToWebWorker } from "./web-worker.ts";
import { weightsManifest } from "./weights-manifest.ts";

const MOST_THREADS = 8;
/** Bytes of tensors, weights and scratch of the engine: a page has less than a process. */
const MOST_BYTES = 2 ** 30;
/** The bundled sample's name among the files of the worker. */
const PICTURE = "sample";

/** Where the worker's parts and the files of its jobs come from. */
export interface WebSource {
  /** The text of the built worker. */
  script(): Promise<string>;
  picture(): Promise<Uint8Array>;
  /** Changes when the file does; undefined where there is none. */
  stamp(path: string): Promise<string | undefined>;
  /** Undefined where it cannot be had. */
  read(path: string): Promise<Uint8Array | undefined>;
}

interface WebWorker {
  postMessage(message: ToWebWorker): void;
  terminate(): void;
  onmessage: ((event: { readonly data: Told }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
}
const page = globalThis as unknown as {
  readonly Worker: new (url: string) => WebWorker;
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: { readonly hardwareConcurrency?: number };
};

/** `threads`: 0 for as many as are good. */
export function startWebWorker(source: WebSource, threads = 0): Channel {
  const sent = new Map<string, string | undefined>(); // stamps
  let told: (told: Told) => void = () => {};
  let lost: (why: string) => void = () => {};
  let ended = false;

  const started = start().catch((error) => {
    lose(`The preview worker did not start: ${(error as Error).message}.`);
    return undefined;
  });
  /** What was sent before has been posted: jobs keep their order, though their files take time. */
  let posted: Promise<unknown> = started;

  async function start(): Promise<WebWorker> {
    const [script, picture] = await Promise.all([source.script(), source.picture()]);
    const worker = new page.Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    if (ended) worker.terminate();
    worker.onmessage = ({ data }) => told(data);
    worker.onerror = ({ message }) => lose(`The preview worker failed: ${message ?? "no reason given"}.`);
    worker.postMessage({
      settings: { picture: PICTURE, threads: threads || usualThreads(), bytes: MOST_BYTES },
      files: new Map([[PICTURE, { stamp: "bundled", bytes: picture }]]),
    });
    return worker;
  }
  function lose(why: string): void {
    if (!ended) lost(why);
    ended = true;
  }

  return {
    send(ask) {
      posted = Promise.all([started, filesOf(ask, source, sent), posted]).then(([worker, files]) => {
        if (!ended) worker?.postMessage({ ask, files });
      });
      posted.catch((error) => lose(`The preview worker was not reached: ${(error as Error).message}.`));
    },
    onTold(listener) {
      told = listener;
    },
    onLost(listener) {
      lost = listener;
    },
    end() {
      ended = true;
      void started.then((worker) => worker?.terminate());
    },
  };
}

const usualThreads = (): number =>
  page.crossOriginIsolated
    ? Math.max(1, Math.min(MOST_THREADS, page.navigator?.hardwareConcurrency ?? 1))
    : 1;

/** Files that a job reads and that the worker does not have as they are now. */
async function filesOf(
  { job }: Ask,
  source: WebSource,
  sent: Map<string, string | undefined>,
): Promise<Map<string, SentFile | undefined>> {
  const { plan, sample } = job as { readonly plan?: RunPlan; readonly sample?: Sample };
  const fresh = new Map<string, SentFile | undefined>();
  const add = async (path: string): Promise<SentFile | undefined> => {
    const stamp = await source.stamp(path);
    if (stamp !== undefined && sent.get(path) === stamp && !path.endsWith(".json")) return undefined;
    const bytes = stamp === undefined ? undefined : await source.read(path);
    const file = stamp !== undefined && bytes ? { stamp, bytes } : undefined;
    fresh.set(path, file);
    sent.set(path, file && stamp);
    return file;
  };
  if (sample?.kind === "file") await add(sample.path);
  const weights = plan?.weights;
  const file = weights === undefined ? undefined : await add(weights);
  if (file && weights!.endsWith(".json")) for (const shard of shardsOf(weights!, file)) await add(shard);
  return fresh;
}

/** Files beside a model.json; none where it is not to be read, which the worker says itself. */
function shardsOf(path: string, { bytes }: SentFile): string[] {
  const one: Pick<Files, "size" | "read"> = { size: () => bytes.length, read: () => bytes };
  try {
    const folder = path.replace(/[^/]*$/, "");
    return weightsManifest(path, one).flatMap(({ paths }) => paths.map((shard) => folder + shard));
  } catch {
    return [];
  }
}
