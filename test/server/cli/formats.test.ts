/** What machines read: JSON, SARIF (against its schema), annotations, GitLab's and JUnit's reports. */
import { describe, expect, test } from "vitest";
import { folderWith, model, silent } from "./convlens.ts";

const { run, read } = folderWith({
  "right.ts": model(16),
  "silent.ts": silent,
  "wrong.ts": model(32),
});

describe("json", () => {
  test("has shapes, functions and findings of each file, in order", () => {
    const { status, stdout } = run("check", "--format", "json", ".");
    expect(status).toBe(1);
    const { version, files } = JSON.parse(stdout);
    expect(version).toBe(1);
    expect(files.map(({ path }: { path: string }) => path)).toEqual(["right.ts", "silent.ts", "wrong.ts"]);
    const [right, , wrong] = files;
    expect(right.shapes[0]).toEqual({
      range: { start: { line: 8, character: 37 }, end: { line: 8, character: 58 } },
      name: "conv1",
      path: "conv1",
      op: "Conv2d",
      dialect: "convlens",
      model: "Net",
      input: ["N", 3, 32, 32],
      output: ["N", 16, 30, 30],
      params: 448,
      macs: "388800*N",
    });
    expect(right.functions).toEqual([
      expect.objectContaining({
        name: "forward",
        params: { x: ["N", 3, 32, 32] },
        returns: ["N", 64, 28, 28],
      }),
    ]);
    expect(right.diagnostics).toEqual([]);
    const [finding] = wrong.diagnostics;
    expect(finding).toMatchObject({
      code: "conv-in-channels",
      severity: "error",
      range: { start: { line: 4, character: 24 }, end: { line: 4, character: 26 } },
      related: [{ path: "wrong.ts" }],
    });
    expect(finding.fixes[0]).toEqual({
      title: "Set inChannels to 16 (now 32)",
      edits: [{ path: "wrong.ts", range: finding.range, newText: "16" }],
    });
  });

  test("is compact where a machine reads it, without shapes on request", () => {
    const { stdout } = run("check", "--format", "json", "--no-shapes", "right.ts");
    expect(JSON.parse(stdout).files[0]).toEqual({
      path: "right.ts",
      shapes: [],
      functions: [],
      diagnostics: [],
    });
    expect(stdout.trim()).not.toContain("\n");
  });
});

describe("sarif", () => {
  const log = JSON.parse(run("check", "--format=sarif", ".").stdout);
  const [{ tool, results, columnKind }] = log.runs;

  test("names its rules, with a page for each", () => {
    expect(log.version).toBe("2.1.0");
    expect(columnKind).toBe("utf16CodeUnits");
    expect(tool.driver.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(results).toHaveLength(2);
    for (const { ruleId, ruleIndex } of results) {
      expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
      expect(tool.driver.rules[ruleIndex].helpUri).toMatch(`docs/rules/${ruleId}.md`);
    }
  });

  test("places results, and says how to mend them", () => {
    const wrong = results.find(({ ruleId }: { ruleId: string }) => ruleId === "conv-in-channels");
    expect(wrong.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "wrong.ts", uriBaseId: "SRCROOT" },
      region: { startLine: 5, startColumn: 25, endLine: 5, endColumn: 27 },
    });
    expect(wrong.fixes[0]).toEqual({
      description: { text: "Set inChannels to 16 (now 32)" },
      artifactChanges: [
        {
          artifactLocation: { uri: "wrong.ts", uriBaseId: "SRCROOT" },
          replacements: [
            {
              deletedRegion: { startLine: 5, startColumn: 25, endLine: 5, endColumn: 27 },
              insertedContent: { text: "16" },
            },
          ],
        },
      ],
    });
  });

  test("knows a finding again when the lines above it move", () => {
    const prints = (text: string): unknown[] => {
      const { write, run } = folderWith({});
      write("wrong.ts", text);
      const { runs } = JSON.parse(run("check", "--format=sarif", ".").stdout);
      return runs[0].results.map(
        ({ partialFingerprints }: { partialFingerprints: unknown }) => partialFingerprints,
      );
    };
    const before = prints(model(32));
    expect(before).toHaveLength(1);
    expect(prints(`// moved\n\n${model(32)}`)).toEqual(before);
    expect(prints(model(33))).not.toEqual(before);
  });
});

test("github: annotations on one line each", () => {
  expect(run("check", "--format", "github", "wrong.ts").stdout).toMatch(
    /^::error file=wrong\.ts,line=5,col=25,endLine=5,endColumn=27,title=conv-in-channels::Conv2d `conv2` expects[^\n]*%0A[^\n]*\n$/,
  );
});

test("rdjson: columns in bytes, a suggestion where the edit is in the same line", () => {
  const source = model(32).replace("new nn.Conv2d(32", "/* 卷积 */ new nn.Conv2d(32");
  const { run } = folderWith({ "wide.ts": source });
  const { stdout } = run("check", "--format", "rdjson", "wide.ts");
  const { source: tool, diagnostics } = JSON.parse(stdout);
  expect(tool.name).toBe("ConvLens");
  const [{ range: plain }] = JSON.parse(run("check", "--format", "json", "wide.ts").stdout).files[0]
    .diagnostics;
  const range = {
    start: { line: plain.start.line + 1, column: plain.start.character + 1 + 4 }, // each sign takes two bytes more
    end: { line: plain.end.line + 1, column: plain.end.character + 1 + 4 },
  };
  expect(diagnostics).toEqual([
    {
      message: expect.stringContaining("16"),
      location: { path: "wide.ts", range },
      severity: "ERROR",
      code: { value: "conv-in-channels", url: expect.stringMatching(/conv-in-channels\.md$/) },
      suggestions: [{ range, text: "16" }],
      relatedLocations: [
        {
          message: expect.any(String),
          location: { path: "wide.ts", range: { start: { line: expect.any(Number) } } },
        },
      ],
    },
  ]);
});

test("gitlab: code quality", () => {
  const [silent, wrong] = JSON.parse(run("check", "--format", "gitlab", ".").stdout);
  expect(silent).toMatchObject({ severity: "minor", location: { path: "silent.ts", lines: { begin: 3 } } });
  expect(wrong).toMatchObject({
    check_name: "conv-in-channels",
    severity: "major",
    fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
    location: { path: "wrong.ts", lines: { begin: 5, end: 5 } },
  });
});

test("junit: a suite a file, in a file of its own", () => {
  const { stdout, status } = run("check", "--format", "junit", "-o", "report.xml", ".");
  expect([stdout, status]).toEqual(["", 1]);
  const xml = read("report.xml");
  expect(xml.match(/<testsuite /g)).toHaveLength(3);
  expect(xml).toContain('<testsuite name="wrong.ts" tests="1" failures="1" errors="0">');
  expect(xml).toContain('<testcase name="check" classname="right.ts" file="right.ts"/>');
  expect(xml).toMatch(/<failure type="conv-in-channels" message="Conv2d `conv2` expects 32 input channels/);
});
