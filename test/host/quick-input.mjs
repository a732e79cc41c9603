/**
 * Chooses in the quick input, as a person does: `key` opens it, `text` is typed, and the row that holds `row` is the
 * focused one when this ends. Enter is the caller's. `page` is Playwright's.
 *
 *   await quickInput(page, "F1", "View: Close All Editors");
 */
export async function quickInput(page, key, text, row = text) {
  const chosen = page.locator(`.quick-input-list .monaco-list-row.focused[aria-label*="${row}"]`);
  for (let tries = 0; ; tries++) {
    await page.keyboard.press(key);
    try {
      await page.waitForSelector(".quick-input-widget input", { timeout: 20_000 });
      await page.keyboard.type(text, { delay: 10 });
      return await chosen.waitFor({ timeout: 8_000 });
    } catch (error) {
      if (tries === 12) throw error;
      // what is asked before the extension host is up is never answered: ask again
      // a panel hands its keys on late: this one must not close what the next one opens
      await page.keyboard.press("Escape");
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}
