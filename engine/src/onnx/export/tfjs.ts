/** Layers of TensorFlow.js as ONNX, by their names. */
import type { Exporter } from "./export-call.ts";
import { activationExporters } from "./tfjs-activation.ts";
import { denseExporters } from "./tfjs-dense.ts";
import { recurrentExporters } from "./tfjs-recurrent.ts";
import { windowExporters } from "./tfjs-windows.ts";
import { wrapperExporters } from "./tfjs-wrappers.ts";

const plainExporters: Readonly<Record<string, Exporter>> = {
  ...activationExporters,
  ...windowExporters,
  ...denseExporters,
  ...recurrentExporters,
};

export const tfjsExporters: Readonly<Record<string, Exporter>> = {
  ...plainExporters,
  ...wrapperExporters(plainExporters),
};
