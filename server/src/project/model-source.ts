/**
 * The model files of a project, and which of them an analysis has asked for: it stands while they stay the same.
 *
 *   const { models, stand } = trackedModels(new ModelLookup(host));
 */
import type { FileHost } from "../disk/file-host.ts";
import type { ModelSource } from "../facts/loaded.ts";
import {
  type FoundFile,
  findFile,
  ModelFiles,
  readTransformersFolder,
  type WrittenPath,
} from "../model-files/index.ts";

/** Where a path leads takes some hundred questions to the disk; between keystrokes it is not asked again. */
const FRESH = 1000; // milliseconds

export class ModelLookup {
  readonly files: ModelFiles;
  private readonly host: FileHost;
  private readonly modelRoots: (file: string) => readonly string[];
  private readonly found = new Map<string, { readonly at: number; readonly result: FoundFile }>();

  /** `modelRoots`: folders that the project's configuration names, of a source file. */
  constructor(host: FileHost, modelRoots: (file: string) => readonly string[] = () => []) {
    this.host = host;
    this.modelRoots = modelRoots;
    this.files = new ModelFiles(host);
  }

  find(path: WrittenPath, file: string): FoundFile {
    const key = JSON.stringify([path, file]);
    const known = this.found.get(key);
    const now = performance.now(); // the wall clock may jump
    if (known && now - known.at < FRESH) return known.result;
    const result = findFile(path, { file, modelRoots: this.modelRoots(file) }, this.host);
    this.found.set(key, { at: now, result });
    return result;
  }

  folder(path: string): ReturnType<ModelSource["folder"]> {
    return readTransformersFolder(path, this.host);
  }

  /** Files appeared or vanished. */
  reset(): void {
    this.found.clear();
  }
}

export interface TrackedModels {
  readonly models: ModelSource;
  /** Whether all that was asked would be answered the same way now. */
  stand(): boolean;
  /** Whether anything was asked. */
  asked(): boolean;
}

export function trackedModels(lookup: ModelLookup): TrackedModels {
  const finds: { readonly path: WrittenPath; readonly file: string; readonly answer: string }[] = [];
  const stamps = new Map<string, string | undefined>();
  return {
    models: {
      find(path, file) {
        const result = lookup.find(path, file);
        finds.push({ path, file, answer: JSON.stringify(result) });
        return result;
      },
      read(path) {
        stamps.set(path, lookup.files.stamp(path));
        return lookup.files.read(path);
      },
      folder(path) {
        stamps.set(`${path}/config.json`, lookup.files.stamp(`${path}/config.json`));
        return lookup.folder(path);
      },
    },
    asked: () => finds.length > 0 || stamps.size > 0,
    stand: () =>
      finds.every(({ path, file, answer }) => JSON.stringify(lookup.find(path, file)) === answer) &&
      [...stamps].every(([path, stamp]) => lookup.files.stamp(path) === stamp),
  };
}
