/** The model summary in a real browser, with what the server really answers. */
import type { ModelSummary } from "@convlens/server/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FromPage, SummaryTarget } from "../../client/src/panels/index.ts";
import { type Browser, launch, openPanel, type PanelPage, type ThemeName } from "./panel-page.ts";
import { RealServer } from "./real-server.ts";

const target: SummaryTarget = {
  at: { uri: "file:///net.ts", line: 0, character: 0 },
  run: false,
  options: {},
};

describe("the model summary", () => {
  let browser: Browser;
  let server: RealServer;
  let resnet: ModelSummary;
  let broken: ModelSummary;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(), RealServer.start()]);
    resnet = await (await server.example("resnet.ts")).summary("resnet18");
    broken = await (await server.example("broken/unet.ts")).summary();
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function show(
    answer: ModelSummary | { refused: string },
    { theme = "dark" as ThemeName, width = 1300, state = undefined as unknown } = {},
  ): Promise<PanelPage & { said: FromPage<SummaryTarget>[] }> {
    const said: FromPage<SummaryTarget>[] = [];
    const panel = await openPanel<SummaryTarget>(browser, "model-summary", theme, {
      state,
      size: { width, height: 900 },
      receive: (message) => {
        said.push(message);
        if (message.kind === "ready") return { kind: "answer", target, answer };
        return message.kind === "question" ? { saved: true } : undefined;
      },
    });
    await panel.post({ kind: "busy", busy: false });
    return { ...panel, said };
  }

  /** As a person has unfolded all of it. */
  const unfolded = { target, view: { show: "both", collapsed: [] } };

  const lines = ({ page }: PanelPage): Promise<string[]> =>
    page.evaluate(`[...document.querySelectorAll("tr[data-line]")].map(({ cells }) => cells[0].textContent)`);

  for (const theme of ["dark", "light", "high-contrast"] as const)
    test(`is accessible in ${theme}`, async () => {
      const panel = await show(broken, { theme });
      await panel.page.getByRole("treegrid").waitFor();
      await panel.page.locator("tr[data-line]").first().click();
      expect(await panel.violations()).toEqual([]);
      expect(panel.errors).toEqual([]);
      await panel.page.close();
    });

  test("has a row for each layer, past the one that fails, and its finding below it", async () => {
    const panel = await show(broken);
    await panel.page.getByRole("treegrid").waitFor();
    expect(await panel.page.locator("tr[data-line]:not(.module)").count()).toBe(broken.rows.length);
    const at = broken.rows.findIndex(({ findings }) => findings.length > 0);
    expect(at).toBeGreaterThan(0);
    expect(at).toBeLessThan(broken.rows.length - 1);
    const [finding] = broken.rows[at]!.findings;
    const below = await panel.page.evaluate<string>(
      `document.querySelector("tr.finding").previousElementSibling.cells[1].textContent`,
    );
    expect(below).toBe(`${broken.rows[at]!.op} ${broken.rows[at]!.arguments}`);
    const said = (await panel.page.locator("tr.finding").first().textContent())!;
    expect(said).toContain(finding!.code);
    expect(said).toContain(finding!.message.split("\n")[0]);
    await panel.page.close();
  });

  test("a large model begins folded, with the totals of each module", async () => {
    const panel = await show(resnet);
    await panel.page.getByRole("treegrid").waitFor();
    const names = await lines(panel);
    expect(names).toEqual([
      "conv1",
      "bn1",
      "relu",
      "maxpool",
      "layer1",
      "layer2",
      "layer3",
      "layer4",
      "avgpool",
      "flatten",
      "fc",
    ]);
    const cells = (row: string): Promise<string[]> =>
      panel.page.evaluate(
        `[...[...document.querySelectorAll("tr")].find(({ cells }) => cells[0].textContent === "${row}").cells].map(({ textContent }) => textContent)`,
      );
    const inside = resnet.rows.filter(({ modules }) => modules[0]?.path === "layer4");
    const sum = (measure: "params" | "macs"): number =>
      inside.reduce((all, { amounts }) => all + amounts[measure]!, 0);
    expect([sum("params"), sum("macs")]).toEqual([8_393_728, 411_041_792]);
    expect(await cells("layer4")).toEqual(expect.arrayContaining(["8.39 M", "411 M", "[N, 512, 7, 7]"]));
    expect(await cells("Total")).toEqual(expect.arrayContaining(["11.7 M", "1.81 G"]));
    await panel.page.close();
  });

  test("what a block's forward calls belongs to the block", () => {
    const adds = resnet.rows.filter(({ op }) => op === "add");
    expect(adds.map(({ modules }) => modules.at(-1)?.path)).toEqual(
      [1, 2, 3, 4].flatMap((layer) => [0, 1].map((block) => `layer${layer}.${block}`)),
    );
  });

  test("is sorted by an amount, and back", async () => {
    const panel = await show(resnet);
    const heading = panel.page.getByRole("button", { name: "MACs" });
    await heading.click();
    const amounts = (): Promise<string[]> =>
      panel.page.evaluate(
        `[...document.querySelectorAll("tr[data-line]")].map(({ cells }) => cells[0].textContent)`,
      );
    const most = [...resnet.rows].sort((a, b) => b.amounts.macs! - a.amounts.macs!)[0]!;
    await expect
      .poll(async () => (await amounts())[0])
      .toBe([most.modules.at(-1)?.path, most.name].filter(Boolean).join("."));
    expect((await amounts()).length).toBe(resnet.rows.length);
    const state = (): Promise<string> =>
      panel.page.evaluate(
        `document.querySelector("[aria-sort]:not([aria-sort=none])")?.getAttribute("aria-sort") ?? "none"`,
      );
    expect(await state()).toBe("descending");
    expect(await panel.violations()).toEqual([]);
    await heading.click();
    await expect.poll(state).toBe("ascending");
    await heading.click();
    await expect.poll(state).toBe("none");
    await panel.page.close();
  });

  test("fits, finds and turns the graph", async () => {
    const panel = await show(resnet, { state: unfolded });
    const inRoom = (selector: string): Promise<boolean> =>
      panel.page.evaluate(`{ const room = document.querySelector(".graph").getBoundingClientRect();
        [...document.querySelectorAll("${selector}")].every((node) => { const box = node.getBoundingClientRect();
          return box.x >= room.x - 1 && box.right <= room.right + 1 && box.y >= room.y - 1 && box.bottom <= room.bottom + 1; }) }`);
    expect(await inRoom(".node > rect")).toBe(false);
    await panel.page.locator(".minimap").waitFor();
    await panel.page.getByRole("button", { name: "Fit" }).click();
    await expect.poll(() => inRoom(".node > rect")).toBe(true);
    expect(await panel.page.locator(".minimap").count()).toBe(0);

    await panel.page.getByRole("button", { name: "Fold all", exact: true }).click();
    await panel.page.getByRole("button", { name: "Find", exact: true }).click();
    await panel.page.getByLabel("Find a layer").fill("layer3.1.conv2");
    await panel.until(`document.querySelector('[role=status].quiet')?.textContent === "1 of 1"`);
    const found = resnet.rows.find(
      ({ name, modules }) => `${modules.at(-1)?.path}.${name}` === "layer3.1.conv2",
    )!;
    await expect.poll(() => inRoom(`[data-node='row ${found.id}']`)).toBe(true);
    expect(await panel.violations()).toEqual([]);

    const tall = (): Promise<boolean> =>
      panel.page.evaluate(
        `{ const box = document.querySelector(".graph svg > g").getBoundingClientRect(); box.height > box.width }`,
      );
    expect(await tall()).toBe(true);
    await panel.page.getByRole("button", { name: "From left to right" }).click();
    await expect.poll(tall).toBe(false);
    await panel.page.close();
  });

  test("is coloured by an amount", async () => {
    const panel = await show(resnet, { state: unfolded });
    await panel.page.getByLabel("Colour by").selectOption("macs");
    await panel.until(`document.querySelectorAll(".node .heat").length > 50`);
    const opacity = (name: string): Promise<number> =>
      panel.page.evaluate(
        `Number(getComputedStyle([...document.querySelectorAll("tr[data-line]")].find(({ cells }) => cells[0].textContent === "${name}").querySelector(".heat")).opacity)`,
      );
    expect(await opacity("conv1")).toBe(1);
    expect(await opacity("fc")).toBeLessThan(0.2);
    expect(await panel.violations()).toEqual([]);
    await panel.page.close();
  });

  test("folds modules in the table and in the graph", async () => {
    const panel = await show(resnet, { state: unfolded });
    await panel.page.getByRole("treegrid").waitFor();
    const all = await lines(panel);
    expect(all.filter((name) => name === "layer1")).toHaveLength(1);
    const nodes = await panel.page.locator(".node").count();
    expect(nodes).toBe(resnet.rows.length + 2); // an input, an output
    await panel.page.locator("tr.module").first().focus();
    await panel.page.keyboard.press("ArrowLeft");
    await panel.until(`document.querySelectorAll(".node-module").length === 1`);
    const inside = resnet.rows.filter(({ modules }) => modules[0]?.path === "layer1").length;
    expect(inside).toBeGreaterThan(5);
    expect(await panel.page.locator(".node").count()).toBe(nodes - inside + 1);
    expect((await lines(panel)).length).toBeLessThan(all.length - inside);
    expect(await panel.state()).toMatchObject({ view: { collapsed: ["layer1"] } });
    const state = await panel.state();
    await panel.page.close();

    const again = await show(resnet, { state });
    await again.until(`document.querySelectorAll(".node-module").length === 1`);
    await again.page.keyboard.press("Tab");
    await again.page.locator(".node-module").first().focus();
    await again.page.keyboard.press("Enter");
    await again.until(`document.querySelectorAll(".node-module").length === 0`);
    await again.page.close();
  });

  test("goes to the source by a click and by Enter", async () => {
    const panel = await show(resnet, { state: unfolded });
    const rows = panel.page.locator("tr[data-line]:not(.module)");
    await rows.nth(1).click();
    await panel.page.keyboard.press("ArrowDown");
    await panel.page.keyboard.press("Enter");
    await panel.page.locator(".node-layer").first().focus();
    await panel.page.keyboard.press("ArrowDown");
    await panel.page.keyboard.press("Enter");
    const shown = panel.said.flatMap((message) => (message.kind === "reveal" ? [message] : []));
    expect(shown).toMatchObject([
      { source: resnet.rows[1]!.source, focus: false },
      { source: resnet.rows[2]!.source, focus: true },
      { source: resnet.rows[1]!.source, focus: true },
    ]);
    await panel.page.close();
  });

  test("draws the graph: no node over another, residual edges labelled", async () => {
    const panel = await show(resnet, { state: unfolded });
    const boxes = await panel.page.evaluate<{ x: number; y: number; width: number; height: number }[]>(
      `[...document.querySelectorAll(".node > rect")].map((node) => node.getBoundingClientRect().toJSON())`,
    );
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1))
        expect(
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
        ).toBe(true);
    const labels = await panel.page.evaluate<string[]>(
      `[...document.querySelectorAll(".edge text")].map(({ textContent }) => textContent)`,
    );
    // what leaves a layer is said once, an output says it itself
    const leaving = new Set(
      resnet.edges.filter(({ to }) => to < resnet.rows.length).map(({ from, shape }) => `${from} ${shape}`),
    );
    expect(labels).toHaveLength(leaving.size);
    const adds = resnet.rows.filter(({ op }) => op === "add").map(({ id }) => id);
    expect(adds).toHaveLength(8);
    for (const id of adds) expect(resnet.edges.filter(({ to }) => to === id)).toHaveLength(2);
    await panel.page.close();
  });

  test("zooms and pans with the keyboard and the wheel", async () => {
    const panel = await show(resnet, { state: unfolded });
    const scale = (): Promise<number> =>
      panel.page.evaluate(
        `Number(/scale\\(([\\d.]+)\\)/.exec(document.querySelector(".graph svg > g").getAttribute("transform"))[1])`,
      );
    const graph = panel.page.getByRole("application");
    await graph.focus();
    await panel.page.keyboard.press("0");
    const before = await scale();
    await panel.page.keyboard.press("+");
    await expect.poll(scale).toBeGreaterThan(before);
    await panel.page.keyboard.press("0");
    await expect.poll(scale).toBe(before);
    const left = (): Promise<number> =>
      panel.page.evaluate(`document.querySelector(".node").getBoundingClientRect().x`);
    const from = await left();
    await panel.page.keyboard.press("ArrowLeft");
    await expect.poll(left).toBeCloseTo(from + 40, 0);
    const box = (await graph.boundingBox())!;
    await panel.page.mouse.move(box.x + 50, box.y + 50);
    await panel.page.mouse.wheel(40, 0);
    await expect.poll(left).toBeCloseTo(from, 0);
    await panel.page.close();
  });

  test("exports CSV, Markdown and SVG", async () => {
    const panel = await show(resnet, { state: unfolded });
    for (const name of ["CSV", "Markdown", "SVG"])
      await panel.page.getByRole("button", { name, exact: true }).click();
    const saved = (): { name: string; content: string }[] =>
      panel.said.flatMap((message) =>
        message.kind === "question" && message.name === "save" ? [message.params] : [],
      );
    await expect.poll(() => saved().length).toBe(3);
    const [csv, markdown, svg] = saved().map(({ content }) => content);
    expect(saved().map(({ name }) => name)).toEqual(["resnet18.csv", "resnet18.md", "resnet18.svg"]);
    expect(csv!.trimEnd().split("\r\n")).toHaveLength(resnet.rows.length + 1);
    expect(csv).toContain('layer1.0.conv1,"Conv2d(64 → 64, k3, p1)","[N, 64, 56, 56]"');
    expect(markdown!.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(resnet.rows.length + 2);
    const texts = await panel.page.evaluate<string[]>(
      `[...new DOMParser().parseFromString(${JSON.stringify(svg)}, "image/svg+xml").querySelectorAll("text")].map(({ textContent }) => textContent)`,
    );
    for (const { name } of resnet.rows)
      expect(
        texts.some((text) => text === name || text.endsWith(`.${name}`)),
        name,
      ).toBe(true);
    await panel.page.close();
  });

  test("runs the model, and shows times and values of each layer", async () => {
    const panel = await show(resnet);
    await panel.page.getByRole("button", { name: "Run", exact: true }).click();
    await expect
      .poll(() => panel.said.flatMap((message) => (message.kind === "target" ? [message.target] : [])))
      .toEqual([{ run: true }]);
    const small = await (await server.open("small.ts", smallNet)).summary(undefined, true);
    if (!small.run || "refused" in small.run) throw new Error(JSON.stringify(small.run));
    await panel.post({ kind: "answer", target: { ...target, run: true }, answer: small });
    await panel.page.getByText("Ran in").waitFor();
    const times = await panel.page.evaluate<string[]>(
      `[...document.querySelectorAll("tr[data-line]")].map(({ cells }) => cells[6].textContent)`,
    );
    expect(times).toHaveLength(small.rows.length);
    for (const time of times) expect(time).toMatch(/^[\d.]+ ms$/);
    expect(await panel.violations()).toEqual([]);
    await panel.page.close();
  });

  test("lets the model be chosen, and says why there is none", async () => {
    const panel = await show(resnet);
    await panel.page.getByLabel("Model").selectOption("resnet50");
    await expect.poll(() => panel.said.at(-1)).toEqual({ kind: "target", target: { model: "resnet50" } });
    await panel.page.close();
    const empty = await show({ refused: "There is no model in this file." });
    expect(await empty.page.getByRole("alert").textContent()).toBe("There is no model in this file.");
    expect(await empty.violations()).toEqual([]);
    await empty.page.close();
  });
});

const smallNet = `import { F, nn, type Tensor } from "@convlens/engine";

export class Small extends nn.Module {
  conv = new nn.Conv2d(3, 8, 3);
  fc = new nn.Linear(8 * 6 * 6, 10);

  /** @shape x [N, 3, 8, 8] */
  forward(x: Tensor): Tensor {
    return this.fc.forward(F.relu(this.conv.forward(x)).flatten(1));
  }
}
`;
