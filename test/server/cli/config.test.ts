/** The configuration: where it is found, what it says, what is wrong with it. */
import { readFileSync, writeFileSync } from "node:fs";
import Ajv from "ajv";
import { describe, expect, test } from "vitest";
import { ConfigError, configOf, parseConfig, schemaOf } from "../../../server/src/config/index.ts";
import { rules } from "../../../server/src/rules/index.ts";
import { folderWith, model } from "./convlens.ts";

const off = '{ "severity": { "conv-in-channels": "off" } }';

describe("where it is found", () => {
  const folder = folderWith({
    "app/convlens.config.json": `// comments are allowed\n${off}`,
    "app/src/net.ts": model(32),
    "lib/package.json": `{ "name": "lib", "convlens": { "severity": { "conv-in-channels": "warning" } } }`,
    "lib/net.ts": model(32),
    "lib/old/net.ts": model(32),
    "other/package.json": `{ "name": "other", "convlens": "other.convlens.json" }`,
    "other/net.ts": model(32),
    "strict.json": "{}",
  });
  const severities = (...args: string[]): string[] =>
    JSON.parse(folder.run("check", "--format=json", "--no-shapes", ...args).stdout).files.flatMap(
      ({ diagnostics }: { diagnostics: { severity: string }[] }) =>
        diagnostics.map(({ severity }) => severity),
    );

  test("the nearest one above a file counts", () => {
    expect(severities("app")).toEqual([]);
    expect(severities("lib")).toEqual(["warning", "warning"]);
    expect(severities("other")).toEqual(["error"]);
  });

  test("one that is named counts for all", () => {
    expect(severities("--config", "strict.json", "app", "lib/net.ts")).toEqual(["error", "error"]);
  });

  test("what it ignores is left out", () => {
    folder.write("lib/package.json", `{ "convlens": { "ignore": ["old/", "*.gen.ts"] } }`);
    expect(severities("lib")).toEqual(["error"]);
  });

  test("the inputs of models are what a summary starts from", () => {
    folder.write("app/convlens.config.json", `{ "inputs": { "src/net.ts#Net": [2, 3, 32, 32] } }`);
    expect(folder.run("summary", "app/src/net.ts").stdout).toContain("[2, 16, 30, 30]");
    expect(folder.run("summary", "app/src/net.ts", "--input", "4,3,32,32").stdout).toContain(
      "[4, 16, 30, 30]",
    );
  });

  test("one that is wrong is said, with its place", () => {
    folder.write("convlens.config.json", '{\n "severity": {\n');
    const { status, stderr } = folder.run("check");
    expect(status).toBe(2);
    expect(stderr).toMatch(/convlens\.config\.json:3: /);
  });
});

const wrong: readonly [unknown, string][] = [
  [[], "a configuration is an object"],
  [{ severty: {} }, 'did you mean "severity"?'],
  [{ severity: { rank: "fatal" } }, '"severity" of "rank" is one of error, warning, information, hint, off'],
  [{ severity: "error" }, '"severity" maps codes'],
  [{ ignore: "dist" }, '"ignore" is a list'],
  [{ inputs: { Net: "1,3" } }, '"inputs" maps models to sizes'],
  [{ modelRoots: [1] }, '"modelRoots" is a list'],
];
const right: readonly unknown[] = [
  {},
  { $schema: "x", severity: { rank: "off", other: "hint" }, ignore: ["dist"], inputs: { Net: [1, 3] } },
  { dialects: ["a.convlens.json"], modelRoots: ["public"] },
];

describe("what it may say", () => {
  const validate = new Ajv({ strict: false }).compile(schemaOf(rules));

  test.each(wrong)("%j is refused, by the schema too", (value, message) => {
    expect(() => configOf(value, "file")).toThrow(ConfigError);
    expect(() => configOf(value, "file")).toThrow(message);
    expect(validate(value)).toBe(false);
  });

  test.each(right.map((value) => [value]))("%j is taken, by the schema too", (value) => {
    expect(configOf(value, "file")).toMatchObject({ severity: {}, ignore: expect.any(Array) });
    expect(validate(value)).toBe(true);
  });

  test("comments and trailing commas are allowed", () => {
    expect(parseConfig('{ // why\n "ignore": ["a",], }', "file").ignore).toEqual(["a"]);
  });

  test("the schema that is published is current", () => {
    const file = new URL("../../../schemas/convlens.config.schema.json", import.meta.url);
    const text = `${JSON.stringify(schemaOf(rules), null, 2)}\n`;
    if (process.env.UPDATE_PAGES) writeFileSync(file, text);
    expect(readFileSync(file, "utf8")).toBe(text);
  });
});
