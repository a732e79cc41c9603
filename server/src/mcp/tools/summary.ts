/** convlens_summary: a model as a table. */
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { summaryFormats } from "../../cli/formats/summary.ts";
import { modelsNamed } from "../../cli/models/choose.ts";
import { modelTable } from "../../ide/model-table.ts";
import { answer, READ_ONLY, text } from "../kit/answer.ts";
import type { Warm } from "../kit/warm.ts";

export function registerSummary(server: McpServer, warm: Warm): void {
  server.registerTool(
    "convlens_summary",
    {
      title: "Summary of a model",
      description:
        "A model as a Markdown table: each layer with its input and output shape, parameters, multiply-adds and receptive field, and the totals.",
      inputSchema: {
        file: z.string(),
        model: z.string().optional().describe("A class or variable; all models of the file if left out"),
        input: z.array(z.number().int().nonnegative()).optional().describe("Sizes such as [1, 3, 224, 224]"),
        depth: z.number().int().positive().optional().describe("Modules nested deeper are one row"),
      },
      annotations: READ_ONLY,
    },
    ({ file: given, model, input, depth }) =>
      answer(() => {
        const analysis = warm.project().analyze(warm.file(given));
        const options = { ...(input && { input }), ...(depth !== undefined && { depth }) };
        const tables = modelsNamed(analysis, given, model).map((one) => modelTable(one, options));
        return [text(summaryFormats.md!(tables, ["input", "output", "params", "macs", "field"]))];
      }),
  );
}
