/** convlens_explain: the page of a finding. */
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { nearest } from "../../facts/nearest.ts";
import { rules } from "../../rules/index.ts";
import { pageOf } from "../../rules/page.ts";
import { answer, READ_ONLY, text } from "../kit/answer.ts";
import { ToolError } from "../kit/warm.ts";

export function registerExplain(server: McpServer): void {
  server.registerTool(
    "convlens_explain",
    {
      title: "Explain a finding",
      description:
        "What a code of convlens_check means and how to mend it, with a wrong and a right example.",
      inputSchema: {
        code: z.string().optional().describe("Such as conv-in-channels; all codes if left out"),
      },
      annotations: READ_ONLY,
    },
    ({ code }) =>
      answer(() => {
        if (code === undefined) return [text(rules.map((rule) => `${rule.code}: ${rule.title}`).join("\n"))];
        const rule = rules.find((candidate) => candidate.code === code);
        if (rule) return [text(pageOf(rule))];
        const meant = nearest(
          code,
          rules.map((candidate) => candidate.code),
        );
        throw new ToolError(
          `There is no finding "${code}"${meant === undefined ? "." : `; did you mean ${meant}?`}`,
        );
      }),
  );
}
