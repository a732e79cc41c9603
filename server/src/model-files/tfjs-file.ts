/**
 * A TensorFlow.js `model.json`: a layers model (a Keras topology) or a graph model (TensorFlow nodes), with the list of
 * its weights. https://www.tensorflow.org/js/guide/save_load
 */
import { FormatError } from "@convlens/engine/io";
import { elsewhere } from "./elsewhere.ts";
import { graphModelOf } from "./graph-model.ts";
import { arrayOf, isObject, type Json, numbersOf, textOf } from "./json.ts";
import { layersModelOf } from "./layers-model.ts";
import { isPointer } from "./mistaken.ts";
import type { ExternalFile, FileProblem, Parameters, StoredTensor } from "./model-file.ts";
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
  const { network } = model;
  return {
    ...model,
    ...weights,
    network: "weights" in network ? { ...network, weights: storedIn(groupsOf(json)) } : network,
    producer: [textOf(json.generatedBy), textOf(json.convertedBy)].filter(Boolean).join(", "),
    problems: [...(model.problems ?? []), ...weights.problems],
  };
}

const BYTES: Readonly<Record<string, number>> = { float32: 4, int32: 4, complex64: 8, bool: 1, uint8: 1 };
const QUANTIZED: Readonly<Record<string, number>> = { uint8: 1, uint16: 2, float16: 2 };

const groupsOf = (json: Json): Json[] => arrayOf(json.weightsManifest).filter(isObject);

/** Bytes that a number takes in the shards. */
const bytesEach = ({ dtype, quantization }: Json): number =>
  (isObject(quantization) ? QUANTIZED[textOf(quantization.dtype)] : undefined) ??
  BYTES[textOf(dtype)] ??
  Number.NaN;

/** One after the other in the shards of their group; behind a text, whose length is not said, nothing is found. */
function storedIn(groups: readonly Json[]): StoredTensor[] {
  return groups.flatMap((group) => {
    const files = arrayOf(group.paths).map(textOf);
    const known = files.every((path) => path !== "" && !/^(\w+:|\/)/.test(path) && !path.includes(".."));
    let offset = 0;
    return arrayOf(group.weights)
      .filter(isObject)
      .map((entry): StoredTensor => {
        const dims = numbersOf(entry.shape) ?? [];
        const length = bytesEach(entry) * dims.reduce((a, b) => a * b, 1);
        const place = { files, offset, length };
        offset += length;
        const { quantization } = entry;
        return {
          name: textOf(entry.name),
          type: textOf(entry.dtype),
          dims,
          ...(known && Number.isSafeInteger(offset) && { place }),
          ...(isObject(quantization) && {
            quantized: {
              type: textOf(quantization.dtype),
              scale: typeof quantization.scale === "number" ? quantization.scale : 1,
              min: typeof quantization.min === "number" ? quantization.min : 0,
            },
          }),
        };
      });
  });
}

function weightsOf(
  json: Json,
  opened: Opened,
): {
  readonly parameters: Parameters;
  readonly externalFiles: readonly ExternalFile[];
  readonly problems: readonly FileProblem[];
} {
  const groups = groupsOf(json);
  const entries = groups.flatMap((group) => arrayOf(group.weights).filter(isObject));
  const counts = entries.map(({ shape }) => (numbersOf(shape) ?? []).reduce((a, b) => a * b, 1));
  const sizes = entries.map((entry, i) => (counts[i] ?? 0) * bytesEach(entry));
  const shards = groups.flatMap((group) => arrayOf(group.paths).map(textOf));
  const inFolder = shards.filter((path) => path !== "" && !/^(\w+:|\/)/.test(path) && !path.includes(".."));
  const found = inFolder.map((path) => opened.beside(path));
  const bytes = sum(sizes);
  const known = sum(found.map((size) => size ?? Number.NaN));
  const problems: FileProblem[] = [];
  const absent = inFolder.filter((path, i) => found[i] === undefined || isPointer(opened.start(path)));
  // weights are often left out of a repository, and are there where the program runs
  if (absent.length > 0) problems.push(...elsewhere(absent));
  else if (inFolder.length === shards.length && bytes > known && entries.length > 0)
    problems.push({
      code: "model-file",
      severity: "error",
      message: `needs ${bytes.toLocaleString("en-US")} bytes of weights, and its shards have ${known.toLocaleString("en-US")}`,
    });
  return {
    parameters: {
      tensors: entries.length,
      values: sum(counts),
      bytes: Number.isNaN(bytes) ? sum(sizes.filter((size) => !Number.isNaN(size))) : bytes,
    },
    externalFiles: inFolder.map((location, i) => ({ location, exists: found[i] !== undefined })),
    problems,
  };
}
