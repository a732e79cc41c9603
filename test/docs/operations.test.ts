/** The page of supported operations is made from what is known of each library. `UPDATE_PAGES=1` writes it. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isComputed } from "../../engine/src/graph/index.ts";
import { isExportable } from "../../engine/src/onnx/index.ts";
import {
  type LayerSpec,
  tfjsFunctions,
  tfjsLayers,
  torchFunctions,
  torchLayers,
} from "../../engine/src/specs/index.ts";
import { NOT_FOLLOWED_BY_MLX } from "../../server/src/dialects/index.ts";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const PAGE = path("../../docs/guide/operations.md");
const mlxNames: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(path("../server/field/mlx-names.json"), "utf8"),
);

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
const mark = (holds: boolean): string => (holds ? "yes" : "");

function table(library: "torch" | "tfjs", kind: "layer" | "function", specs: Iterable<LayerSpec>): string {
  const rows = [...specs]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, summary, docs }) => {
      const cells = [
        `[\`${name}\`](${docs})`,
        cell(summary),
        mark(isComputed({ library, kind, name })),
        ...(library === "torch" ? [mark(isExportable(name))] : []),
      ];
      return `| ${cells.join(" | ")} |`;
    });
  const head = ["name", "what it does", "runs", ...(library === "torch" ? ["ONNX"] : [])];
  return [`| ${head.join(" | ")} |`, `|${head.map(() => "---").join("|")}|`, ...rows].join("\n");
}

const mlxList = (kind: "functions" | "layers"): string =>
  mlxNames[kind]!.filter((name) => !NOT_FOLLOWED_BY_MLX[kind].has(name))
    .map((name) => `\`${name}\``)
    .join(", ");

const page = `# Supported operations

Every name here has its library's own rule: shapes are inferred, arguments and inputs are checked. What is not listed is unknown, and
nothing is said of what comes out of it. *Runs*: previews, \`convlens run\` and the engine compute it. *ONNX*: \`convlens export\`
writes it.

## PyTorch's layers: \`@convlens/engine\`

${table("torch", "layer", torchLayers.values())}

## PyTorch's functions: \`@convlens/engine\`

As functions of the package or of \`F\`, and as methods of tensors where PyTorch has them.

${table("torch", "function", torchFunctions.values())}

## Layers of TensorFlow.js

${table("tfjs", "layer", tfjsLayers.values())}

## Operations of TensorFlow.js

${table("tfjs", "function", tfjsFunctions.values())}

## mlx: \`@frost-beta/mlx\`

Layers: ${mlxList("layers")}.

Functions: ${mlxList("functions")}.

## Loaded models

Of onnxruntime, TensorFlow.js' loaders and transformers.js: sessions, feeds, results and tensors, as [Loaded models](loaded-models.md)
tells.
`;

test("is as the registries are", () => {
  if (process.env.UPDATE_PAGES) writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, "utf8")).toBe(page);
  expect(page).toContain("`Conv2d`");
  expect(page.match(/\| yes \|/g)!.length).toBeGreaterThan(300);
});
