/** No offered fix leaves its finding or adds one: on every rule's wrong example, every bug and every broken model. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { applyEdits, checkedFixes, fixAll } from "../../server/src/ide/index.ts";
import { rules, sourceOf } from "../../server/src/rules/index.ts";
import { memoryProject } from "./memory-project.ts";

const broken = new URL("../../examples/broken/", import.meta.url);
const sources: Record<string, string> = {
  ...Object.fromEntries(rules.map((rule) => [rule.code, sourceOf(rule.wrong)])),
  ...Object.fromEntries(
    readdirSync(broken)
      .filter((name) => name.endsWith(".ts"))
      .map((name) => [`broken/${name}`, readFileSync(new URL(name, broken), "utf8")]),
  ),
};

describe("fixes", () => {
  let offered = 0;
  for (const [name, source] of Object.entries(sources)) {
    test(name, () => {
      const project = memoryProject({ "/model.ts": source });
      const before = project.analyze("/model.ts").findings;
      for (const finding of before) {
        for (const fix of checkedFixes(project, "/model.ts", finding)) {
          offered++;
          const after = memoryProject({ "/model.ts": applyEdits(source, fix.edits) }).analyze(
            "/model.ts",
          ).findings;
          expect(after.length, fix.title).toBeLessThan(before.length);
          expect(
            after.some(({ message }) => message === finding.message),
            fix.title,
          ).toBe(false);
        }
      }
    });
  }

  test("are there for most findings", () => {
    expect(offered).toBeGreaterThan(Object.keys(sources).length / 3);
  });

  test("all at once mend a file, also where one fix changes what the next has to say", () => {
    const wrong = `import { nn, type Tensor } from "@convlens/engine";
export class Net extends nn.Module {
  a = new nn.Conv2d(3, 16, 3);
  b = new nn.Conv2d(32, 64, 3);
  c = new nn.Conv2d(60, 8, 3);
  d = new nn.BatchNorm2d(9);
  forward(x: Tensor): Tensor {
    return this.d.forward(this.c.forward(this.b.forward(this.a.forward(x))));
  }
}
`;
    const [all] = fixAll(memoryProject({ "/model.ts": wrong }), "/model.ts");
    const mended = applyEdits(wrong, all!.edits);
    expect(memoryProject({ "/model.ts": mended }).analyze("/model.ts").findings).toEqual([]);
  });

  test("are not offered where there is nothing to mend", () => {
    expect(fixAll(memoryProject({ "/model.ts": "export const a = 1;\n" }), "/model.ts")).toEqual([]);
  });
});
