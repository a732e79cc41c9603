/**
 * What the checker knows, as tools of the model context protocol: read-only, compact, inside of one folder. A new tool is a
 * file in `tools/` and a line here.
 *
 *   createServer("/project").connect(transport)
 */
import { McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import { VERSION } from "../config/version.ts";
import { rules } from "../rules/index.ts";
import { pageOf } from "../rules/page.ts";
import { Warm } from "./kit/warm.ts";
import { registerCheck } from "./tools/check.ts";
import { registerExplain } from "./tools/explain.ts";
import { registerRun } from "./tools/run.ts";
import { registerShapes } from "./tools/shapes.ts";
import { registerSummary } from "./tools/summary.ts";

const INSTRUCTIONS = `ConvLens reads neural networks in TypeScript and JavaScript (TensorFlow.js, PyTorch-style libraries,
onnxruntime, transformers.js) and tells their tensor shapes without running them. A finding is certain or it is not reported;
"?" is unknown. Check after you edit a model; ask for shapes before you change a layer.`;

export function createServer(folder: string): McpServer {
  const server = new McpServer({ name: "convlens", version: VERSION }, { instructions: INSTRUCTIONS });
  const warm = new Warm(folder);
  for (const register of [registerCheck, registerShapes, registerSummary, registerRun, registerExplain])
    register(server, warm);
  server.registerResource(
    "rule",
    new ResourceTemplate("convlens://rules/{code}", {
      list: () => ({
        resources: rules.map(({ code, title }) => ({
          uri: `convlens://rules/${code}`,
          name: code,
          description: title,
          mimeType: "text/markdown",
        })),
      }),
    }),
    { title: "Pages of findings", mimeType: "text/markdown" },
    (uri, { code }) => {
      const rule = rules.find((candidate) => candidate.code === code);
      if (!rule) throw new Error(`There is no finding "${code}".`);
      return { contents: [{ uri: uri.href, mimeType: "text/markdown", text: pageOf(rule) }] };
    },
  );
  return server;
}
