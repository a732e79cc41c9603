/**
 * Cases in Markdown: prose says what should be and why, fenced blocks hold sources and what comes of them.
 *
 *   ## A click goes to the constructor          each `##` is one case
 *   ```ts                                       a source; ```ts other.ts is a file beside it; $0 is the cursor
 *   this.co$0nv.forward(x)
 *   ```
 *   ```definition                               what the feature of this name says; UPDATE_FIXTURES=1 writes it
 *   conv = new nn.Conv2d(3, 8, 3)
 *   ```
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

export interface Case {
  /** By path; the first is the one that is looked at. */
  readonly files: Readonly<Record<string, string>>;
  readonly file: string;
  readonly text: string;
  readonly cursor: number | undefined;
}
/** What a feature says of a case, as text. */
export type Feature = (example: Case) => string;

const FENCE = /^```(\w[\w-]*)(?: (\S+))?\n([\s\S]*?)^```$/gm;
const SOURCES = new Set(["ts", "tsx", "js"]);

/** A test for each case of each Markdown file in the folder. A feature called `ts` says what stands in the sources themselves. */
export function testCases(folder: URL, features: Readonly<Record<string, Feature>>): void {
  for (const name of readdirSync(folder).sort()) {
    const path = new URL(name, folder);
    const sections = readFileSync(path, "utf8").split(/^(?=## )/m);
    if (process.env.UPDATE_FIXTURES)
      writeFileSync(path, sections.map((section) => rendered(section, features)).join(""));
    describe(name.replace(".md", ""), () => {
      for (const section of sections) {
        const title = /^## (.*)$/m.exec(section)?.[1];
        if (title === undefined) continue;
        test(title, () => {
          const now = rendered(section, features);
          if (!process.env.UPDATE_FIXTURES) expect(now).toBe(section);
        });
      }
    });
  }
}

/** The section with what comes out in the place of what is expected. */
function rendered(section: string, features: Readonly<Record<string, Feature>>): string {
  const files: Record<string, string> = {};
  let cursor: number | undefined;
  for (const [, language, name, body] of section.matchAll(FENCE)) {
    if (!SOURCES.has(language!)) continue;
    const at = body!.indexOf("$0");
    if (at >= 0) cursor = at;
    files[pathOf(language!, name)] = body!.replace("$0", "");
  }
  const [first] = Object.keys(files);
  if (first === undefined) return section;
  return section.replace(FENCE, (block, language: string, name: string | undefined) => {
    const feature = features[language];
    if (!feature && SOURCES.has(language)) return block;
    if (!feature) throw new Error(`No feature is called ${language}.`);
    const file = SOURCES.has(language) ? pathOf(language, name) : first;
    const text = feature({ files, file, text: files[file]!, cursor }).trimEnd();
    return `\`\`\`${language}${name ? ` ${name}` : ""}\n${text}${text ? "\n" : ""}\`\`\``;
  });
}

const pathOf = (language: string, name: string | undefined): string =>
  `/project/${name ?? `main.${language}`}`;
