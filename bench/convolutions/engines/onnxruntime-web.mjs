/** onnxruntime-web: WebAssembly with threads. */
import { peer } from "../peers.mjs";
import { prepareOnnx } from "./onnxruntime.mjs";

const ort = await peer("onnxruntime-web");

export function start({ threads }) {
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = "error";
}

export function prepare(w, data) {
  return prepareOnnx(ort, { executionProviders: ["wasm"] }, w, data);
}
