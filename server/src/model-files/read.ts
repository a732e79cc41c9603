/** A model file of any format, told by its name and its first bytes. */
import { FormatError } from "@convlens/engine/io";
import type { FileHost, FileStat } from "../disk/file-host.ts";
import { mistakenFor } from "./mistaken.ts";
import type { FileProblem, ModelFile } from "./model-file.ts";
import { readOnnxFile } from "./onnx-file.ts";
import { readSafetensorsFile } from "./safetensors-file.ts";
import { readTfjsFile } from "./tfjs-file.ts";

/** What a reader of one format finds; the rest of a ModelFile has these defaults. */
export type Found = Pick<ModelFile, "format" | "network"> & Partial<ModelFile>;

/** Some bytes of one file and what lies beside it. */
export interface Opened {
  readonly path: string;
  readonly size: number;
  /** Throws a FormatError where the file cannot be read any more. */
  read(position: number, length: number): Uint8Array;
  /** The size of a file beside it; undefined where there is none. */
  beside(location: string): number | undefined;
  /** Its first bytes. */
  start(location: string): Uint8Array;
}

/** Bytes that tell what a file is. */
const STARTS = 64;

/** Never throws: what cannot be read has a problem instead. */
export function readModelFile(path: string, { size }: FileStat, host: FileHost): ModelFile {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const opened: Opened = {
    path,
    size,
    read(position, length) {
      const bytes = host.readBytes?.(path, position, length);
      if (!bytes) throw new FormatError("model", "the disk does not give it");
      return bytes;
    },
    beside: (location) => host.stat?.(folder + location)?.size,
    start: (location) => host.readBytes?.(folder + location, 0, STARTS) ?? new Uint8Array(0),
  };
  try {
    const mistaken = mistakenFor(opened.read(0, STARTS), path);
    if (mistaken) return unreadable(opened, mistaken);
    return complete(opened, readerFor(path)(opened));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return unreadable(opened, { code: "model-file", severity: "error", message: sentence(error) });
  }
}

function readerFor(path: string): (opened: Opened) => Found {
  if (path.endsWith(".json")) return readTfjsFile;
  if (path.endsWith(".safetensors")) return readSafetensorsFile;
  return readOnnxFile;
}

const NOTHING = { tensors: 0, values: 0, bytes: 0 };

function complete({ path, size }: Opened, found: Found): ModelFile {
  return {
    path,
    size,
    readable: true,
    inputs: [],
    outputs: [],
    operators: {},
    parameters: NOTHING,
    externalFiles: [],
    producer: "",
    opsets: {},
    problems: [],
    ...found,
  };
}

const unreadable = (opened: Opened, problem: FileProblem): ModelFile => ({
  ...complete(opened, { format: "unknown", network: { format: "unknown" } }),
  readable: false,
  problems: [problem],
});

/** "This .onnx file cannot be read: it has no graph" → "cannot be read: it has no graph" */
const sentence = ({ message }: FormatError): string => message.replace(/^This \S+ file /, "");
