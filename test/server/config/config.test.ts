/** What a configuration may say, and that its schema, which is published, says the same. `UPDATE_PAGES=1` writes the schema. */
import { readFileSync, writeFileSync } from "node:fs";
import Ajv from "ajv";
import { describe, expect, test } from "vitest";
import { ConfigError, configOf, parseConfig, schemaOf } from "../../../server/src/config/index.ts";
import { rules } from "../../../server/src/rules/index.ts";

const wrong: readonly [unknown, string][] = [
  [[], "a configuration is an object"],
  [{ severty: {} }, 'did you mean "severity"?'],
  [{ severity: { rank: "fatal" } }, '"severity" of "rank" is one of error, warning, information, hint, off'],
  [{ severity: "error" }, '"severity" maps codes'],
  [{ ignore: "dist" }, '"ignore" is a list'],
  [{ inputs: { Net: "1,3" } }, '"inputs" maps models to sizes'],
  [{ inputs: { Net: [1, -3] } }, '"Net" is [1,-3]'],
  [{ inputs: { Net: { x: 3 } } }, '"Net" x is 3'],
  [{ modelRoots: [1] }, '"modelRoots" is a list'],
];
const right: readonly unknown[] = [
  {},
  { $schema: "x", severity: { rank: "off", other: "hint" }, ignore: ["dist"], inputs: { Net: [1, 3] } },
  { inputs: { Net: "[N, 3, H, W]", "src/net.ts#Net": { x: "[N, 3, 8, 8]", mask: [1, 8] } } },
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
