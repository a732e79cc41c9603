/**
 * What a TensorFlow.js model.json says of its weights, checked before anything is read of them:
 * https://www.tensorflow.org/js/guide/save_load.
 *
 *   weightsManifest("web/model.json", files)   // [{ paths: ["shard1.bin"], weights: [{ name: "conv/kernel", … }] }]
 */
import { FormatError } from "@convlens/engine/io";
import type { Files } from "./files.ts";

export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightEntry[];
}
export interface WeightEntry {
  readonly name: string;
  /** Whole numbers, none negative. */
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
}

/** Bytes of the JSON itself: real ones have less than one megabyte. */
const MOST_JSON = 64 * 2 ** 20;

export const refuse = (what: string): FormatError => new FormatError("model.json", what);

/** Throws a FormatError that says what is wrong, whatever the file holds. */
export function weightsManifest(path: string, files: Pick<Files, "size" | "read">): readonly WeightGroup[] {
  if ((files.size(path) ?? 0) > MOST_JSON) throw refuse(`it has more than ${MOST_JSON / 2 ** 20} MB`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(files.read(path)));
  } catch {
    throw refuse("it is no JSON");
  }
  const groups = isObject(json) ? json.weightsManifest : undefined;
  if (!Array.isArray(groups)) throw refuse("it has no weightsManifest");
  return groups.map(groupOf);
}

function groupOf(group: unknown): WeightGroup {
  const { paths, weights } = isObject(group) ? group : {};
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === "string"))
    throw refuse("a group of its weightsManifest has no list of paths");
  if (!Array.isArray(weights)) throw refuse("a group of its weightsManifest has no list of weights");
  return { paths, weights: weights.map(entryOf) };
}

function entryOf(entry: unknown): WeightEntry {
  const { name, shape, dtype } = isObject(entry) ? entry : {};
  if (typeof name !== "string") throw refuse("a weight has no name");
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0))
    throw refuse(`the shape of ${name} is no list of sizes`);
  if (dtype !== "float32" && dtype !== "int32")
    throw refuse(`${name} is ${String(dtype)}; only float32 and int32 weights are read`);
  return { name, shape, dtype };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
