/**
 * A TensorFlow.js `model.json`: a layers model (a Keras topology) or a graph model (TensorFlow nodes), with the list of
 * its weights. https://www.tensorflow.org/js/guide/save_load
 */
import { FormatError } from "@convlens/engine/io";
import { graphModelOf } from "./graph-model.ts";
import { arrayOf, isObject, type Json, numbersOf, textOf } from "./json.ts";
import { layersModelOf } from "./layers-model.ts";
import type { ExternalFile, FileProblem, Parameters } from "./model-file.ts";
import { sum } from "./onnx-file.ts";
import type { Found, Opened } from "./read.ts";

const LARGEST = 1 << 25;

export function readTfjsFile(opened: Opened): Found {
  const refuse = (what: string): FormatError => new FormatError("model.json", what);
  if (opened.size > LARGEST)
    throw refuse(`it has ${opened.size >> 20} MB, and its weights belong into other files`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(opened.read(0, opened.size)));
  } catch {
    throw refuse("it is no JSON, or not all of it");
  }
  const topology = isObject(json) ? json.modelTopology : undefined;
  if (!isObject(json) || !isObject(topology)) throw refuse("it has no modelTopology");
  const model = Array.isArray(topology.node)
    ? graphModelOf(json, topology)
    : layersModelOf(json, topology, refuse);
  const weights = weightsOf(json, opened);
  return {
    ...model,
    ...weights,
    producer: [textOf(json.generatedBy), textOf(json.convertedBy)].filter(Boolean).join(", "),
    problems: [...(model.problems ?? []), ...weights.problems],
  };
}

const BYTES: Readonly<Record<string, number>> = { float32: 4, int32: 4, complex64: 8, bool: 1, uint8: 1 };
const QUANTIZED: Readonly<Record<string, number>> = { uint8: 1, uint16: 2, float16: 2 };

function weightsOf(
  json: Json,
  opened: Opened,
): {
  readonly parameters: Parameters;
  readonly externalFiles: readonly ExternalFile[];
  readonly problems: readonly FileProblem[];
} {
  const groups = arrayOf(json.weightsManifest).filter(isObject);
  const entries = groups.flatMap((group) => arrayOf(group.weights).filter(isObject));
  const counts = entries.map(({ shape }) => (numbersOf(shape) ?? []).reduce((a, b) => a * b, 1));
  const sizes = entries.map((entry, i) => {
    const quantized = isObject(entry.quantization) ? QUANTIZED[textOf(entry.quantization.dtype)] : undefined;
    return (counts[i] ?? 0) * (quantized ?? BYTES[textOf(entry.dtype)] ?? Number.NaN);
  });
  const shards = groups.flatMap((group) => arrayOf(group.paths).map(textOf));
  const inFolder = shards.filter((path) => path !== "" && !/^(\w+:|\/)/.test(path) && !path.includes(".."));
  const found = inFolder.map((path) => opened.beside(path));
  const bytes = sum(sizes);
  const known = sum(found.map((size) => size ?? Number.NaN));
  const missing = inFolder.filter((_, i) => found[i] === undefined);
  const problems: string[] = missing.map((path) => `keeps its weights in ${path}, which is not beside it`);
  if (inFolder.length === shards.length && bytes > known && entries.length > 0)
    problems.push(
      `needs ${bytes.toLocaleString("en-US")} bytes of weights, and its shards have ${known.toLocaleString("en-US")}`,
    );
  return {
    parameters: {
      tensors: entries.length,
      values: sum(counts),
      bytes: Number.isNaN(bytes) ? sum(sizes.filter((size) => !Number.isNaN(size))) : bytes,
    },
    externalFiles: inFolder.map((location, i) => ({ location, exists: found[i] !== undefined })),
    problems: problems.map((message) => ({ code: "model-file", severity: "error", message })),
  };
}
