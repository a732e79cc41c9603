/** convlens_shapes: the shape of each tensor of a file, a line each. */

import { prettyShape } from "@convlens/engine/specs";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import type { Analysis } from "../../facts/analysis.ts";
import type { SourceText } from "../../facts/source-text.ts";
import { answer, READ_ONLY, text } from "../kit/answer.ts";
import { ToolError, type Warm } from "../kit/warm.ts";

export function registerShapes(server: McpServer, warm: Warm): void {
  server.registerTool(
    "convlens_shapes",
    {
      title: "Tensor shapes of a file",
      description:
        "The shapes of a source file, a line each: every layer and operation with what goes in and comes out, and the tensors that names hold. Free sizes are symbols such as N, unknown ones ?.",
      inputSchema: {
        file: z.string(),
        from: z.number().int().positive().optional().describe("First line, from 1"),
        to: z.number().int().positive().optional().describe("Last line"),
        text: z.string().optional().describe("An unsaved text of the file"),
      },
      annotations: READ_ONLY,
    },
    ({ file: given, from = 1, to = Number.POSITIVE_INFINITY, text: unsaved }) =>
      answer(() => {
        const file = warm.file(given);
        const project = warm.projectWith(file, unsaved);
        const source = project.source(file);
        if (!source) throw new ToolError(`${given}: there is no such file.`);
        const lines = shapeLines(project.analyze(file), source)
          .filter(({ line }) => line >= from && line <= to)
          .map(({ line, said }) => `${line}: ${said}`);
        return [text(lines.length > 0 ? [...new Set(lines)].join("\n") : "No tensors there.")];
      }),
  );
}

function shapeLines(
  { applications, bindings }: Analysis,
  source: SourceText,
): { readonly line: number; readonly said: string }[] {
  const lineOf = (offset: number): number => source.positionAt(offset).line + 1;
  const uses = applications.map((use) => {
    const from = use.inputs.map(({ shape }) => prettyShape(shape)).join(", ");
    const to = use.outputs.map(({ shape }) => prettyShape(shape)).join(", ");
    const name = use.path ?? use.name;
    const label = name === undefined || name === use.op ? use.op : `${name} ${use.op}`;
    return {
      at: use.span.start,
      line: lineOf(use.span.start),
      said: `${label}: ${from} → ${to}${use.failed ? "  (does not fit)" : ""}`,
    };
  });
  const names = bindings.map(({ span, name, tensor, role }) => ({
    at: span.start,
    line: lineOf(span.start),
    said: `${role} ${name} ${prettyShape(tensor.shape)}`,
  }));
  return [...uses, ...names].sort((a, b) => a.at - b.at);
}
