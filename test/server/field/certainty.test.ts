/**
 * Every finding is certain: it carries the facts that lead to it, each with a place in the source, and none of them is a
 * guess.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { goldenJson } from "../../golden/golden.ts";
import { memoryProject } from "../memory-project.ts";
import { flawsOf } from "./flaws.ts";

const file = "/project/main.ts";

const flaws = (source: string): string[] => flawsOf(memoryProject({ [file]: source }).analyze(file).findings);

describe("no link is a guess", () => {
  for (const room of ["language", "field", "models"]) {
    const folder = new URL(`../../fixtures/${room}/`, import.meta.url);
    for (const name of readdirSync(folder).filter((name) => name.endsWith(".ts")))
      test(`${room}/${name}`, () => expect(flaws(readFileSync(new URL(name, folder), "utf8"))).toEqual([]));
  }

  test("bug reports", () => {
    const reports = goldenJson<{ buggySource: string }[]>("field/reports.json");
    expect(reports.flatMap(({ buggySource }) => flaws(buggySource))).toEqual([]);
  });
});

test("the chain goes from what is written to the rule that is broken", () => {
  const source = [
    'import { nn, randn, type Tensor } from "@convlens/engine";',
    "class Net extends nn.Module {",
    "  a = new nn.Conv2d(3, 16, 3);",
    "  b = new nn.Conv2d(32, 8, 3);",
    "  forward(x: Tensor) { return this.b.forward(this.a.forward(x)); }",
    "}",
    "new Net().forward(randn([1, 3, 8, 8]));",
  ].join("\n");
  const [finding] = memoryProject({ [file]: source }).analyze(file).findings;
  expect(finding!.certainty.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
    "written: randn([1, 3, 8, 8]) is [1, 3, 8, 8]",
    "computed: `a` = Conv2d(3 → 16, k3) makes [1, 16, 6, 6] of [1, 3, 8, 8]",
    "written: inChannels is 32",
    "required: Conv2d `b` expects 32 input channels, receives 16",
  ]);
});
