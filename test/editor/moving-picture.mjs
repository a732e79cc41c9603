// The moving picture of the Marketplace: a layer is hovered, a finding is hovered and mended, in the real workbench. A GIF,
// because it moves wherever Markdown is read.
import { writeFileSync } from "node:fs";
import { decode } from "fast-png";
import gifenc from "gifenc";
import { choose, openFile, placeOf } from "./drive.mjs";
import { paletteOf, rgba } from "./palette.mjs";

const { applyPalette, GIFEncoder } = gifenc;
const WIDTH = 860;
const HEIGHT = 470;

/** `page` shows `examples/` at twice its size; what is drawn has a pixel for each of its points. */
export async function drawMovingPicture(page, path) {
  await choose(page, "F1", "View: Close All Editors");
  await openFile(page, "broken/unet.ts");
  const editor = await page.evaluate(() => {
    const { x, y } = document.querySelector(".monaco-editor").getBoundingClientRect();
    return { x, y };
  });
  const clip = { ...editor, width: WIDTH, height: HEIGHT };
  const frames = []; // { pixels, delay in ms }
  const take = async (delay) => {
    const { data, channels } = decode(await page.screenshot({ clip, scale: "css" }));
    frames.push({ pixels: rgba(data, channels), delay });
  };
  // a hover stays while the pointer is over it: ways go around by the free corner
  const corner = { x: editor.x + WIDTH - 40, y: editor.y + HEIGHT - 30 };
  const pointer = await showPointer(page, corner);
  const pointAt = async (text) => {
    await pointer.glide(corner, () => take(40));
    await page.waitForSelector(".monaco-hover:not(.hidden)", { state: "hidden" });
    await pointer.glide(await placeOf(page, text), () => take(40));
    await page.waitForSelector(".monaco-hover:not(.hidden) .hover-contents img", { timeout: 20_000 });
    await page.waitForTimeout(1500);
  };

  await take(1200);
  await pointAt("Conv2d(64, 128");
  await take(3500);
  await page.keyboard.press("Escape");
  await pointAt("64, 64, 3");
  await take(3500);
  await page.keyboard.press("Escape");
  const { x, y } = await placeOf(page, "64, 64, 3");
  await page.mouse.click(x - 26, y);
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget .monaco-list-row", { hasText: "inChannels" }).first().waitFor();
  await page.waitForTimeout(500);
  await take(1800);
  await page.keyboard.press("Enter");
  await page.locator(".codelens-decoration", { hasText: "Run" }).first().waitFor();
  await page.waitForTimeout(1500);
  await take(3000);
  await pointer.hide();
  await choose(page, "F1", "File: Revert File");
  writeFileSync(path, gifOf(frames));
  console.log(path);
}

/** Screenshots have no pointer: one is drawn, and moves with the real one. */
async function showPointer(page, start) {
  let now = start;
  const put = async ({ x, y }) => {
    now = { x, y };
    await page.mouse.move(x, y);
    await page.evaluate(
      ([left, top]) => {
        let pointer = document.querySelector("#drawn-pointer");
        if (!pointer) {
          pointer = document.body.appendChild(document.createElement("div"));
          pointer.id = "drawn-pointer";
          pointer.style.cssText =
            "position: fixed; z-index: 100000; pointer-events: none; width: 13px; height: 20px; background: #fff;" +
            "clip-path: polygon(0 0, 0 80%, 27% 64%, 45% 100%, 64% 93%, 46% 59%, 82% 59%); filter: drop-shadow(0 0 1px #000)";
        }
        pointer.style.left = `${left}px`;
        pointer.style.top = `${top}px`;
      },
      [x, y],
    );
  };
  await put(start);
  return {
    /** Slower at its ends; `eachStep` looks at what is there. */
    async glide(to, eachStep) {
      const from = now;
      const STEPS = 8;
      for (let step = 1; step <= STEPS; step++) {
        const part = (1 - Math.cos((Math.PI * step) / STEPS)) / 2;
        await put({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part });
        await eachStep();
      }
      await page.mouse.move(to.x + 1, to.y);
    },
    hide: () => page.evaluate(() => document.querySelector("#drawn-pointer")?.remove()),
  };
}

/** One palette for all; each frame holds what it changes, the rest of it is clear. */
function gifOf(frames) {
  const SAMPLE = 4; // of the pixels, one of so many makes the palette
  const picked = frames.filter(({ delay }) => delay > 100);
  const sample = new Uint8Array(
    picked.reduce((sum, { pixels }) => sum + Math.ceil(pixels.length / 4 / SAMPLE) * 4, 0),
  );
  let end = 0;
  for (const { pixels } of picked)
    for (let at = 0; at < pixels.length; at += 4 * SAMPLE, end += 4)
      sample.set(pixels.subarray(at, at + 4), end);
  const palette = paletteOf(sample.subarray(0, end), 255);
  const clear = palette.length;
  palette.push([0, 0, 0]);
  const encoder = GIFEncoder();
  let before;
  for (const { pixels, delay } of frames) {
    const index = applyPalette(pixels, palette.slice(0, clear));
    const changes = before ? index.map((colour, i) => (colour === before[i] ? clear : colour)) : index;
    encoder.writeFrame(changes, WIDTH, HEIGHT, {
      ...(before ? { transparent: true, transparentIndex: clear } : { palette }),
      delay,
      dispose: 1,
    });
    before = index;
  }
  encoder.finish();
  return encoder.bytes();
}
