/** `convlens run`: a model's layers, or one layer, computed by the engine, as hovers and panels show them. */
import { extname, resolve } from "node:path";
import { Tensor } from "@convlens/engine";
import { writeNpy } from "@convlens/engine/io";
import type { Command } from "commander";
import { usesAt } from "../../ide/lookup.ts";
import { labelOf } from "../../preview/graph.ts";
import { runModel } from "../../preview/model-run.ts";
import { mapsPng } from "../../preview/picture/maps-png.ts";
import { short } from "../../preview/picture/short.ts";
import type { Options, Previews } from "../../preview/previews.ts";
import type { Stats } from "../../preview/protocol.ts";
import { sampleName } from "../../preview/provenance.ts";
import { type Meant, meantAt } from "../../preview/target.ts";
import type { Project } from "../../project/project.ts";
import { translated } from "../../texts/index.ts";
import { shownPath } from "../checking/checker.ts";
import type { Chosen } from "../models/choose.ts";
import { type RunOptions, runOptions, withLayers, withPreviews } from "../models/run-options.ts";
import { command, type ExitCode } from "../terminal/command.ts";
import { print, save } from "../terminal/output.ts";
import { tableText } from "../terminal/table.ts";
import { UsageError } from "../terminal/usage-error.ts";

interface Saving extends RunOptions {
  readonly save?: string;
}

const HEAD = ["Layer", "Type", "Min", "Mean", "Max", "Std", "ms"];

export const runCommand = (): Command =>
  command<Saving>(
    "run",
    "what comes out of each layer of a model, or of one layer",
    `Examples:
  convlens run src/net.ts#Net --sample cat.png --weights model.safetensors
  convlens run src/net.ts:12 --save maps.png       the layer in line 12, in a model or in none

The network is computed from its shapes with initial weights or those of a file; your program is not run.`,
    (made) =>
      runOptions(made.argument("<target>", "a file, FILE#Model or FILE:LINE")).option(
        "--save <file>",
        "keep what comes out: .npy has its values, .png draws the first 64 maps",
      ),
    ([target], options) => {
      const saving = options.save === undefined ? undefined : savingTo(options.save);
      const place = /^(.+\.\w+):(\d+)(?::\d+)?$/.exec(target!);
      return place
        ? withLayers(resolve(place[1]!), options, (project, previews, run) =>
            runLine(project, resolve(place[1]!), Number(place[2]), previews, run, saving),
          )
        : withPreviews(target!, options, (chosen, previews, run) => runWhole(chosen, previews, run, saving));
    },
  );

async function runWhole(
  { analysis, model }: Chosen,
  previews: Previews,
  options: Options,
  saving: Keep | undefined,
): Promise<ExitCode> {
  const { rows, run } = await runModel(previews, analysis, model, options);
  const lines = model.applications.flatMap((use, id) => {
    const row = rows.get(id);
    return row?.stats ? [rowOf(labelOf(use), use.op, row.stats, row.ms)] : [];
  });
  if (lines.length > 0) print(tableText(HEAD, lines));
  if ("refused" in run) throw new UsageError(run.refused);
  const { output } = run;
  const notes = [sampleName(run.sample), ...run.notes].join(", ");
  const inputs = run.inputs.map(({ name, shape }) => `${name} [${shape.join(", ")}]`).join(", ");
  const threads = run.threads === 1 ? "1 thread" : `${run.threads} threads`;
  const said = `${inputs} → [${output.shape.join(", ")}] in ${run.ms.toFixed(1)} ms on ${threads} (${notes})`;
  print(`${translated(said)}\n`);
  if (saving) {
    const { shape, data } = await previews.ask("tensor", { id: run.id, which: "output", index: 0 });
    const bytes = Buffer.from(data, "base64");
    saving(shape, new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)));
  }
  return 0;
}

/** Each layer that is used in a line, by itself or behind what stands before it. */
async function runLine(
  project: Project,
  file: string,
  line: number,
  previews: Previews,
  options: Options,
  saving: Keep | undefined,
): Promise<ExitCode> {
  const analysis = project.analyze(file);
  const source = project.source(file)!;
  const meant = new Map<Meant["use"], Meant>();
  const start = source.offsetAt({ line: line - 1, character: 0 });
  for (let offset = start; offset <= start + source.lineText(line - 1).length; offset++) {
    const found =
      usesAt(analysis, offset).length > 0 || offset === start ? meantAt(analysis, offset) : undefined;
    if (found && !meant.has(found.use)) meant.set(found.use, found);
  }
  const layer = [...source.lineText(line - 1).matchAll(/[\w$]+/g)]
    .map(({ index }) => meantAt(analysis, start + index))
    .find(Boolean);
  const targets = meant.size > 0 ? [...meant.values()] : layer ? [layer] : [];
  if (targets.length === 0)
    throw new UsageError(`${shownPath(file, process.cwd())}:${line}: no layer is made or used in this line`);
  const rows: string[][] = [];
  const results: string[] = [];
  for (const each of targets) {
    const { use, label } = each;
    const { plan, sample, source, notes } = previews.prepare(analysis, [use], each, options);
    const ran = await previews.ask("layer", { plan, sample, source, names: use.inputs.map(() => "input") });
    rows.push(rowOf(label, use.op, ran.output.stats, ran.timing?.ms));
    const from = ran.inputs.map(({ shape }) => `[${shape.join(", ")}]`).join(", ");
    results.push(
      `${label}: ${from} → [${ran.output.shape.join(", ")}] (${[sampleName(sample), ...notes].join(", ")})\n`,
    );
    if (saving && each === targets.at(-1)) {
      const { shape, data } = await previews.ask("values", { plan, sample, source });
      saving(shape, data);
    }
  }
  print(tableText(HEAD, rows) + results.join(""));
  return 0;
}

const rowOf = (label: string, op: string, { min, mean, max, std }: Stats, ms = 0): string[] => [
  label,
  op,
  ...[min, mean, max, std].map(short),
  ms.toFixed(2),
];

type Keep = (shape: readonly number[], values: Float32Array) => void;

/** Refuses what it cannot write before anything is computed. */
function savingTo(path: string): Keep {
  const said = (): void => print(`${translated(`saved to ${path}`)}\n`);
  switch (extname(path).toLowerCase()) {
    case ".npy":
      return (shape, values) => {
        save(path, writeNpy(Tensor.from(values, shape)));
        said();
      };
    case ".png":
      return (shape, values) => {
        try {
          save(path, mapsPng(firstOfBatch(shape), values));
        } catch (error) {
          if (error instanceof RangeError) throw new UsageError(`--save ${path}: ${error.message}`);
          throw error;
        }
        said();
      };
    default:
      throw new UsageError(`--save ${path}: this ending is not known; .npy keeps values, .png draws maps`);
  }
}

const firstOfBatch = (shape: readonly number[]): readonly number[] =>
  shape.length === 4 ? shape.slice(1) : shape;
