/** `convlens run` and `convlens bench`: a model's layers computed by the engine, as hovers and panels show them. */
import { writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Tensor } from "@convlens/engine";
import { writeNpy } from "@convlens/engine/io";
import { nodeHost } from "../disk/node-host.ts";
import { labelOf } from "../preview/graph.ts";
import { runModel } from "../preview/model-run.ts";
import { startNodeWorker } from "../preview/node-channel.ts";
import { parseSample } from "../preview/notes.ts";
import { number } from "../preview/picture-lines.ts";
import { type Options, Previews, sentenceOf } from "../preview/previews.ts";
import { sampleName } from "../preview/provenance.ts";
import { PreviewService } from "../preview/service.ts";
import { outputOf } from "../preview/target.ts";
import { Workspace } from "../project/workspace.ts";
import { type Chosen, chooseModel, parseSizes } from "./model.ts";
import { parseOptions } from "./options.ts";
import { tableText } from "./table.ts";
import { UsageError } from "./usage-error.ts";

const RUN_OPTIONS = ["input", "sample", "seed", "weights", "save", "threads"];

/** Prints what came out of each layer; `--save out.npy` keeps the output. */
export function run(args: readonly string[]): Promise<number> {
  return withPreviews("run", args, async ({ analysis, model }, previews, options, given) => {
    const { rows, run } = await runModel(previews, analysis, model, options);
    const lines = model.applications.flatMap((use, id) => {
      const row = rows.get(id);
      if (!row?.stats) return [];
      const { min, mean, max, std } = row.stats;
      return [[labelOf(use), use.op, ...[min, mean, max, std].map(number), (row.ms ?? 0).toFixed(2)]];
    });
    if (lines.length > 0)
      process.stdout.write(tableText(["Layer", "Type", "Min", "Mean", "Max", "Std", "ms"], lines));
    if ("refused" in run) throw new UsageError(run.refused);
    const output = run.output;
    const notes = [sampleName(run.sample), ...run.notes].join(", ");
    process.stdout.write(
      `${run.inputs.map(({ name, shape }) => `${name} [${shape.join(", ")}]`).join(", ")} → [${output.shape.join(", ")}] in ${run.ms.toFixed(1)} ms on ${run.threads} threads (${notes})\n`,
    );
    if (given.save !== undefined) {
      const { shape, data } = await previews.ask("tensor", { id: run.id, which: "output", index: 0 });
      const bytes = Buffer.from(data, "base64");
      const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      save(given.save, writeNpy(Tensor.from(values, shape)));
      process.stdout.write(`saved to ${given.save}\n`);
    }
    return 0;
  });
}

/** Prints how long each layer takes on its own. */
export function bench(args: readonly string[]): Promise<number> {
  return withPreviews("bench", args, async ({ analysis, model }, previews, options) => {
    const lines: string[][] = [];
    const uses = model.applications.filter(({ layer, failed }) => layer && !failed);
    for (const use of uses) {
      const { plan, sample, source } = previews.prepare(analysis, [use], outputOf(use), options);
      const { algorithm, ms, gflops } = await previews.ask("benchmark", { plan, sample, source });
      lines.push([
        labelOf(use),
        use.op,
        ms.best.toFixed(3),
        ms.median.toFixed(3),
        gflops === undefined ? "--" : gflops.toFixed(1),
        algorithm,
      ]);
    }
    process.stdout.write(tableText(["Layer", "Type", "Best ms", "Median ms", "GFLOP/s", "Algorithm"], lines));
    return 0;
  });
}

type Given = Readonly<Record<string, string | undefined>>;

async function withPreviews(
  command: string,
  args: readonly string[],
  body: (chosen: Chosen, previews: Previews, options: Options, given: Given) => Promise<number>,
): Promise<number> {
  const { options: given, operands } = parseOptions(args, RUN_OPTIONS);
  const chosen = chooseModel(command, operands);
  const threads = given.threads === undefined ? 0 : wholeNumber("threads", given.threads);
  const script = join(__dirname, "preview.js");
  const picture = join(__dirname, "../media/samples/lake.png");
  const service = new PreviewService(
    () => startNodeWorker(script, picture, threads),
    (message) => process.stderr.write(`convlens: ${message}\n`),
  );
  const previews = new Previews(
    service,
    (file) => chosen.project.source(file)?.text,
    new Workspace(() => [process.cwd(), dirname(chosen.analysis.file)], nodeHost.realPath),
  );
  try {
    return await body(chosen, previews, optionsOf(given), given);
  } catch (error) {
    const sentence = sentenceOf(error);
    throw sentence === undefined ? error : new UsageError(sentence);
  } finally {
    service.stop();
  }
}

/** Paths on the command line are relative to where it is typed. */
function optionsOf({ input, sample, seed, weights }: Given): Options {
  const parsed = sample === undefined ? undefined : parseSample(sample);
  return {
    ...(parsed && { sample: parsed.kind === "file" ? { ...parsed, path: resolve(parsed.path) } : parsed }),
    ...(seed !== undefined && { seed: wholeNumber("seed", seed) }),
    ...(input !== undefined && { inputShape: parseSizes(input) }),
    ...(weights !== undefined && { weights: resolve(weights) }),
  };
}

function wholeNumber(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0)
    throw new UsageError(`--${name} is a whole number, not "${value}"`);
  return number;
}

function save(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${(error as Error).message}`);
  }
}
