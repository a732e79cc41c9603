/** The layer inspector in a real browser, with what the server really answers. */
import { type Cell, type LayerRun, requests } from "@convlens/server/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FromPage, InspectorTarget } from "../../client/src/panels/index.ts";
import { type Browser, launch, openPanel, type PanelPage, type ThemeName } from "./panel-page.ts";
import { RealServer, type Source, valueIn } from "./real-server.ts";

const source = `import { nn, type Tensor } from "@convlens/engine";

export class Net extends nn.Module {
  plain = new nn.Conv2d(3, 8, 3, { padding: 1 });
  strided = new nn.Conv2d(8, 8, 3, { stride: 2, padding: 1, bias: false });
  dilated = new nn.Conv2d(8, 8, 3, { padding: 2, dilation: 2 });
  grouped = new nn.Conv2d(8, 16, 3, { groups: 4 });
  depthwise = new nn.Conv2d(16, 16, 3, { groups: 16, padding: 1 });
  reflected = new nn.Conv2d(16, 4, 5, { padding: 2, paddingMode: "reflect" });
  up = new nn.ConvTranspose2d(4, 6, 4, { stride: 2, padding: 1 });
  unfold = new nn.Unfold(3, { padding: 1 });
  fold = new nn.Fold([20, 20], 3, { padding: 1 });
  fc = new nn.Linear(2400, 10);

  /** @shape x [N, 3, 24, 24] */
  forward(x: Tensor): Tensor {
    x = this.plain.forward(x);
    x = this.strided.forward(x);
    x = this.dilated.forward(x);
    x = this.grouped.forward(x);
    x = this.depthwise.forward(x);
    x = this.reflected.forward(x);
    x = this.up.forward(x);
    x = this.unfold.forward(x);
    x = this.fold.forward(x);
    return this.fc.forward(x.flatten(1));
  }
}

export class Sound extends nn.Module {
  line = new nn.Conv1d(2, 4, 5, { padding: 4, dilation: 2 });
  lineUp = new nn.ConvTranspose1d(4, 2, 4, { stride: 2, padding: 1, groups: 2 });

  /** @shape x [N, 2, 64] */
  forward(x: Tensor): Tensor {
    return this.lineUp.forward(this.line.forward(x));
  }
}

export class Film extends nn.Module {
  volume = new nn.Conv3d(3, 4, 3, { padding: 1 });
  volumeUp = new nn.ConvTranspose3d(4, 2, 2, { stride: 2 });

  /** @shape x [N, 3, 6, 12, 12] */
  forward(x: Tensor): Tensor {
    return this.volumeUp.forward(this.volume.forward(x));
  }
}
`;
const pools = `import { nn, type Tensor } from "@convlens/engine";

export class Pools extends nn.Module {
  max = new nn.MaxPool2d(3, { stride: 2, padding: 1 });
  dilatedMax = new nn.MaxPool2d(2, { stride: 1, dilation: 2 });
  mean = new nn.AvgPool2d(3, { stride: 2, padding: 1, ceilMode: true });
  bare = new nn.AvgPool2d(3, { stride: 2, padding: 1, countIncludePad: false });
  adaptive = new nn.AdaptiveAvgPool2d([5, 3]);

  /** @shape x [N, 3, 40, 41] */
  forward(x: Tensor): Tensor {
    x = this.dilatedMax.forward(this.max.forward(x));
    return this.adaptive.forward(this.bare.forward(this.mean.forward(x)));
  }
}
`;
const layers = [
  ["plain", "strided", "dilated", "grouped", "depthwise", "reflected", "up", "unfold", "fold", "fc"],
  ["line", "lineUp", "volume", "volumeUp"],
].flat();

