/** onnxruntime-node: native code. */
import { peer } from "../peers.mjs";
import { prepareOnnx } from "./onnxruntime.mjs";

const ort = await peer("onnxruntime-node");
let intraOpNumThreads = 1;

export function start({ threads }) {
  intraOpNumThreads = threads;
}

export function prepare(w, data) {
  const options = { executionProviders: ["cpu"], intraOpNumThreads, interOpNumThreads: 1 };
  return prepareOnnx(ort, options, w, data);
}
