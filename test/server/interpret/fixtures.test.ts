/**
 * Small sources that carry their expectations in comments:
 *
 *   const y = conv.forward(randn([1, 3, 8, 8])); //? [1, 16, 6, 6]
 *   conv.forward(y);
 *   // ^^^^^^^^^^^^ error: conv-in-channels
 *
 * `//?` tells the shapes of the tensors on its line, carets mark a finding on the line above. A fixture may hold several
 * files, each after a line `// @filename: name.ts`. UPDATE_FIXTURES=1 writes what comes out into the fixtures.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { withExpectations as render } from "../../cases/expectations.ts";
import { memoryProject } from "../memory-project.ts";

const fixtures = new URL("../../fixtures/", import.meta.url);

describe.each(["language", "field"])("fixtures of %s", (room) => {
  const folder = new URL(`${room}/`, fixtures);
  for (const name of readdirSync(folder).sort()) {
    test(name.replace(".ts", ""), () => {
      const path = new URL(name, folder);
      const text = readFileSync(path, "utf8");
      const rendered = withExpectations(text);
      if (process.env.UPDATE_FIXTURES) writeFileSync(path, rendered);
      else expect(rendered).toBe(text);
    });
  }
});

/** The fixture with its expectations replaced by what comes out. */
function withExpectations(text: string): string {
  const files = splitFiles(text);
  const project = memoryProject(Object.fromEntries(files.map(({ path, body }) => [path, body])));
  return files.map(({ header, path, body }) => header + render(body, project.analyze(path))).join("");
}

interface File {
  readonly header: string;
  readonly path: string;
  readonly body: string;
}

function splitFiles(text: string): File[] {
  const parts = text.split(/^(\/\/ @filename: (?:.+)\n)/m);
  const files: File[] = [{ header: "", path: "/project/main.ts", body: parts[0]! }];
  for (let i = 1; i < parts.length; i += 2)
    files.push({
      header: parts[i]!,
      path: `/project/${/: (.+)\n/.exec(parts[i]!)![1]}`,
      body: parts[i + 1]!,
    });
  return files.filter(({ body, header }) => header !== "" || body !== "");
}
