/**
 * Whether a function that loads models takes a file.
 *
 *   loaderProblem(file, "loadGraphModel")   // { message: "is a layers model; tf.loadLayersModel loads it", … }
 */
import { isObject } from "./json.ts";
import type { FileProblem, ModelFile, Topology, TopologyLayer } from "./model-file.ts";

export type Loader = "loadLayersModel" | "loadGraphModel" | "InferenceSession.create";

/** Why `loader` certainly fails on the file; undefined where it does not, or the file is not readable anyway. */
export function loaderProblem(file: ModelFile, loader: Loader): FileProblem | undefined {
  if (!file.readable) return undefined;
  const { network } = file;
  const wrong = (message: string): FileProblem => ({ code: "model-format", severity: "error", message });
  if (loader === "InferenceSession.create")
    return file.format === "onnx" ? undefined : wrong(`is ${WHAT[file.format]}, not an ONNX model`);
  if (network.format === "onnx" || network.format === "safetensors")
    return wrong(`is ${WHAT[network.format]}, not a model of TensorFlow.js`);
  if (network.format === "tfjs-graph" && loader === "loadLayersModel")
    return wrong("is a graph model; tf.loadGraphModel loads it");
  if (network.format === "tfjs-layers" && loader === "loadGraphModel")
    return wrong("is a layers model; tf.loadLayersModel loads it");
  if (network.format === "tfjs-layers" && isKeras3(network.topology))
    return wrong(
      "was saved by Keras 3, whose input layers TensorFlow.js does not understand; save it with tf_keras (Keras 2) and convert it again",
    );
  return undefined;
}

const WHAT: Readonly<Record<ModelFile["format"], string>> = {
  onnx: "an ONNX model",
  "tfjs-layers": "a TensorFlow.js layers model",
  "tfjs-graph": "a TensorFlow.js graph model",
  safetensors: "a file of weights alone (safetensors)",
  unknown: "a file of another kind",
};

/** Its input layers say `batch_shape` where TensorFlow.js reads `batch_input_shape` and throws without. */
const isKeras3 = ({ layers }: Topology): boolean =>
  layers.some((layer) => (layer.model ? isKeras3(layer.model) : isKeras3Input(layer)));

const isKeras3Input = ({ className, config }: TopologyLayer): boolean =>
  className === "InputLayer" &&
  isObject(config) &&
  Array.isArray(config.batch_shape) &&
  !("batch_input_shape" in config) &&
  !("batchInputShape" in config) &&
  !("input_shape" in config);
