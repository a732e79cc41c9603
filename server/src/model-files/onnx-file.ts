/** The facts of an `.onnx` file, and of onnxruntime's own `.ort`, of which only the format is known. */
import { bitsOf, type OnnxGraph, readOnnx, type TensorInfo } from "@convlens/engine/onnx";
import { elsewhere } from "./elsewhere.ts";
import type { ExternalFile, Parameters } from "./model-file.ts";
import type { Found, Opened } from "./read.ts";

export function readOnnxFile(opened: Opened): Found {
  if (opened.path.endsWith(".ort"))
    return { format: "unknown", readable: false, network: { format: "unknown" } };
  const model = readOnnx({ size: opened.size, read: opened.read });
  const { graph } = model;
  const tensors = tensorsOf(graph);
  const own = new Set(graph.initializers.map(({ name }) => name));
  const externalFiles = externalOf(tensors, opened);
  return {
    format: "onnx",
    // Since IR version 4 an initializer need not be listed; where it is, the feed may leave it out
    inputs: graph.inputs.map((input) => ({ ...input, required: !own.has(input.name) })),
    outputs: graph.outputs,
    operators: counted(graph.nodes.map(({ op }) => op)),
    parameters: parametersOf(tensors),
    externalFiles,
    producer: model.producer,
    opsets: model.opsets,
    // weights are often left out of a repository, and are there where the program runs
    problems: elsewhere(externalFiles.flatMap(({ location, exists }) => (exists ? [] : [location]))),
    network: { format: "onnx", model },
  };
}

/** Initializers, those of graphs within nodes among them, and the tensors of Constant nodes. */
function tensorsOf(graph: OnnxGraph): TensorInfo[] {
  const inner = graph.nodes.flatMap(({ op, attributes }) =>
    Object.values(attributes).flatMap((attribute) => {
      if (attribute.kind === "graph") return tensorsOf(attribute.graph);
      return attribute.kind === "tensor" && op === "Constant" ? [attribute.tensor] : [];
    }),
  );
  return [...graph.initializers, ...inner];
}

function parametersOf(tensors: readonly TensorInfo[]): Parameters {
  const counts = tensors.map(({ dims }) => dims.reduce((a, b) => a * b, 1));
  const bytes = tensors.map(({ type }, i) => Math.ceil((counts[i]! * bitsOf(type)) / 8));
  return { tensors: tensors.length, values: sum(counts), bytes: sum(bytes) };
}

function externalOf(tensors: readonly TensorInfo[], opened: Opened): ExternalFile[] {
  const locations = new Set(tensors.flatMap(({ external }) => (external ? [external.location] : [])));
  // A path out of the folder is refused by runtimes, and not looked for here
  return [...locations]
    .filter((location) => location !== "" && !location.startsWith("/") && !location.split("/").includes(".."))
    .map((location) => ({ location, exists: opened.beside(location) !== undefined }));
}

/** How often each occurs, the most frequent first. */
export function counted(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
