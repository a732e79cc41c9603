/** The model comparison in a real browser, with what the server really answers. */
import { type ModelComparison, type Refusal, requests } from "@convlens/server/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ComparisonTarget, FromPage } from "../../client/src/panels/index.ts";
import { type Browser, launch, openPanel, type PanelPage, type ThemeName } from "./panel-page.ts";
import { RealServer, type Source } from "./real-server.ts";

describe("the model comparison", () => {
  let browser: Browser;
  let server: RealServer;
  let resnet: Source;
  let depths: ModelComparison; // resnet18 and resnet50
  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(), RealServer.start()]);
    resnet = await server.example("resnet.ts");
    depths = await compare({ model: "resnet18" }, { model: "resnet50" });
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function compare(
    before: { model?: string; text?: string },
    after: { model?: string; text?: string },
  ): Promise<ModelComparison> {
    const at = { uri: resnet.uri, line: 0, character: 0 };
    const answer = await server.ask<ModelComparison | Refusal>(requests.compareModels, {
      before: { at, ...before },
      after: { at, ...after },
    });
    if ("refused" in answer) throw new Error(answer.refused);
    return answer;
  }

  async function show(
    answer: ModelComparison,
    { theme = "dark" as ThemeName, other = { kind: "model" } as Partial<ComparisonTarget["other"]> } = {},
  ): Promise<PanelPage & { said: FromPage<ComparisonTarget>[] }> {
    const said: FromPage<ComparisonTarget>[] = [];
    const target = { at: { uri: resnet.uri, line: 0, character: 0 }, other };
    const panel = await openPanel<ComparisonTarget>(browser, "model-comparison", theme, {
      size: { width: 1200, height: 800 },
      receive: (message) => {
        said.push(message);
        return message.kind === "ready" ? { kind: "answer", target, answer } : undefined;
      },
    });
    await panel.post({ kind: "busy", busy: false });
    await panel.page.getByRole("heading", { level: 1 }).waitFor();
    return { ...panel, said };
  }

  for (const theme of ["dark", "light", "high-contrast"] as const)
    test(`is accessible in ${theme}`, async () => {
      const panel = await show(depths, { theme });
      expect(await panel.violations()).toEqual([]);
      expect(panel.errors).toEqual([]);
      await panel.page.close();
    });

  test("says both sums, and by how much the second is greater", async () => {
    const panel = await show(depths);
    const facts = (await panel.page.locator(".facts").textContent())!;
    const params = ({ rows }: ModelComparison["before"]): number =>
      rows.reduce((sum, { amounts }) => sum + amounts.params!, 0);
    const [was, is] = [params(depths.before), params(depths.after)];
    expect(facts).toContain(`${depths.before.totals.params} ⇒ ${depths.after.totals.params}`);
    expect(facts).toContain(`+${Number((((is - was) / was) * 100).toFixed(1))} %`);
    await panel.page.close();
  });

  test("shows what differs, and on request the rest; a press leads to the source", async () => {
    const panel = await show(depths);
    const shown = (): Promise<number> => panel.page.locator("tbody tr").count();
    const differing = depths.lines.filter(({ same }) => !same).length;
    expect(differing).toBeGreaterThan(10);
    expect(await shown()).toBe(differing);
    await panel.page.getByRole("checkbox").click();
    expect(await shown()).toBe(depths.lines.length);
    const fc = panel.page.locator("tbody tr", { hasText: "changed: fc" });
    expect(await fc.locator("td.differs").count()).toBeGreaterThan(3);
    await fc.locator("button").nth(1).click();
    const [revealed] = panel.said.filter(({ kind }) => kind === "reveal");
    const row = depths.after.rows.find(({ name }) => name === "fc")!;
    expect(revealed).toMatchObject({ source: row.source, focus: true });
    await panel.page.close();
  });

  test("sets a model beside what it was", async () => {
    const now = (await server.ask<ModelComparison>(requests.compareModels, {
      before: {
        at: { uri: resnet.uri, line: 0, character: 0 },
        model: "resnet18",
        text: resnet.text.replace("Conv2d(3, 64, 7,", "Conv2d(3, 64, 9,"),
      },
      after: { at: { uri: resnet.uri, line: 0, character: 0 }, model: "resnet18" },
    })) as ModelComparison;
    const changed = now.lines.filter(
      ({ before, after, same }) => !same && before !== undefined && after !== undefined,
    );
    expect(now.before.rows[changed[0]!.before!]!.arguments).toContain("k9");
    expect(now.after.rows[changed[0]!.after!]!.arguments).toContain("k7");
    const panel = await show(now, { other: { kind: "revision", revision: "0123456789abcdef" } });
    expect(await panel.page.getByRole("heading", { level: 1 }).textContent()).toContain("at 01234567");
    // what is gone cannot be opened
    expect(await panel.page.locator("tbody tr").first().locator("button").count()).toBe(1);
    await panel.page.close();
  });

  test("of two that are the same it says so", async () => {
    const panel = await show(await compare({ model: "resnet18" }, { model: "resnet18" }));
    await panel.page.getByText("No layer differs.").waitFor();
    expect(await panel.page.locator("table").count()).toBe(0);
    await panel.page.close();
  });
});
