// A person's hands in a workbench: what screenshots and the moving picture do in it. `page` is Playwright's.
import { quickInput } from "../host/quick-input.mjs";

/** By a part of its path. */
export async function openFile(page, name) {
  await page.keyboard.press("Escape");
  await choose(page, "Control+p", name);
  await page.waitForSelector(".view-lines .view-line");
  await page.waitForTimeout(4000);
}

/** Types into the quick input and takes what it finds. */
export async function choose(page, key, text) {
  await quickInput(page, key, text, text.split("/").at(-1));
  await page.waitForTimeout(300);
  await page.keyboard.press("Enter");
}

/** Points at the text until its hover is there, with its picture. */
export async function hoverOver(page, text) {
  const { x, y } = await placeOf(page, text);
  for (let tries = 0; ; tries++) {
    await page.mouse.move(x, y + 60);
    await page.mouse.move(x, y);
    await page.mouse.move(x + 2, y);
    try {
      await page.waitForSelector(".monaco-hover:not(.hidden) .hover-contents img", { timeout: 5000 });
      return;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

/** Scrolls to the first line that has the text. */
export async function reachLine(page, text) {
  await page.keyboard.press("Control+Home"); // VS Code opens a file where it was left
  await page.mouse.click(...Object.values(await placeOf(page, "import")));
  await page.keyboard.press("Control+f");
  await page.keyboard.type(text, { delay: 10 });
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowLeft");
  await page.waitForTimeout(1500);
}

/** The panel's page that has this element. */
export async function frameWith(page, selector) {
  for (let tries = 0; tries < 60; tries++) {
    for (const frame of page.frames())
      if (
        frame !== page.mainFrame() &&
        (await frame
          .locator(selector)
          .count()
          .catch(() => 0)) > 0
      )
        return frame;
    await page.waitForTimeout(250);
  }
  throw new Error(`no panel has ${selector}`);
}

/** The middle of the first code line's part that reads `text`. */
export async function placeOf(page, wanted) {
  const place = await page.evaluate((text) => {
    for (const line of document.querySelectorAll(".view-line")) {
      const from = line.textContent.replaceAll("\u00a0", " ").indexOf(text);
      if (from < 0) continue;
      const range = document.createRange();
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (
        let node = walker.nextNode(), start = 0;
        node;
        start += node.data.length, node = walker.nextNode()
      ) {
        if (start + node.data.length <= from) continue;
        range.setStart(node, from - start);
        range.setEnd(node, Math.min(node.data.length, from - start + text.length));
        const box = range.getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      }
    }
  }, wanted);
  if (!place) throw new Error(`"${wanted}" is not on the screen`);
  return place;
}

/**
 * What is cut out: "code" is the text of the editor, "@…" the lines about the first with that text, "hover" a hover with
 * the line that it belongs to, "panel" the editor group that was opened last.
 */
export async function boxOf(page, what) {
  return page.evaluate((selector) => {
    const MARGIN = 12;
    const BORDER = 3; // of an editor in high contrast
    const editor = document.querySelector(".monaco-editor")?.getBoundingClientRect();
    if (selector === "panel") {
      const groups = [...document.querySelectorAll(".editor-group-container > .editor-container")];
      const { x, y, width, height } = groups.at(-1).getBoundingClientRect();
      return { x: x + 2, y, width: width - 4, height: height - 8 }; // without its round corners
    }
    if (selector === "hover") {
      const hover = document.querySelector(".monaco-hover:not(.hidden)").getBoundingClientRect();
      const y = Math.max(editor.y, hover.y - 30);
      const x = Math.max(editor.x + BORDER, hover.x - 4 * MARGIN);
      return { x, y, width: hover.right + MARGIN - x, height: hover.bottom + 40 - y };
    }
    const lines = [...document.querySelectorAll(".view-line")];
    const texts = lines.flatMap((line) => (line.textContent.trim() ? [line.firstElementChild] : []));
    const boxes = texts.map((text) => text.getBoundingClientRect());
    const x = Math.max(editor.x + BORDER, Math.min(...boxes.map(({ left }) => left)) - MARGIN);
    const shown = (box) => box.bottom <= editor.bottom;
    if (selector === "code") {
      const width = Math.max(...boxes.filter(shown).map(({ right }) => right)) + MARGIN - x;
      const bottom = Math.max(...boxes.filter(shown).map((box) => box.bottom)) + MARGIN;
      return { x, y: editor.y, width, height: bottom - editor.y };
    }
    const from = boxes[texts.findIndex((text) => text.textContent.includes(selector))].y - 24;
    const near = boxes.filter(
      ({ top, bottom }) => top >= from && bottom <= Math.min(editor.bottom, from + 250),
    );
    const width = Math.max(...near.map(({ right }) => right)) + MARGIN - x;
    return { x, y: from, width, height: Math.max(...near.map(({ bottom }) => bottom)) + MARGIN - from };
  }, what);
}
