/** An editor in Simplified Chinese: what ConvLens says is Chinese from the lens to the panels. */
import { afterAll, beforeAll, describe, test } from "vitest";
import { openWorkbench, type Workbench } from "../panels/workbench.ts";

describe("VS Code in Chinese", () => {
  let window: Workbench;
  beforeAll(async () => {
    window = await openWorkbench({ theme: "Light", language: "zh-cn" });
  }, 600_000);
  afterAll(() => window?.close());

  test("a finding and its lens", async () => {
    const { page } = window;
    await window.openAt("broken/unet.ts");
    await page.locator(".codelens-decoration", { hasText: "在 dec 处失败" }).waitFor({ timeout: 60_000 });
    const finding = page.locator(".marker-widget", { hasText: "需要 64 个输入通道，实际收到 128 个" });
    for (let tries = 0; tries < 5 && !(await finding.count()); tries++) {
      await page.keyboard.press("F8"); // the next problem: TypeScript may have one, too
      await new Promise((done) => setTimeout(done, 1500));
    }
    await finding.first().waitFor({ timeout: 30_000 });
    await window.shot("chinese-finding");
    await page.keyboard.press("Escape");
  }, 600_000);

  test("the summary, run", async () => {
    await window.openAt("lenet5.ts:5:3");
    await window.command("模型概要");
    const panel = await window.frame("LeNet5");
    await panel.getByRole("button", { name: "运行", exact: true }).click();
    await panel.locator("text=用时").first().waitFor({ timeout: 60_000 });
    await window.shot("chinese-summary");
    await window.command("View: Close All Editors");
  }, 600_000);

  test("the inspector", async () => {
    await window.openAt("lenet5.ts:13:36");
    await window.command("运行层");
    const panel = await window.frame("conv1");
    await panel.getByRole("button", { name: "保存为 SVG" }).waitFor();
    await window.shot("chinese-inspector");
  }, 600_000);
});