describe("the layer inspector", () => {
  let browser: Browser;
  let server: RealServer;
  let net: Source;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(), RealServer.start()]);
    net = await server.open("net.ts", source);
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const targetOf = (name: string): InspectorTarget => ({ at: net.at(`${name}.forward`), options: {} });

  /** The panel with a run in it; what the page says is in `said`. */
  async function show(
    run: LayerRun | { refused: string } | undefined,
    { theme = "dark" as ThemeName, state = undefined as unknown, texts = {}, still = false } = {},
  ): Promise<PanelPage & { said: FromPage<InspectorTarget>[] }> {
    const said: FromPage<InspectorTarget>[] = [];
    const panel = await openPanel<InspectorTarget>(browser, "layer-inspector", theme, {
      state,
      texts,
      still,
      receive: (message) => {
        said.push(message);
        if (message.kind === "ready")
          return run && { kind: "answer", target: targetOf("plain"), answer: run };
        if (message.kind !== "question") return undefined;
        if (message.name === "explainCell") return server.ask(requests.explainCell, message.params);
        if (message.name === "benchmark") return server.ask(requests.benchmarkLayer, message.params);
        return { saved: true };
      },
    });
    return { ...panel, said };
  }

  test("takes poolings apart: each window's greatest value, or its shares", async () => {
    const pooling = await server.open("pools.ts", pools);
    for (const name of ["max", "dilatedMax", "mean", "bare", "adaptive"]) {
      const answer = await pooling.run(`${name}.forward`);
      expect(answer.explainable, name).toBe(true);
      const last = answer.output.sent.map((size) => size - 1);
      for (const index of [last.map(() => 0), last, [1, 1, 2]]) {
        const cell = await server.ask<Cell>(requests.explainCell, { id: answer.id, index });
        expect(cell.sum, `${name} ${index}`).toBeCloseTo(valueIn(answer.output, index), 5);
        const weights = cell.terms.map(({ w }) => w);
        if (/max/i.test(name)) expect(weights.filter((w) => w !== 0)).toEqual([1]);
        else expect(new Set(weights).size).toBe(1);
      }
    }
  });

  test("moves nothing by itself where less motion is wanted", async () => {
    const panel = await show(await run("strided"), { still: true });
    await panel.page.locator(".equation").waitFor();
    expect(await panel.page.getByRole("button", { name: "Move the window" }).count()).toBe(0);
    const readout = async (): Promise<string> => (await panel.page.locator(".readout code").textContent())!;
    const places = new Set([await readout()]);
    for (let press = 0; press < 3; press++) {
      await panel.page.getByRole("button", { name: "Next position" }).click();
      places.add(await readout());
    }
    expect(places.size).toBe(4);
    await panel.page.close();
  });

  test("holds a value by a click, moves the window, is kept, and draws a GIF and an SVG", async () => {
    const panel = await show(await run("strided"));
    await panel.page.locator(".equation").waitFor();
    const readout = async (): Promise<string> => (await panel.page.locator(".readout code").textContent())!;
    const map = (await panel.page.locator(".enlarged-input").boundingBox())!;
    await panel.page.locator(".enlarged-input").click({ position: { x: 5, y: 5 } });
    await panel.page.getByText("Held: click again to let go").waitFor();
    expect(await readout()).toBe("[0, 0, 0]");
    await panel.page.mouse.move(map.x + map.width / 2, map.y + 100);
    expect(await readout()).toBe("[0, 0, 0]");

    const seen = new Set<string>();
    await panel.page.getByRole("button", { name: "Move the window" }).click();
    await expect.poll(async () => seen.add(await readout()).size, { timeout: 20_000 }).toBeGreaterThan(3);
    await panel.page.getByRole("button", { name: "Save as GIF" }).click();
    const saved = () =>
      panel.said.flatMap((message) =>
        message.kind === "question" && message.name === "save" ? [message.params] : [],
      );
    await expect.poll(() => saved().length, { timeout: 60_000 }).toBe(1);
    const bytes = Buffer.from(saved()[0]!.content, "base64");
    expect([saved()[0]!.name, bytes.subarray(0, 6).toString("latin1")]).toEqual(["strided.gif", "GIF89a"]);
    // a picture a step: each begins with its control block
    expect(bytes.toString("latin1").split("\x21\xf9\x04").length - 1).toBe(36);

    await panel.page.getByRole("button", { name: "Save as SVG" }).click();
    await expect.poll(() => saved().length, { timeout: 60_000 }).toBe(2);
    const { name, content } = saved()[1]!;
    expect(name).toBe("strided.svg");
    expect(content.split('<g class="step"').length - 1).toBe(36);
    const [steps, title] = await panel.page.evaluate<[number, string]>(
      `(() => { const svg = new DOMParser().parseFromString(${JSON.stringify(content)}, "image/svg+xml");
        return [svg.querySelectorAll(".step .edge").length, svg.querySelector("title").textContent]; })()`,
    );
    expect(title).toContain("strided: Conv2d(");
    expect(steps).toBeGreaterThan(36);

    await panel.page.getByRole("button", { name: "Keep to compare" }).click();
    await expect.poll(() => panel.said.at(-1)).toEqual({ kind: "keep" });
    expect(await panel.violations()).toEqual([]);
    await panel.page.close();
  });

  const run = (name: string): Promise<LayerRun> => net.run(`${name}.forward`);
  /** What stands at the end of the sum. */
  const result = async ({ page }: PanelPage): Promise<number> =>
    numberIn((await page.locator(".part-result .part-value").textContent()) ?? "");

  for (const theme of ["dark", "light", "high-contrast"] as const)
    test(`is accessible in ${theme}`, async () => {
      const panel = await show(await run("dilated"), { theme });
      await panel.page.locator(".equation").waitFor();
      expect(await panel.violations()).toEqual([]);
      expect(panel.errors).toEqual([]);
      await panel.page.close();
    });

  test("takes a value of every kind of layer apart, and the parts come to the value", async () => {
    const panel = await show(undefined);
    for (const name of layers) {
      const answer = await run(name);
      expect(answer.explainable, name).toBe(true);
      await panel.post({ kind: "answer", target: targetOf(name), answer });
      await panel.page.getByRole("heading", { name: answer.title, exact: true }).waitFor();
      await panel.until(
        `document.querySelector(".readout strong")?.textContent === document.querySelector(".part-result .part-value")?.textContent`,
      );
      const middle = answer.output.sent.map((size, axis) =>
        axis === 0 && answer.output.sent.length > 1 ? 0 : size >> 1,
      );
      const shown = (await panel.page.locator(".part-result .part-name").textContent()) ?? "";
      const index = shown
        .match(/\[(.*)\]/)![1]!
        .split(", ")
        .map(Number);
      if (answer.output.kind === "maps") expect(index, name).toEqual(middle);
      const value = valueIn(answer.output, index);
      expect(await result(panel), name).toBeCloseTo(value, 4);
      const parts = await panel.page.evaluate<string[]>(
        `[...document.querySelectorAll(".part:not(.part-result) .part-value")].map(({ textContent }) => textContent)`,
      );
      expect(
        parts.map(numberIn).reduce((a, b) => a + b, 0),
        name,
      ).toBeCloseTo(value, 3);
    }
    expect(panel.errors).toEqual([]);
    await panel.page.close();
  });

  test("shows the sum before an activation of the layer's own, channels last", async () => {
    const tf = await server.open(
      "tf.ts",
      `import * as tf from "@tensorflow/tfjs";
export const model = tf.sequential({
  layers: [tf.layers.conv2d({ filters: 4, kernelSize: 5, activation: "relu", inputShape: [16, 16, 1] })],
});
`,
    );
    const answer = await tf.run("conv2d({");
    const maps = [0, 1, 2, 3];
    const map = maps.find((c) => valueIn(answer.output, [c, 6, 6]) === 0);
    expect(map, "a map that is 0 in its middle").toBeDefined();
    const cell = { map, slice: 0, row: 6, col: 6 };
    const view = { input: 0, from: { map: 0 }, cell, kernel: { map: 0, slice: 0 } };
    const panel = await show(answer, { state: { view } });
    const before = panel.page.locator(".part", { hasText: "before the activation" }).locator(".part-value");
    expect(numberIn((await before.textContent())!)).toBeLessThan(0);
    expect(await result(panel)).toBe(0);
    expect(await panel.page.getByText("the whole tensor is large").count()).toBe(0);
    await panel.page.close();
  });

  test("follows the arrow keys and the pointer", async () => {
    const answer = await run("plain");
    const panel = await show(answer);
    const map = panel.page.getByRole("application");
    await map.focus();
    await panel.page.keyboard.press("ArrowRight");
    await panel.page.keyboard.press("ArrowUp");
    await panel.page.locator(".readout >> text=[0, 11, 13]").waitFor();
    await panel.until(
      `document.querySelector(".part-result .part-name").textContent.includes("[0, 11, 13]")`,
    );
    expect(await result(panel)).toBeCloseTo(valueIn(answer.output, [0, 11, 13]), 4);
    await panel.page.keyboard.press("Home");
    await panel.page.locator(".readout >> text=[0, 11, 0]").waitFor();
    // at the edge a column of the window lies in the padding
    await panel.until(`document.querySelectorAll("td.padded").length === 3`);
    const box = (await map.boundingBox())!;
    await panel.page.mouse.move(box.x + box.width * 0.99, box.y + box.height * 0.01);
    await panel.page.locator(".readout >> text=[0, 0, 23]").waitFor();
    await panel.until(`document.querySelectorAll("td.padded").length === 5`);
    await panel.page.close();
  });

  test("chooses maps with the arrow keys; a grouped layer fades what it does not see", async () => {
    const answer = await run("grouped");
    const panel = await show(answer);
    const options = panel.page.locator("section[aria-label=Output] [role=option]");
    await options.first().focus();
    for (let i = 0; i < 5; i++) await panel.page.keyboard.press("ArrowRight");
    await panel.page.locator(".readout >> text=[5, 5, 5]").waitFor();
    expect(await options.nth(5).getAttribute("aria-selected")).toBe("true");
    await panel.until(`document.querySelector(".part-result .part-name").textContent.includes("[5, ")`);
    // 4 groups of 2 input and 4 output maps: map 5 is of the second group
    const faded = await panel.page.evaluate<number[]>(
      `[...document.querySelectorAll("section[aria-label=Input] [role=option]")].flatMap((map, i) => map.className.includes("aside") ? [i] : [])`,
    );
    expect(faded).toEqual([0, 1, 4, 5, 6, 7]);
    await panel.page.close();
  });

  test("asks for another sample, seed and size", async () => {
    const panel = await show(await run("plain"));
    await panel.page.locator("select").selectOption("randn");
    await panel.page.getByLabel("Weights seed").fill("7");
    await panel.page.keyboard.press("Enter");
    await panel.page.getByLabel("Input size").fill("1, 3, 32, 32");
    await panel.page.keyboard.press("Enter");
    const asked = panel.said.flatMap((message) =>
      message.kind === "target" ? [message.target.options] : [],
    );
    expect(asked).toEqual([
      { sample: { kind: "randn", seed: 0 } },
      { seed: 7 },
      { inputShape: [1, 3, 32, 32] },
    ]);
    await panel.page.close();
  });

  test("exports arrays and pictures, and goes to the source", async () => {
    const answer = await run("plain");
    const panel = await show(answer);
    await panel.page.getByLabel("Export Output as .npy").click();
    await panel.page.getByLabel("Export Output as .png").click();
    await panel.page.getByText("net.ts:").click();
    await expect.poll(() => panel.said.filter(({ kind }) => kind === "reveal").length).toBe(1);
    const [array, picture] = panel.said.flatMap((message) =>
      message.kind === "question" && message.name !== "explainCell" ? [message] : [],
    );
    expect(array).toMatchObject({
      name: "exportArray",
      params: { id: answer.id, which: "output", index: 0, name: "plain-output.npy" },
    });
    expect(picture).toMatchObject({ name: "save", params: { name: "plain-output.png", base64: true } });
    const bytes = Buffer.from((picture!.params as { content: string }).content, "base64");
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    // 8 maps of 24×24 side by side with a pixel between: 3 across
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([74, 74]);
    expect(panel.said.find(({ kind }) => kind === "reveal")).toMatchObject({
      source: answer.source,
      focus: true,
    });
    await panel.page.close();
  });

  test("says why nothing runs, and keeps in sight what was there before", async () => {
    const panel = await show({ refused: "This model takes 4 TB." });
    expect(await panel.page.getByRole("alert").textContent()).toBe("This model takes 4 TB.");
    expect(await panel.violations()).toEqual([]);
    await panel.post({ kind: "answer", target: targetOf("plain"), answer: await run("plain") });
    await panel.page.getByRole("heading", { name: "plain" }).waitFor();
    expect(await panel.page.getByRole("alert").count()).toBe(0);
    await panel.post({
      kind: "answer",
      target: targetOf("plain"),
      answer: { refused: "There is no layer here." },
    });
    await panel.page.getByRole("alert").waitFor();
    expect(await panel.page.getByRole("heading", { name: "plain" }).count()).toBe(1);
    await panel.page.close();
  });

  test("lets a long run be cancelled", async () => {
    const panel = await show(await run("plain"));
    await panel.page.getByRole("heading", { name: "plain" }).waitFor();
    await panel.post({ kind: "busy", busy: true });
    await panel.page.getByRole("button", { name: "Cancel" }).click();
    await expect.poll(() => panel.said.at(-1)).toEqual({ kind: "cancel" });
    expect(await panel.violations()).toEqual([]);
    await panel.post({ kind: "busy", busy: false });
    await panel.until(`!document.querySelector(".cancel")`);
    await panel.page.close();
  });

  test("keeps its target and what was chosen when it is hidden and shown again", async () => {
    const answer = await run("plain");
    const panel = await show(answer);
    await panel.page.getByRole("application").focus();
    await panel.page.keyboard.press("ArrowDown");
    await panel.page.locator(".readout >> text=[0, 13, 12]").waitFor();
    const state = await panel.state();
    expect(state).toMatchObject({ target: targetOf("plain") });
    await panel.page.close();
    const again = await show(answer, { state });
    await again.page.locator(".readout >> text=[0, 13, 12]").waitFor();
    await again.page.close();
  });

  test("speaks the editor's language", async () => {
    const panel = await show(await run("plain"), { texts: { Output: "输出", Input: "输入" } });
    await panel.page
      .getByRole("heading", { name: /^输出$/ })
      .first()
      .waitFor();
    await panel.page.close();
  });

  test("shows lines, slices and strips, each with a picture for its maps", async () => {
    const panel = await show(undefined);
    for (const [name, kind] of [
      ["line", "lines"],
      ["volume", "slices"],
      ["fc", "strip"],
    ] as const) {
      const answer = await run(name);
      expect(answer.output.kind).toBe(kind);
      await panel.post({ kind: "answer", target: targetOf(name), answer });
      await panel.page.getByRole("heading", { name, exact: true }).waitFor();
      const painted = (): Promise<number> =>
        panel.page.evaluate<number>(
          `[...document.querySelectorAll("section[aria-label=Output] canvas")].filter((canvas) =>
          canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part > 0)).length`,
        );
      await expect.poll(painted, { message: name }).toBeGreaterThan(0);
    }
    const slider = panel.page.locator("input[type=range]");
    expect(await slider.count()).toBe(0);
    await panel.post({ kind: "answer", target: targetOf("volume"), answer: await run("volume") });
    await panel.page.getByText("Slice 4 of 6").first().waitFor();
    await panel.page.close();
  });
});

/** "−1.2e−7" */
const numberIn = (text: string): number => Number(text.replaceAll("−", "-"));
