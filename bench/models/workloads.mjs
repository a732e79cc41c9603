/** Whole models with their input, the model of our engine, and its twin in ONNX that `convlens export` wrote. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { readSafetensors } from "../../engine/dist/io/index.js";

export const FOLDER = new URL("../../.cache/bench-models/", import.meta.url).pathname;

const image = [1, 3, 224, 224];
export const WORKLOADS = [
  { id: "resnet18", input: image },
  { id: "resnet50", input: image },
  { id: "mobilenetv2", input: image },
  { id: "unet", input: [1, 3, 256, 256] },
  { id: "vit", input: image },
  { id: "wavenet", input: [1, 256, 4000] },
];

export async function dataOf({ id, input }) {
  const { [id]: model } = await import(pathToFileURL(`${FOLDER}networks.mjs`).href);
  model.loadStateDict(readSafetensors(readFileSync(`${FOLDER}${id}.safetensors`)));
  const x = Float32Array.from({ length: input.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * 1.7) * 1.5);
  return { x, shapes: { x: input }, model, onnx: readFileSync(`${FOLDER}${id}.onnx`) };
}
