/** convlens_check: findings of files, folders or a text that is not saved yet, the most serious first. */
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { type CheckedFile, type CheckedFinding, checkedFile } from "../../cli/checking/checked-file.ts";
import { sourceFiles } from "../../cli/checking/source-files.ts";
import { listingHost } from "../../disk/listing-host.ts";
import { nodeHost } from "../../disk/node-host.ts";
import { importGraph } from "../../project/reach.ts";
import { createResolver } from "../../project/resolve.ts";
import { answer, READ_ONLY, text } from "../kit/answer.ts";
import { ToolError, type Warm } from "../kit/warm.ts";

const USUAL_LIMIT = 30;

export function registerCheck(server: McpServer, warm: Warm): void {
  server.registerTool(
    "convlens_check",
    {
      title: "Check tensor shapes",
      description:
        "Finds shape errors of neural networks in TypeScript and JavaScript files: where they are, which layer made the wrong shape, and edits that were tried and mend them. Nothing is run.",
      inputSchema: {
        paths: z.array(z.string()).optional().describe("Files, folders or patterns; everything if left out"),
        text: z.string().optional().describe("An unsaved text of the one file in paths"),
        limit: z
          .number()
          .int()
          .positive()
          .optional()
          .describe(`Findings at most, ${USUAL_LIMIT} if left out`),
      },
      annotations: READ_ONLY,
    },
    ({ paths, text: unsaved, limit = USUAL_LIMIT }) =>
      answer(() => {
        if (unsaved !== undefined && paths?.length !== 1)
          throw new ToolError("A text takes the place of one file: name it in paths.");
        const files = unsaved === undefined ? searched(paths ?? ["."], warm) : [warm.file(paths![0]!)];
        return [text(report(checked(files, unsaved, warm), files.length, limit))];
      }),
  );
}

function searched(paths: readonly string[], warm: Warm): string[] {
  const found = sourceFiles(
    paths.map((path) => (path === "." ? warm.folder : warm.file(path))),
    { ignores: (file) => warm.configurations.ignores(file), mayMatchNothing: false },
  );
  const host = listingHost(nodeHost);
  return [
    ...importGraph(found, host, createResolver(host), (file) => warm.configurations.of(file).dialects)
      .inReach,
  ];
}

const checked = (files: readonly string[], unsaved: string | undefined, warm: Warm): CheckedFile[] => {
  const project = warm.projectWith(files[0] ?? "", unsaved);
  return files.map((file) =>
    checkedFile(project, file, {
      shapes: false,
      fixes: true,
      certainty: false,
      severity: (of, code) => warm.configurations.of(of).config.severity[code],
      shown: warm.shown,
    }),
  );
};

function report(files: readonly CheckedFile[], read: number, limit: number): string {
  const all = files
    .flatMap((file) => file.findings.map((finding) => ({ file, finding })))
    .filter(({ finding }) => finding.severity !== "hint")
    .sort((a, b) => Number(b.finding.severity === "error") - Number(a.finding.severity === "error"));
  const errors = all.filter(({ finding }) => finding.severity === "error").length;
  const models = files.reduce((sum, file) => sum + file.models, 0);
  const found = `${many(errors, "error")}, ${many(all.length - errors, "warning")}`;
  const head = `${found} in ${many(models, "model")} (${many(read, "file")} with tensors)`;
  const lines = all.slice(0, limit).map(({ file, finding }) => findingText(file.path, finding));
  const rest = all.length > limit ? [`… and ${all.length - limit} more; name paths to see them.`] : [];
  const unparsed = files.flatMap(({ path, unparsed }) =>
    unparsed ? [`${path}:${unparsed.range.start.line + 1} does not parse: ${unparsed.message}`] : [],
  );
  return [head, ...lines, ...rest, ...unparsed].join("\n");
}

const many = (n: number, what: string): string => (n === 1 ? `1 ${what}` : `${n} ${what}s`);

function findingText(path: string, { code, severity, message, range, fixes }: CheckedFinding): string {
  const lines = [
    `${path}:${range.start.line + 1}:${range.start.character + 1} ${severity} ${code}: ${message}`,
  ];
  for (const { title, edits } of fixes.slice(0, 2)) {
    const places = edits.map(
      ({ path, range: { start, end }, newText }) =>
        `${path}:${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1} → ${JSON.stringify(newText)}`,
    );
    lines.push(`  fix: ${title} (${places.join("; ")})`);
  }
  return lines.join("\n");
}
