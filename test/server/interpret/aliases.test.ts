/** What is done to one of several lists, nobody knows to which, may be done to each of them, however many there are. */
import { describe, expect, test } from "vitest";
import { analyzeText } from "../memory-project.ts";

/** Statements that fill one of the lists or all, by ways that lose sight of which; `all` names them. */
const FILLS: Readonly<Record<string, (all: readonly string[]) => string>> = {
  "a key that is read": (all) => `({ ${all} } as any)[key].push(row);`,
  "a place that is read": (all) => `[${all}][place].push(row);`,
  "a computed key of a pattern": (all) => `const { [key]: chosen } = { ${all} } as any; chosen.push(row);`,
  "a member of what is chosen": (all) =>
    `const { list } = [${all.map((name) => `{ list: ${name} }`)}][place]!; list.push(row);`,
  "the first of a chosen list": (all) =>
    `const [chosen] = ({ ${all.map((name) => `${name}: [${name}]`)} } as any)[key]; chosen.push(row);`,
  "the rest of a chosen list": (all) =>
    `const [, ...others] = ({ ${all.map((name) => `${name}: [0, ${name}]`)} } as any)[key];
     for (const other of others) other.push(row);`,
  "a loop over a chosen list": (all) =>
    `for (const chosen of ({ ${all.map((name) => `${name}: [${name}]`)} } as any)[key]) chosen.push(row);`,
  "a switch": (all) =>
    `let chosen = ${all[0]}; switch (place) { ${all.map((name, i) => `case ${i}: chosen = ${name}; break;`).join(" ")} } chosen.push(row);`,
  "handlers given to a library": (all) =>
    `register([${all.map((_, i) => i)}], { ${all.map((name) => `${name}: (row: any) => ${name}.push(row)`)} });`,
};

describe.each(Object.entries(FILLS))("%s", (_, fill) => {
  test.each([1, 6, 7, 13, 70])("of %i lists", (count) => {
    const all = Array.from({ length: count }, (_, i) => `list${i}`);
    const { findings } = analyzeText(`import * as tf from "@tensorflow/tfjs";
import { register, sleep } from "outside";
declare const key: string, place: number, row: number[];
${all.map((name) => `const ${name}: number[][] = [];`).join("\n")}
${fill(all)}
await sleep(100);
${all.map((name) => `export const of_${name} = tf.tensor2d(${name});`).join("\n")}
`);
    expect(findings).toEqual([]);
  });
});

test("a list that nobody fills is empty", () => {
  const { findings } = analyzeText(`import * as tf from "@tensorflow/tfjs";
const list: number[][] = [];
export const none = tf.tensor2d(list);
`);
  expect(findings.map(({ code }) => code)).toEqual(["tensor-values"]);
});
