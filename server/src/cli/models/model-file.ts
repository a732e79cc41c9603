/** A trained model that a command is about: an .onnx, or the model.json of TensorFlow.js. */
import { resolve } from "node:path";
import { nodeHost } from "../../disk/node-host.ts";
import { fileTable } from "../../ide/file-table.ts";
import { InputError, type ModelTable } from "../../ide/model-table.ts";
import { ModelFiles } from "../../model-files/index.ts";
import { warn } from "../terminal/output.ts";
import { UsageError } from "../terminal/usage-error.ts";

export const isModelFile = (target: string): boolean => /\.(onnx|json)$/.test(target);

/** Throws a UsageError for what is no model, and warns of what its file lacks. */
export function tableOfFile(
  target: string,
  { input }: { readonly input?: readonly number[] } = {},
): ModelTable {
  const file = new ModelFiles(nodeHost).read(resolve(target).replaceAll("\\", "/"));
  if (!file) throw new UsageError(`${target}: no such file`);
  const [problem] = file.problems;
  if (!file.readable)
    throw new UsageError(`${target} ${problem?.message ?? "is not a model that is understood"}`);
  for (const { message } of file.problems) warn(`${target} ${message}`);
  try {
    return fileTable(file, input);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(`--input: ${error.message}`);
  }
}
