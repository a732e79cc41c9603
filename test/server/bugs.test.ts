/** Patterns of real bugs with the verdict of real PyTorch: each is found where it is, correct code stays silent. */
import { describe, expect, test } from "vitest";
import { checkedFixes } from "../../server/src/ide/index.ts";
import { goldenJson } from "../golden/golden.ts";
import { flawsOf } from "./field/flaws.ts";
import { memoryProject } from "./memory-project.ts";

interface Pattern {
  readonly id: string;
  readonly kind: "bug" | "silent" | "trap" | "tfjs";
  readonly title: string;
  readonly inputs?: Record<string, number[]>;
  readonly ctor: string[];
  readonly forward: string[];
  readonly code: string;
  readonly severity: string | null;
  readonly at: string;
  readonly fix: string;
}

/** Names that mean the same finding: theirs → ours. */
const SYNONYMS: Readonly<Record<string, string>> = {};

const sourceOf = ({ inputs = {}, ctor, forward }: Pattern): string =>
  [
    'import * as torch from "@convlens/engine";',
    'import { F, nn, type Tensor } from "@convlens/engine";',
    "export class Model extends nn.Module {",
    "  constructor() {",
    "    super();",
    ...ctor.map((line) => `    ${line};`),
    "  }",
    "  /**",
    ...Object.entries(inputs).map(([name, shape]) => `   * @shape ${name} [${shape.join(", ")}]`),
    "   */",
    `  forward(${Object.keys(inputs)
      .map((name) => `${name}: Tensor`)
      .join(", ")}): Tensor {`,
    ...forward.map((line) => `    ${line};`),
    "  }",
    "}",
    "",
  ].join("\n");

/** The stretch that the pattern names: "`32` in b" is the first 32 on b's line. */
function placeOf(source: string, at: string): { text: string; line?: string } | undefined {
  const text = /`([^`]+)`/.exec(at)?.[1];
  if (text === undefined) return undefined;
  const name = /` in (\w+)/.exec(at)?.[1];
  const line = source
    .split("\n")
    .find((candidate) =>
      name ? candidate.includes(`this.${name} =`) : candidate.includes(text) && !candidate.includes("@shape"),
    );
  return { text, ...(line !== undefined && { line }) };
}

const patterns = goldenJson<Pattern[]>("bugs.json").filter((pattern) => pattern.inputs);

describe("bugs", () => {
  for (const pattern of patterns.filter(({ kind }) => kind === "bug" || kind === "silent")) {
    test(`${pattern.id} ${pattern.title}`, () => {
      const source = sourceOf(pattern);
      const project = memoryProject({ "/model.ts": source });
      const findings = project.analyze("/model.ts").findings.filter(({ severity }) => severity !== "hint");
      expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
        `${pattern.severity} ${SYNONYMS[pattern.code] ?? pattern.code}`,
      ]);
      expect(flawsOf(findings)).toEqual([]);
      const [finding] = findings;
      const place = placeOf(source, pattern.at);
      const marked = source.slice(finding!.span.start, finding!.span.end);
      if (place) {
        const lineStart = source.lastIndexOf("\n", finding!.span.start) + 1;
        expect(
          place.text.includes(marked) || marked.includes(place.text),
          `${marked} is not ${place.text}`,
        ).toBe(true);
        if (place.line !== undefined)
          expect(source.slice(lineStart, source.indexOf("\n", lineStart))).toBe(place.line);
      }
      if (!/^(—|remove|insert 1×1)/.test(pattern.fix))
        expect(checkedFixes(project, "/model.ts", finding!).length, "a fix is offered").toBeGreaterThan(0);
    });
  }
});

describe("traps", () => {
  for (const pattern of patterns.filter(({ kind }) => kind === "trap")) {
    test(`${pattern.id} ${pattern.title}`, () => {
      expect(
        memoryProject({ "/model.ts": sourceOf(pattern) })
          .analyze("/model.ts")
          .findings.filter(({ severity }) => severity !== "hint"),
      ).toEqual([]);
    });
  }

  const header = 'import { nn, randn, type Tensor } from "@convlens/engine";\n';
  const silent: Readonly<Record<string, string>> = {
    "N1 a test that wants the error": `${header}declare const expect: any, assert: any;\nexpect(() => new nn.Conv2d(3, 8, 3).forward(randn([1, 4, 8, 8]))).toThrow();\nassert.throws(() => new nn.Conv2d(5, 8, 3, { groups: 2 }));`,
    "N3 a replaced head": `${header}class Net extends nn.Module {\n  fc = new nn.Linear(512, 1000);\n  forward(x: Tensor) { return this.fc.forward(x); }\n}\nconst model = new Net();\nmodel.fc = new nn.Linear(256, 2);\nmodel.forward(randn([1, 256]));`,
    "N6 a shadowed import": `${header}function f(makeFake: any) {\n  const nn = makeFake();\n  return new nn.Conv2d(5, 8, 3, { groups: 2 });\n}`,
    "N8 an expected error": `${header}// @ts-expect-error: groups\nconst c = new nn.Conv2d(5, 8, 3, { groups: 2 });\n// convlens-disable-next-line groups-divide\nconst d = new nn.Conv2d(5, 8, 3, { groups: 2 });`,
  };
  for (const [name, source] of Object.entries(silent)) {
    test(name, () => {
      expect(
        memoryProject({ "/model.ts": source })
          .analyze("/model.ts")
          .findings.filter(({ severity }) => severity !== "hint"),
      ).toEqual([]);
    });
  }
});
