/** `convlens export`: a model with its weights as an ONNX file. */
import { existsSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ConvLensError } from "@convlens/engine";
import {
  isConstant,
  LARGEST_FILE,
  type OnnxFile,
  type ValueInfo,
  writeOnnx,
  writeOnnxBeside,
} from "@convlens/engine/onnx";
import { type Command, InvalidArgumentError } from "commander";
import { exportModel } from "../../export/export-model.ts";
import { showBytes } from "../../ide/hover-math.ts";
import { nodeFiles } from "../../preview/node-files.ts";
import { NotRunnable } from "../../preview/plan.ts";
import { translated } from "../../texts/index.ts";
import { chooseModel, configuredInput, nameOf } from "../models/choose.ts";
import { command, type ExitCode, sizes, wholeNumber } from "../terminal/command.ts";
import { print } from "../terminal/output.ts";
import { UsageError } from "../terminal/usage-error.ts";

interface ExportOptions {
  readonly outputFile?: string;
  readonly weights?: string;
  readonly seed?: number;
  readonly input?: readonly number[];
  readonly opset?: number;
}

export const exportCommand = (): Command =>
  command<ExportOptions>(
    "export",
    "a model with its weights as an ONNX file",
    `Free sizes stay free in the file; those that a layer must know are given with --input.
A layer without an exact form in ONNX is refused with the reason.

Examples:
  convlens export src/net.ts#Net --weights net.safetensors -o net.onnx
  convlens export src/net.ts#Net --opset 17      for older runtimes`,
    (made) =>
      made
        .argument("<file#model>", "a file, or one of its models")
        .option("-o, --output-file <file>", "what it is called; the model's name with .onnx otherwise")
        .option("--weights <file>", "a .safetensors; initial weights otherwise")
        .option("--seed <n>", "of initial weights", wholeNumber)
        .option("--input <sizes>", "the input's sizes, such as 1,3,224,224", sizes)
        .option("--opset <n>", "ONNX's operator set, 17 to 21", opsetOf),
    exportFile,
  );

function exportFile([target]: readonly string[], options: ExportOptions): ExitCode {
  const chosen = chooseModel(target!);
  const path = options.outputFile ?? `${nameOf(chosen.model)}.onnx`;
  if (!path.endsWith(".onnx")) throw new UsageError(`-o names a file that ends in .onnx, not ${path}`);
  const input = options.input ?? configuredInput(chosen);
  try {
    const { file, notes } = exportModel(chosen.analysis, chosen.model, {
      files: nodeFiles,
      ...(options.weights !== undefined && { weights: resolve(options.weights) }),
      ...(options.seed !== undefined && { seed: options.seed }),
      ...(input !== undefined && { input }),
      ...(options.opset !== undefined && { opset: options.opset }),
    });
    const written = save(resolve(path), file);
    print(`${translated([...report(file), ...notes, ...written].join("\n"))}\n`);
    return 0;
  } catch (error) {
    if (error instanceof NotRunnable || error instanceof ConvLensError) throw new UsageError(error.message);
    throw error;
  }
}

function report({ graph, opset }: OnnxFile): string[] {
  const learned = graph.weights.filter(({ name }) => !isConstant(name));
  const values = learned.reduce((sum, { dims }) => sum + dims.reduce((a, b) => a * b, 1), 0);
  return [
    `${graph.name}: ${graph.inputs.map(shown).join(", ")} → ${graph.outputs.map(shown).join(", ")}`,
    `${graph.nodes.length} nodes, ${values.toLocaleString("en-US")} learned numbers, operator set ${opset}`,
  ];
}

const shown = ({ name, type, dims }: ValueInfo): string =>
  `${name} ${type}[${dims ? dims.map((dim) => dim ?? "?").join(", ") : "?…"}]`;

/** In one file, or with the weights beside it where that would be larger than a protocol buffer may be. */
function save(path: string, file: OnnxFile): string[] {
  const bytes = file.graph.weights.reduce((sum, { data }) => sum + data.length, 0);
  const folder = dirname(path);
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  try {
    if (bytes < LARGEST_FILE - (1 << 24)) {
      const model = writeOnnx(file);
      writeFileSync(path, model);
      return [`saved to ${path} (${showBytes(model.length)})`];
    }
    const location = `${basename(path)}.data`;
    const { model, data } = writeOnnxBeside(file, location);
    writeFileSync(path, model);
    writeFileSync(join(folder, location), "");
    for (const part of data) writeFileSync(join(folder, location), part, { flag: "a" });
    return [`saved to ${path}, its weights beside it in ${location} (${showBytes(bytes)})`];
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${(error as Error).message}`);
  }
}

function opsetOf(value: string): number {
  const opset = wholeNumber(value);
  if (opset < 17 || opset > 21) throw new InvalidArgumentError("It is 17 to 21.");
  return opset;
}
