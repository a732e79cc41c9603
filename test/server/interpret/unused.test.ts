/** Layers that are used are never called unused, whatever else the file runs: the examples have several models a file. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { analyzeText } from "../memory-project.ts";

const examples = new URL("../../../examples/", import.meta.url);

for (const name of readdirSync(examples).filter((file) => file.endsWith(".ts")))
  test(name, () => {
    const { findings } = analyzeText(readFileSync(new URL(name, examples), "utf8"));
    expect(findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  });
