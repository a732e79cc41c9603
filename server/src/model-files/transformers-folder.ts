/**
 * A model of transformers.js in a folder: `config.json`, and one ONNX file for each part and each element type of weights.
 * https://huggingface.co/docs/transformers.js/guides/dtypes
 *
 *   readTransformersFolder("/site/models/tiny-bert", host)   // { modelType: "bert", files: { model: { fp32: "…/onnx/model.onnx" } } }
 */
import type { FileHost } from "../disk/file-host.ts";
import { arrayOf, isObject, textOf } from "./json.ts";

export interface TransformersFolder {
  readonly folder: string;
  /** "bert"; "" where config.json does not say. */
  readonly modelType: string;
  readonly architectures: readonly string[];
  /** Paths by part ("model", "encoder_model") and dtype ("fp32", "q8"). */
  readonly files: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const LARGEST = 1 << 22;

/** Endings of file names by the `dtype` that asks for them. */
export const DTYPE_SUFFIX: Readonly<Record<string, string>> = {
  fp32: "",
  fp16: "_fp16",
  int8: "_int8",
  uint8: "_uint8",
  q8: "_quantized",
  q4: "_q4",
  q4f16: "_q4f16",
  bnb4: "_bnb4",
};
const PARTS = [
  "model",
  "encoder_model",
  "decoder_model_merged",
  "decoder_model",
  "decoder_with_past_model",
  "text_model",
  "vision_model",
  "audio_encoder",
  "vision_encoder",
  "prompt_encoder_mask_decoder",
  "embed_tokens",
];

/** undefined where the folder has no config.json. */
export function readTransformersFolder(folder: string, host: FileHost): TransformersFolder | undefined {
  const path = `${folder}/config.json`;
  const size = host.stat?.(path)?.size;
  if (size === undefined || size > LARGEST) return undefined;
  const config = parse(host.read(path) ?? "");
  if (!isObject(config)) return undefined;
  const files: Record<string, Record<string, string>> = {};
  for (const part of PARTS)
    for (const [dtype, suffix] of Object.entries(DTYPE_SUFFIX)) {
      const file = `${folder}/onnx/${part}${suffix}.onnx`;
      if (!host.exists(file)) continue;
      files[part] = { ...files[part], [dtype]: file };
    }
  return {
    folder,
    modelType: textOf(config.model_type),
    architectures: arrayOf(config.architectures).map(textOf),
    files,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
