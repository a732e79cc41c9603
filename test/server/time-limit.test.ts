/** A file that takes long: what was found in time stands, the rest is said to be missing; the clock is the test's own. */
import { readFileSync } from "node:fs";
import { Project } from "@convlens/server";
import { expect, test } from "vitest";
import { TimeLimit } from "../../server/src/interpret/index.ts";
import { memoryHost } from "./memory-project.ts";

const head = `import { nn, randn } from "@convlens/engine";
new nn.Conv2d(3, 4, 3).forward(randn([1, 5, 8, 8]));
`;
const long = `
export class Long extends nn.Module {
  conv = new nn.Conv2d(3, 4, 3);
  forward(x) {
    let sum = 0;
    for (let i = 0; i < 2000; i++) { const y = this.conv.forward(randn([1, 3, 8 + i, 8])); sum += y.shape[2]; }
    return this.conv.forward(x).view(sum, 3);
  }
}
new Long().forward(randn([1, 3, 8, 8]));
`;

/** Each look at the clock moves it on. */
function project(ms: number | undefined, text: string): Project {
  let now = 0;
  const made = new Project(memoryHost({ "/net.ts": text }));
  if (ms !== undefined) made.timeLimit = new TimeLimit(ms, [() => ++now], 0);
  return made;
}

test("what was found before time was up stands, and the model that was cut is named", () => {
  const { findings, gaps } = project(4, head + long).analyze("/net.ts");
  expect(findings.map(({ code }) => code)).toEqual(["conv-in-channels"]);
  expect(gaps.flatMap(({ cut }) => cut ?? [])).toContainEqual({ model: "Long", by: "time" });
});

test("what has taken few steps is not cut, nor what took long by one clock alone", () => {
  let now = 0;
  const [still, fast] = [() => 0, () => ++now * 1000];
  const limits = [new TimeLimit(1, [fast], 1e6), new TimeLimit(1, [fast, still], 0)];
  for (const limit of limits) {
    limit.start();
    expect(Array.from({ length: 1000 }, () => limit.isOver())).not.toContain(true);
  }
});

test("nothing is cut that is quick, or where nobody waits", () => {
  for (const ms of [1e6, undefined])
    expect(
      project(ms, head + long)
        .analyze("/net.ts")
        .gaps.filter(({ cut }) => cut?.by === "time"),
    ).toEqual([]);
  expect(
    project(4, head)
      .analyze("/net.ts")
      .gaps.filter(({ cut }) => cut),
  ).toEqual([]);
});

test("the limit is a file's: the next one has all of it again, and so has the next text", () => {
  const known = project(4, head + long);
  known.analyze("/net.ts");
  known.setOpen("/net.ts", head);
  const { findings, gaps } = known.analyze("/net.ts");
  expect(findings.map(({ code }) => code)).toEqual(["conv-in-channels"]);
  expect(gaps.filter(({ cut }) => cut)).toEqual([]);
});

test("where time ended before, what is typed in is looked at no more often than where it did not", () => {
  const resnet = readFileSync(new URL("../../examples/resnet.ts", import.meta.url), "utf8");
  const [head, ...rest] = resnet.split("\n\n");
  const copy = (i: number): string =>
    rest.join("\n\n").replace(/\b(BasicBlock|Bottleneck|ResNet|BlockKind|conv\dx\d|resnet\d+)\b/g, `$1_${i}`);
  const text = [head, ...[0, 1, 2, 3, 4].map(copy)].join("\n\n");
  const typed = text.replace(/(BasicBlock_2[\s\S]*?this\.conv2)/, "$1x");
  expect(typed).not.toBe(text);

  /** How often the clock is looked at for the next letter, behind a first look at the file that took so long at most. */
  const looks = (ms: number): number => {
    const known = project(ms, text);
    const cut = known.analyze("/net.ts").gaps.filter(({ cut }) => cut?.by === "time");
    expect(cut.length > 0).toBe(ms < 1e6);
    let count = 0;
    known.timeLimit = new TimeLimit(1e9, [() => ++count], 0);
    known.setOpen("/net.ts", typed);
    known.analyze("/net.ts");
    return count;
  };
  expect(looks(20)).toBeLessThanOrEqual(looks(1e6));
});
