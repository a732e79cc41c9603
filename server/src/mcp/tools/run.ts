/** convlens_run: a model computed on a sample, its statistics layer by layer, and a picture of what comes out. */
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { modelsNamed } from "../../cli/models/choose.ts";
import { labelOf } from "../../preview/graph.ts";
import { runModel } from "../../preview/model-run.ts";
import { parseSample } from "../../preview/notes.ts";
import { mapsPng } from "../../preview/picture/maps-png.ts";
import { short } from "../../preview/picture/short.ts";
import { sampleName } from "../../preview/provenance.ts";
import { answer, READ_ONLY, text } from "../kit/answer.ts";
import { ToolError, type Warm } from "../kit/warm.ts";

export function registerRun(server: McpServer, warm: Warm): void {
  server.registerTool(
    "convlens_run",
    {
      title: "Run a model's layers",
      description:
        "Computes a model from its shapes, on a sample, with seeded initial weights or those of a file: minimum, mean, maximum and share of dead channels of each layer, and a picture of the output's maps. The program itself is not run.",
      inputSchema: {
        file: z.string(),
        model: z.string().optional().describe("A class or variable; the first of the file if left out"),
        input: z.array(z.number().int().positive()).optional().describe("Sizes such as [1, 3, 224, 224]"),
        sample: z
          .string()
          .optional()
          .describe("picture, randn(7), zeros, ones, ramp, checkerboard, or a .png, .jpg or .npy"),
        weights: z.string().optional().describe("A .safetensors, or the model.json of TensorFlow.js"),
        seed: z.number().int().nonnegative().optional(),
      },
      annotations: READ_ONLY,
    },
    ({ file: given, model: name, input, sample, weights, seed }, { signal }) =>
      answer(async () => {
        const analysis = warm.project().analyze(warm.file(given));
        const [model] = modelsNamed(analysis, given, name);
        const previews = warm.previews();
        const parsed = sample === undefined ? undefined : parseSample(sample);
        const options = {
          ...(parsed && {
            sample: parsed.kind === "file" ? { ...parsed, path: warm.file(parsed.path) } : parsed,
          }),
          ...(input && { inputShape: input }),
          ...(weights !== undefined && { weights: warm.file(weights) }),
          ...(seed !== undefined && { seed }),
        };
        const { rows, run } = await runModel(previews, analysis, model!, options, { signal });
        const lines = model!.applications.flatMap((use, id) => {
          const stats = rows.get(id)?.stats;
          if (!stats) return [];
          const dead = stats.dead > 0 ? `, ${Math.round(100 * stats.dead)} % of channels dead` : "";
          const broken = stats.nonFinite > 0 ? `, ${stats.nonFinite} NaN or infinite` : "";
          return [
            `${labelOf(use)} ${use.op}: min ${short(stats.min)}, mean ${short(stats.mean)}, max ${short(stats.max)}${dead}${broken}`,
          ];
        });
        if ("refused" in run) throw new ToolError([...lines, run.refused].join("\n"));
        const { output } = run;
        const notes = [sampleName(run.sample), ...run.notes].join(", ");
        const told = text(
          [...lines, `output [${output.shape.join(", ")}] in ${run.ms.toFixed(1)} ms (${notes})`].join("\n"),
        );
        const picture = await pictureOf(output.shape, () =>
          previews.ask("tensor", { id: run.id, which: "output", index: 0 }, { signal }),
        );
        return picture === undefined
          ? [told]
          : [told, { type: "image", data: picture, mimeType: "image/png" }];
      }),
  );
}

/** Only of maps, and only of some that make a picture of sensible size. */
async function pictureOf(
  shape: readonly number[],
  values: () => Promise<{ readonly data: string }>,
): Promise<string | undefined> {
  if (shape.length !== 4 || shape.slice(1).reduce((a, b) => a * b, 1) > 2 ** 22) return undefined;
  const bytes = Buffer.from((await values()).data, "base64");
  const data = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  try {
    return Buffer.from(mapsPng(shape.slice(1), data)).toString("base64");
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
