/** Programs that load model files, with the verdict of the real runtimes, and the files in memory. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { FileHost } from "@convlens/server";

export interface LoadedCase {
  readonly id: string;
  readonly library: string;
  /** The kind of mistake; null where the program is right. */
  readonly rule: string | null;
  /** The runtime accepts the mistake. */
  readonly silent?: boolean;
  readonly models: readonly string[];
  readonly runLine: number;
  readonly source: string;
  readonly verdict:
    | { readonly ok: true; readonly output: unknown }
    | { readonly ok: false; readonly error: string; readonly line?: number };
}

const golden = JSON.parse(
  gunzipSync(readFileSync(new URL("loaded-models.json.gz", import.meta.url))).toString(),
) as { readonly cases: readonly LoadedCase[]; readonly files: Readonly<Record<string, string>> };

export const loadedCases = golden.cases;

/** The model files by path: "files/mlp.onnx". */
export const loadedFiles: ReadonlyMap<string, Uint8Array> = new Map(
  Object.entries(golden.files).map(([path, base64]) => [path, new Uint8Array(Buffer.from(base64, "base64"))]),
);

/** A disk that holds these files in `folder`. */
export const loadedHost = (
  folder: string,
  files: ReadonlyMap<string, Uint8Array> = loadedFiles,
): FileHost => {
  const at = (path: string): Uint8Array | undefined =>
    path.startsWith(`${folder}/`) ? files.get(path.slice(folder.length + 1)) : undefined;
  return {
    read: (path) => {
      const bytes = at(path);
      return bytes && new TextDecoder().decode(bytes);
    },
    exists: (path) => at(path) !== undefined,
    isFolder: (path) => [...files.keys()].some((file) => `${folder}/${file}`.startsWith(`${path}/`)),
    list: (path) => [
      ...new Set(
        [...files.keys()]
          .map((file) => `${folder}/${file}`)
          .filter((file) => file.startsWith(`${path}/`))
          .map((file) => file.slice(path.length + 1).split("/")[0]!),
      ),
    ],
    stat: (path) => {
      const bytes = at(path);
      return bytes && { size: bytes.length, modified: 0 };
    },
    readBytes: (path, position, length) => at(path)?.slice(position, position + length),
  };
};
