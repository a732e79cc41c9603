/** The built command line, as a person and a CI job run it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readNpy } from "@convlens/engine/io";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const cli = new URL("../../../dist/cli.js", import.meta.url).pathname;

const model = (width: number): string => `import { F, nn, type Tensor } from "@convlens/engine";

export class Net extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3);
  conv2 = new nn.Conv2d(${width}, 64, 3);

  /** @shape x [N, 3, 32, 32] */
  forward(x: Tensor): Tensor {
    return this.conv2.forward(F.relu(this.conv1.forward(x)));
  }
}
`;
/** `[16, 1]` against `[16]`: accepted by the framework with a warning, and meant by nobody. */
const silent = `import { nn, zeros } from "@convlens/engine";

export const loss = new nn.MSELoss().forward(zeros([16, 1]), zeros([16]));
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "convlens-"));
  writeFileSync(join(folder, "right.ts"), model(16));
  writeFileSync(join(folder, "wrong.ts"), model(32));
  writeFileSync(join(folder, "notes.md"), "# Notes\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

function convlens(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("explains itself wherever it is asked", () => {
  for (const args of [["--help"], ["help"], ["check", "--help"], ["summary", "right.ts", "-h"]]) {
    const { status, stdout } = convlens(...args);
    expect(stdout).toContain("convlens summary FILE[#Model]");
    expect(status).toBe(0);
  }
});

describe("check", () => {
  test("is silent about a model without mistakes", () => {
    const { status, stdout } = convlens("check", "right.ts");
    expect(stdout).toBe("1 file, 1 model, 3 shapes: 0 errors, 0 warnings\n");
    expect(status).toBe(0);
  });

  test("frames the place, names the producer and what would mend it", () => {
    const { status, stdout } = convlens("check", "wrong.ts");
    expect(stdout.split("\n").slice(0, 5)).toEqual(
      [
        "error[conv-in-channels]: Conv2d `conv2` expects 32 input channels, receives 16.",
        "   --> wrong.ts:5:25",
        "    |",
        "  5 |   conv2 = new nn.Conv2d(32, 64, 3);",
        "    |                         ^^",
      ].map((line) => expect.stringContaining(line.trim())),
    );
    expect(stdout).toContain("comes from `conv1` = Conv2d(3 → 16, k3)");
    expect(stdout).toContain("help: Set inChannels to 16 (now 32)");
    expect(status).toBe(1);
  });

  test("reads folders, and JSON has shapes, functions and findings", () => {
    const { status, stdout } = convlens("check", "--format", "json", ".");
    expect(status).toBe(1);
    const { version, files } = JSON.parse(stdout);
    expect(version).toBe(1);
    expect(files.map(({ path }: { path: string }) => path)).toEqual(["right.ts", "wrong.ts"]);
    const [right, wrong] = files;
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

  test("writes SARIF whose results name rules of the list", () => {
    const { stdout } = convlens("check", "--format=sarif", "wrong.ts");
    const { runs, version } = JSON.parse(stdout);
    expect(version).toBe("2.1.0");
    const [{ tool, results }] = runs;
    expect(results).toHaveLength(1);
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toContain(results[0].ruleId);
    expect(results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "wrong.ts" },
      region: { startLine: 5, startColumn: 25, endLine: 5, endColumn: 27 },
    });
  });

  test("writes annotations on one line each", () => {
    expect(convlens("check", "--format", "github", "wrong.ts").stdout).toMatch(
      /^::error file=wrong\.ts,line=5,col=25,endLine=5,endColumn=27,title=conv-in-channels::Conv2d `conv2` expects[^\n]*%0A[^\n]*\n$/,
    );
  });

  test("counts warnings against those that are allowed", () => {
    writeFileSync(join(folder, "silent.ts"), silent);
    const warnings = (
      JSON.parse(convlens("check", "--format", "json", "silent.ts").stdout).files[0].diagnostics as {
        severity: string;
      }[]
    ).map(({ severity }) => severity);
    expect(warnings).toEqual(["warning"]);
    expect(convlens("check", "silent.ts").status).toBe(1);
    expect(convlens("check", "--max-warnings", "1", "silent.ts").status).toBe(0);
    expect(convlens("check", "--max-warnings", "0", "silent.ts").status).toBe(1);
    rmSync(join(folder, "silent.ts"));
  });

  test.each([
    [["check", "nowhere.ts"], "nowhere.ts: no such file or folder"],
    [["check", "notes.md"], "notes.md: not a source file"],
    [["check", "--format", "xml"], "--format is one of text, json, sarif, github"],
    [["check", "--max-warnings", "many"], "--max-warnings is a whole number"],
    [["check", "--nonsense"], "--nonsense"],
    [["nonsense"], 'no command "nonsense"'],
    [["summary"], "summary takes one FILE"],
    [["summary", "right.ts#Other"], "there are Net"],
    [["summary", "right.ts", "--input", "1,3,224"], "--input has 3 sizes"],
    [["summary", "right.ts", "--input", "1,4,32,32"], "--input gives 4 where"],
  ])("%j is refused with 2", (args, message) => {
    const { status, stdout, stderr } = convlens(...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });
});

describe("summary", () => {
  test("has torchinfo's columns and the free sizes filled in", () => {
    const { status, stdout } = convlens("summary", "right.ts#Net", "--input", "2,3,32,32");
    expect(status).toBe(0);
    expect(stdout).toContain("Layer (type)");
    const row = stdout.split("\n").find((line) => line.startsWith("conv2"))!;
    expect(row.split(/ {2,}/)).toEqual([
      "conv2 (Conv2d)",
      "[2, 16, 30, 30]",
      "[2, 64, 28, 28]",
      "[3, 3]",
      "1",
      "9,280",
      "95.39%",
      "14,450,688",
      "True",
    ]);
    expect(stdout).toContain("Total params: 9,728");
    expect(stdout).toContain("Input size: 24.6 KB");
  });

  test("goes past the layer that fails, and marks it", () => {
    const rows = convlens("summary", "wrong.ts").stdout.split("\n");
    expect(rows.find((line) => line.startsWith("conv2"))).toContain("✗");
    expect(rows.find((line) => line.startsWith("conv2"))).toContain("[N, 64, 28, 28]");
  });
});

describe("run and bench", () => {
  test("prints what comes out of each layer and saves the output", () => {
    const out = join(folder, "out.npy");
    const args = ["right.ts#Net", "--input", "2,3,32,32", "--sample", "randn(3)", "--save", out];
    const { status, stdout } = convlens("run", ...args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^conv2 +Conv2d +−?[\d.]+ /m);
    expect(stdout).toContain("x [2, 3, 32, 32] → [2, 64, 28, 28]");
    expect(stdout).toContain("random normal (seed 3)");
    expect(readNpy(new Uint8Array(readFileSync(out))).shape).toEqual([2, 64, 28, 28]);
  });

  test("times each layer", () => {
    const { status, stdout } = convlens("bench", "right.ts");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^conv1 +Conv2d +[\d.]+ +[\d.]+ +[\d.]+ +\S/m);
  });

  test.each([
    ["wrong.ts", [], "The run stops before conv2"],
    ["right.ts", ["--input", "1,3,900000,900000"], "Use a smaller input"],
    ["right.ts", ["--sample", "none.png"], "There is no file"],
    ["right.ts", ["--seed", "x"], "--seed is a whole number"],
  ])("%s %j is refused with 2 and a sentence", (file, options, message) => {
    const { status, stderr } = convlens("run", file, ...options);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
