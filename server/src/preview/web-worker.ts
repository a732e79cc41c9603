/**
 * The preview worker in a browser, built as `dist/web/preview.js`. It has no file system: what a job reads comes with it.
 */
import type { Files } from "./files.ts";
import type { Ask, Told } from "./messages.ts";
import { serve, type WorkerSettings } from "./serve.ts";

/** A file as it was last sent; undefined where there is none. */
export interface SentFile {
  readonly stamp: string;
  readonly bytes: Uint8Array;
}
/** The first message has the settings, all others a job; either comes with files that changed. */
export interface ToWebWorker {
  readonly settings?: WorkerSettings;
  readonly ask?: Ask;
  readonly files: ReadonlyMap<string, SentFile | undefined>;
}

const scope = globalThis as unknown as {
  postMessage(told: Told): void;
  onmessage: (event: { readonly data: ToWebWorker }) => void;
};
const sent = new Map<string, SentFile | undefined>();

const files: Files = {
  stamp: (path) => sent.get(path)?.stamp,
  size: (path) => sent.get(path)?.bytes.length,
  real: (path) => path,
  read(path) {
    const file = sent.get(path);
    if (!file) throw new Error(`${path} was not sent`);
    return file.bytes;
  },
};

let work: ((ask: Ask) => Promise<void>) | undefined;
scope.onmessage = ({ data }) => {
  for (const [path, file] of data.files) sent.set(path, file);
  if (data.settings) work = serve(data.settings, { files, tell: (told) => scope.postMessage(told) });
  if (data.ask) void work?.(data.ask);
};
