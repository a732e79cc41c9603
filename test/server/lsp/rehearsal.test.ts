/** What a server looks at before the first document is there. */
import { expect, test } from "vitest";
import { rehearsed } from "../../../server/src/lsp/index.ts";

test("the rehearsal meets layers of both ways, and a mistake in each, so that all that a first file needs has run", () => {
  const analyses = rehearsed();
  expect(analyses.map(({ findings }) => findings.map(({ code }) => code))).toEqual([
    ["linear-in-features"],
    ["model-input"],
  ]);
  for (const { layers } of analyses) expect(layers.length).toBeGreaterThan(4);
});
