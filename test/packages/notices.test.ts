/** What may be bundled, and what is said of it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { notices } from "../../scripts/notices.mjs";

const folder = mkdtempSync(join(tmpdir(), "convlens-notices-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** esbuild's account of a bundle with one file of a package that has these files. */
function bundleOf(name: string, license: string, files: Record<string, string>, bytesInOutput = 10) {
  const path = join(folder, "node_modules", name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "package.json"), JSON.stringify({ name, version: "1.2.3", license }));
  for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
  return { outputs: { "out.js": { inputs: { [join(path, "index.js")]: { bytesInOutput } } } } };
}

test("each package is listed once with its licence", () => {
  const bundles = [
    bundleOf("@a/one", "MIT", { LICENSE: "Copyright One" }),
    bundleOf("two", "ISC", { "LICENCE.md": "Two" }),
  ];
  const text = notices([...bundles, ...bundles]);
  expect(text.match(/1\.2\.3 \(/g)).toHaveLength(2);
  expect(text).toContain("@a/one 1.2.3 (MIT)\n\nCopyright One");
});

test("a licence that nobody looked at, and a package without its text, stop the build", () => {
  expect(() => notices([bundleOf("copyleft", "GPL-3.0-only", { LICENSE: "" })])).toThrow(
    /copyleft.*GPL-3.0-only/,
  );
  expect(() => notices([bundleOf("bare", "MIT", {})])).toThrow(/bare 1\.2\.3 has no licence text/);
});

test("what was left out of the bundle is not listed", () => {
  expect(notices([bundleOf("unused", "GPL-3.0-only", {}, 0)])).not.toContain("unused");
});
