/**
 * How programs come by a model and by what they feed it: module variables, promises, hooks, workers, joined paths,
 * computed names. Fixtures as in `test/server/interpret/fixtures.test.ts`, beside the model files of the golden data.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type FileHost, Project } from "@convlens/server";
import { expect, test } from "vitest";
import { withExpectations } from "../../cases/expectations.ts";
import { loadedHost } from "../../golden/loaded-models.ts";

const folder = new URL("../../fixtures/loaded/", import.meta.url);

for (const name of readdirSync(folder).sort())
  test(name, () => {
    const path = new URL(name, folder);
    const text = readFileSync(path, "utf8");
    const disk = loadedHost("/app");
    const file = `/app/${name}`;
    const host: FileHost = {
      ...disk,
      read: (asked) => (asked === file ? text : asked === "/app/package.json" ? "{}" : disk.read(asked)),
      exists: (asked) => asked === file || asked === "/app/package.json" || disk.exists(asked),
    };
    const rendered = withExpectations(text, new Project(host).analyze(file));
    if (process.env.UPDATE_FIXTURES) writeFileSync(path, rendered);
    else expect(rendered).toBe(text);
  });
