/** A mistake of ours in one part of a file leaves the other parts and the other files alone. */
import { Project } from "@convlens/server";
import { expect, test } from "vitest";
import { analyzePart } from "../../../server/src/interpret/index.ts";
import { parse } from "../../../server/src/syntax/index.ts";
import { memoryHost } from "../memory-project.ts";

test("what fails inside of the interpreter is a gap with what a report needs", () => {
  const module = parse("export const x = 1;", "/a.ts");
  const { observed } = analyzePart(
    "/a.ts",
    {
      load: () => module,
      text: () => "export const x = 1;",
      resolve: () => undefined,
      speaksElsewhereOf: () => false,
      policyOf: () => ({}),
      models: { facts: () => undefined } as never,
      get dialects(): never {
        throw new TypeError("a mistake");
      },
    },
    1000,
  );
  expect(observed.applications).toEqual([]);
  expect(observed.gaps.filter(({ failure }) => failure?.includes("TypeError: a mistake"))).not.toEqual([]);
});

test("what cannot be read of one import leaves the rest of the file", () => {
  const files = {
    "/net.ts": `import { nn, randn } from "@convlens/engine";
import { k } from "./k";
export const width = k;
new nn.Conv2d(3, 4, 3).forward(randn([1, 5, 8, 8]));`,
    "/k.ts": "",
  };
  const host = memoryHost(files);
  const project = new Project({
    ...host,
    read(file) {
      if (file === "/k.ts") throw new Error("the disk is gone");
      return host.read(file);
    },
  });
  expect(project.analyze("/net.ts").findings.map(({ code }) => code)).toEqual(["conv-in-channels"]);
});
