/** The page of model files in a real browser, with what the server really says of files of the examples. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ModelSummary, type Refusal, requests } from "@convlens/server/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FromPage, SummaryTarget } from "../../client/src/panels/index.ts";
import { bytesOf, readOnnx, writeOnnx } from "../../engine/src/onnx/index.ts";
import { type Browser, launch, openPanel, type PanelPage, type ThemeName } from "./panel-page.ts";
import { RealServer } from "./real-server.ts";

const models = new URL("../../examples/loaded/public/models/", import.meta.url);

describe("a model file", () => {
  let browser: Browser;
  let server: RealServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(), RealServer.start()]);
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const summaryOf = (uri: string): Promise<ModelSummary> => server.ask(requests.modelFile, { uri });

  /** The test is the extension: it hands questions on to the server. */
  async function show(
    uri: string,
    theme: ThemeName = "dark",
  ): Promise<PanelPage & { summary: ModelSummary }> {
    const target: SummaryTarget = { at: { uri, line: 0, character: 0 }, run: false, options: {} };
    const answer = await summaryOf(uri);
    const panel = await openPanel<SummaryTarget>(browser, "model-summary", theme, {
      size: { width: 1500, height: 900 },
      receive: (message: FromPage<SummaryTarget>) => {
        if (message.kind === "ready") return { kind: "answer", target, answer };
        if (message.kind !== "question") return undefined;
        const method = { modelNode: requests.modelNode, modelWeight: requests.modelWeight }[
          message.name as string
        ];
        return method ? server.ask(method, message.params) : { saved: true };
      },
    });
    await panel.post({ kind: "busy", busy: false });
    return { ...panel, summary: answer };
  }

  const detector = new URL("detector.onnx", models).href;

  for (const theme of ["dark", "light", "high-contrast"] as const)
    test(`is accessible in ${theme}, with a node's details`, async () => {
      const panel = await show(detector, theme);
      await panel.page.locator(".node-layer").first().click();
      await panel.page.locator(".node-details h3").first().waitFor();
      expect(await panel.violations()).toEqual([]);
      expect(panel.errors).toEqual([]);
      await panel.page.close();
    });

  test("shows what the header says, a row for each node, and the graph", async () => {
    const { graph } = readOnnx(bytesOf(readFileSync(new URL("detector.onnx", models))));
    const panel = await show(detector);
    await panel.page.getByRole("treegrid").waitFor();
    const nodes = graph.nodes.filter(({ op }) => op !== "Constant");
    expect(await panel.page.locator("tr[data-line]:not(.module)").count()).toBe(nodes.length);
    expect(await panel.page.locator(".node-layer").count()).toBe(nodes.length);
    const [input] = graph.inputs;
    const said = (await panel.page.locator(".file-facts").textContent())!;
    expect(said).toContain(`${input!.name}${input!.type}[${input!.dims!.join(", ")}]`);
    expect(await panel.page.getByRole("button", { name: "Run", exact: true }).count()).toBe(0);
    await panel.page.close();
  });

  test("a node says its attributes and leads to its neighbours; its weight has statistics", async () => {
    const panel = await show(detector);
    const at = panel.summary.rows.findIndex(({ op }) => op === "Conv");
    await panel.page.locator(`[data-node='row ${at}']`).focus();
    await panel.page.keyboard.press("Enter");
    const details = panel.page.locator(".node-details");
    await details.locator("h3").first().waitFor();
    expect(await details.textContent()).toContain("strides[4, 4]");
    const { graph } = readOnnx(bytesOf(readFileSync(new URL("detector.onnx", models))));
    const conv = graph.nodes.filter(({ op }) => op !== "Constant")[at]!;
    const weight = graph.initializers.find(({ name }) => name === conv.inputs[1])!;
    expect(await details.textContent()).toContain(`${weight.name}float32[${weight.dims.join(", ")}]`);
    await details.getByRole("button", { name: "Statistics" }).first().click();
    await details.locator(".histogram").first().waitFor();
    await details.locator(".link").first().click();
    await panel.until(`document.querySelector(".node-details h2").textContent !== "Conv"`);
    await panel.page.close();
  });

  test("a weight's statistics are those of its numbers", async () => {
    const bytes = readFileSync(new URL("detector.onnx", models));
    const { graph } = readOnnx(bytesOf(bytes));
    const { name, raw, dims } = graph.initializers.find(({ raw }) => raw)!;
    const numbers = Array.from({ length: raw!.length / 4 }, (_, i) => bytes.readFloatLE(raw!.offset + 4 * i));
    expect(numbers).toHaveLength(dims.reduce((a, b) => a * b, 1));
    const { stats, first } = await server.ask<{ stats: Record<string, number>; first: number[] }>(
      requests.modelWeight,
      { uri: detector, name },
    );
    const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    expect(first).toEqual(numbers.slice(0, first.length));
    expect(stats["mean"]).toBeCloseTo(mean, 6);
    expect([stats["min"], stats["max"]]).toEqual([Math.min(...numbers), Math.max(...numbers)]);
  });

  test("TensorFlow.js models and their weights are shown too", async () => {
    const uri = new URL("features/model.json", models).href;
    expect(existsSync(new URL(uri))).toBe(true);
    const panel = await show(uri);
    await panel.page.locator(".node-layer").first().click();
    await panel.page.locator(".node-details h3").first().waitFor();
    expect(panel.summary.edges.length).toBeGreaterThan(panel.summary.rows.length - 1);
    await panel.page.close();
  });

  test("of thousands of nodes those in sight are drawn, and each can be reached", async () => {
    const folder = mkdtempSync(join(tmpdir(), "convlens-"));
    const file = join(folder, "long.onnx");
    const nodes = Array.from({ length: 2000 }, (_, i) => ({
      name: `node_${i}`,
      op: i % 10 === 9 ? "Add" : "Relu",
      inputs: [`v${i}`, ...(i % 10 === 9 ? [`v${i - 5}`] : [])],
      outputs: [`v${i + 1}`],
    }));
    const value = (name: string) => ({ name, kind: "tensor" as const, type: "float32", dims: ["N", 8] });
    const graph = { name: "long", inputs: [value("v0")], outputs: [value("v2000")], nodes, weights: [] };
    writeFileSync(file, writeOnnx({ irVersion: 10, opset: 21, graph }));
    const panel = await show(pathToFileURL(file).href);
    rmSync(folder, { recursive: true });
    expect(panel.summary.rows).toHaveLength(2000);
    const drawn = (selector: string): Promise<number> => panel.page.locator(selector).count();
    await panel.page.locator(".node").first().waitFor();
    expect(await drawn("tr[data-line]")).toBeLessThan(200);
    expect(await drawn(".node")).toBeLessThan(200);

    await panel.page.locator("tr[data-line]").first().focus();
    await panel.page.keyboard.press("End");
    await panel.until(`document.activeElement.dataset.line === "1999"`);
    await panel.page.keyboard.press("Enter");
    await panel.until(`!!document.querySelector("[data-node='row 1999'].chosen")`);
    expect(await panel.violations()).toEqual([]);

    await panel.page.getByRole("button", { name: "Find", exact: true }).click();
    await panel.page.getByLabel("Find a layer").fill("node_1000");
    await panel.until(`!!document.querySelector("[data-node='row 1000']")`);
    const boxes = await panel.page.evaluate<{ x: number; y: number; right: number; bottom: number }[]>(
      `[...document.querySelectorAll(".node > rect")].map((node) => node.getBoundingClientRect().toJSON())`,
    );
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1))
        expect(a.right <= b.x || b.right <= a.x || a.bottom <= b.y || b.bottom <= a.y).toBe(true);
    await panel.page.close();
  });

  test("what is no model says why", async () => {
    const refused = await server.ask<Refusal>(requests.modelFile, { uri: import.meta.url });
    expect(refused.refused).toMatch(/^model-file.test.ts /);
  });
});
