/** `convlens check`: what it reads, what it says, how it ends. */
import { spawnSync } from "node:child_process";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { cli, folderWith, model, silent } from "./convlens.ts";

const { run, runWith, write, path } = folderWith({
  "right.ts": model(16),
  "wrong.ts": model(32),
  "silent.ts": silent,
  "notes.md": "# Notes\n",
});

describe("text", () => {
  test("is short about a model without mistakes", () => {
    const { status, stdout } = run("check", "right.ts");
    expect(stdout).toBe("1 file, 1 model, 3 shapes: 0 errors, 0 warnings\n");
    expect(status).toBe(0);
  });

  test("frames the place, names the producer and what would mend it", () => {
    const { status, stdout } = run("check", "wrong.ts");
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
    expect(stdout).toContain("`convlens explain conv-in-channels` tells more");
    expect(status).toBe(1);
  });

  test("writes out what would take the terminal over", () => {
    write("escape.ts", model(32).replace("3);\n  conv2", "3);\n  /* \x1b[2J\u202e */ conv2"));
    const { stdout } = run("check", "escape.ts");
    expect(stdout).toContain("/* \\u001b[2J\\u202e */ conv2");
    for (const letter of ["\x1b", "\u202e"]) expect(stdout).not.toContain(letter);
  });

  test("puts the marks under wide characters", () => {
    write("wide.ts", model(32).replace("3);\n  conv2", "3);\n  /* 卷积 */ conv2"));
    const lines = run("check", "wide.ts").stdout.split("\n");
    const source = lines.find((line) => line.includes("卷积"))!;
    const marks = lines.find((line) => line.includes("^^"))!;
    expect(marks.indexOf("^")).toBe(source.indexOf("32") + 2); // two characters of two columns each
  });

  test("keeps to the columns of a terminal, the marks in sight", () => {
    const long = model(32).replace("3);\n  conv2", `3); /* ${"卷积 ".repeat(12)}${"x".repeat(40)} */ conv2`);
    write("long.ts", long.replace("3);\n\n", `3); // ${"y".repeat(200)}\n\n`));
    for (const columns of [40, 60, 80]) {
      const { stdout } = runWith({ env: { COLUMNS: String(columns) } }, "check", "long.ts");
      const lines = stdout.split("\n");
      const source = lines.find((line) => /^ +4 \|/.test(line))!;
      const marks = lines.find((line) => line.includes("^^"))!;
      expect(stringWidth(source)).toBeLessThanOrEqual(columns);
      expect(stringWidth(source.slice(0, source.indexOf("32")))).toBe(marks.indexOf("^"));
    }
    expect(run("check", "long.ts").stdout).toContain("y".repeat(200));
  });

  test("is coloured on request, and never where NO_COLOR is set", () => {
    expect(run("check", "wrong.ts").stdout).not.toContain("\x1b[");
    expect(run("check", "--color", "wrong.ts").stdout).toContain("\x1b[31m");
    expect(runWith({ env: { FORCE_COLOR: "1" } }, "check", "wrong.ts").stdout).toContain("\x1b[31m");
    expect(runWith({ env: { FORCE_COLOR: "1" } }, "check", "--no-color", "wrong.ts").stdout).not.toContain(
      "\x1b",
    );
    expect(runWith({ env: { NO_COLOR: "1" } }, "check", "wrong.ts").stdout).not.toContain("\x1b[");
  });

  test("tells of a file that does not parse, and reads the rest of it", () => {
    write("half.ts", `${model(32)}export const x = (\n`);
    const { stdout } = run("check", "half.ts");
    expect(stdout).toContain("error[conv-in-channels]");
    expect(stdout).toMatch(/note: half\.ts:\d+:\d+ does not parse: Expression expected\./);
    expect(stdout).toContain("1 file did not parse");
  });
});

test("findings are told in the system's language, or the one that is asked for; codes stay", () => {
  const { stdout } = runWith({ env: { LC_ALL: "zh_CN.UTF-8" } }, "check", "wrong.ts");
  expect(stdout).toMatch(/error\[conv-in-channels\]: .*需要 32 个输入通道/);
  expect(stdout).toContain("1 个文件, 1 个模型");
  expect(stdout).toContain("1 个错误, 0 个警告");
  expect(stdout).toContain("建议: ");
  expect(run("check", "--locale", "zh-cn", "wrong.ts").stdout).toBe(stdout);
  expect(run("explain", "--locale", "zh-cn", "conv-in-channels").stdout).toMatch(/严重级别：错误.*错误写法/s);
  expect(run("explain", "--locale", "zh-cn").stdout).not.toBe(run("explain").stdout);
  expect(run("chek", "--locale", "zh-cn").stderr).toContain("未知的命令 'chek'");
  expect(run("check", "--threads", "x", "--locale", "zh-cn").stderr).toMatch(
    /应为整数.*convlens check --help/s,
  );
  expect(run("check", "none.ts", "--locale", "zh-cn").stderr).toContain("没有这个文件或文件夹");
  expect(run("check", "--locale", "zh-cn", "--format", "json", "wrong.ts").stdout).toContain("receives 16");
  expect(runWith({ env: { LC_ALL: "zh_CN.UTF-8" } }, "check", "--locale=en", "wrong.ts").stdout).toContain(
    "expects 32",
  );
  const json = runWith({ env: { LC_ALL: "zh_CN.UTF-8" } }, "check", "--format=json", "wrong.ts").stdout;
  expect(json).toContain("expects 32 input channels");
});

describe("exit codes", () => {
  test("warnings alone pass, unless there are more than are allowed", () => {
    expect(run("check", "silent.ts").stdout).toContain("0 errors, 1 warning");
    expect(run("check", "silent.ts").status).toBe(0);
    expect(run("check", "--max-warnings", "1", "silent.ts").status).toBe(0);
    expect(run("check", "--max-warnings", "0", "silent.ts").status).toBe(1);
    expect(run("check", "--quiet", "silent.ts").stdout).toContain("0 errors, 0 warnings");
  });

  test.each([
    [["check", "nowhere.ts"], "nowhere.ts: no such file or folder"],
    [["check", "none/**/*.ts"], "none/**/*.ts: no source file matches"],
    [["check", "notes.md"], "notes.md: not a source file"],
    [["check", "--format", "xml"], "Allowed choices are text, json, sarif, github, gitlab, junit, rdjson"],
    [["check", "--max-warnings", "many"], "It is a whole number"],
    [["check", "--formt", "json"], "Did you mean --format?"],
    [["check", "--dry-run"], "--dry-run goes with --fix"],
    [["check", "--shard", "3/2"], "--shard is i/n"],
    [["chek"], "Did you mean check?"],
  ])("%j is refused with 2", (args, message) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });

  test("nothing matched passes on request", () => {
    expect(run("check", "none/**/*.ts", "--no-error-on-unmatched-pattern").status).toBe(0);
  });

  test("a reader that has gone is no error", () => {
    const { stdout, stderr } = spawnSync(
      "sh",
      ["-c", `${process.execPath} ${cli} check --format json ${path} | head -c 10`],
      { encoding: "utf8" },
    );
    expect([stdout, stderr]).toEqual(['{"version"', ""]);
  });
});

describe("which files", () => {
  const repository = folderWith({
    "src/a.ts": model(32),
    "src/b.tsx": model(32),
    "src/generated/c.ts": model(32),
    "src/skipped.ts": model(32),
    "lib/d.mjs": model(32).replace(/, type Tensor|: Tensor/g, ""),
    "node_modules/e/e.ts": model(32),
    ".gitignore": "generated/\n",
    ".convlensignore": "skipped.ts\n",
  });
  const found = (...args: string[]): string[] =>
    JSON.parse(repository.run("check", "--format", "json", "--no-shapes", ...args).stdout).files.map(
      (file: { path: string }) => file.path,
    );

  test("folders, without what is ignored", () => {
    expect(found()).toEqual(["lib/d.mjs", "src/a.ts", "src/b.tsx"]);
    expect(found("lib", "src/a.ts")).toEqual(["lib/d.mjs", "src/a.ts"]);
  });

  test("patterns, without what is ignored", () => {
    expect(found("**/*.ts")).toEqual(["src/a.ts"]);
    expect(found("{lib,src}/*.{mjs,tsx}")).toEqual(["lib/d.mjs", "src/b.tsx"]);
  });

  test("a file that is named itself, ignored or not", () => {
    expect(found("src/generated/c.ts")).toEqual(["src/generated/c.ts"]);
  });

  test("an inner file of ignores counts more", () => {
    repository.write("src/.gitignore", "!generated/\nb.tsx\n");
    expect(found("src")).toEqual(["src/a.ts", "src/generated/c.ts"]);
    repository.write("src/.gitignore", "");
  });

  test("shards are parts that make up the whole", () => {
    const all = found();
    const parts = ["1/2", "2/2"].flatMap((part) => found(`--shard=${part}`));
    expect(parts.sort()).toEqual(all);
    expect(found("--shard=1/2")).toHaveLength(2);
  });
});

describe("standard input", () => {
  test("takes the place of a file, which need not be there", () => {
    const { status, stdout } = runWith({ input: model(32) }, "check", "--stdin-filename", "right.ts");
    expect(stdout).toContain("--> right.ts:5:25");
    expect(status).toBe(1);
    expect(runWith({ input: model(16) }, "check", "--stdin-filename", "src/new.ts").status).toBe(0);
  });

  test("--fix prints the mended text", () => {
    const { stdout } = runWith({ input: model(32) }, "check", "--fix", "--stdin-filename", "new.ts");
    expect(stdout).toBe(model(16));
  });
});

test("sizes of inputs and tables of packages come from the configuration", () => {
  const { run } = folderWith({
    "convlens.config.json": JSON.stringify({
      inputs: { "net.ts#Net": { x: "[N, 3, 30, 30]" } },
      dialects: ["acme.convlens.json"],
    }),
    "acme.convlens.json": JSON.stringify({
      modules: ["@acme/layers"],
      like: "@convlens/engine",
      names: { Conv: "nn.Conv2d", "*": "nn" },
    }),
    "net.ts": `import { Conv, Linear, Module } from "@acme/layers";
export class Net extends Module {
  conv = new Conv(3, 8, 3);
  fc = new Linear(800, 10);
  forward(x) {
    return this.fc.forward(this.conv.forward(x).flatten(1));
  }
}
`,
  });
  const { status, stdout } = run("check", "net.ts");
  expect(status).toBe(1);
  expect(stdout).toContain("Linear `fc` expects 800 input features, receives 6272.");
  expect(run("summary", "net.ts").stdout).toContain("Net: x [N, 3, 30, 30] → [N, 10]");
});

test("a bundle among the files that are named is left out, and said", () => {
  const { run } = folderWith({ "wrong.ts": model(32), "bundle.js": `// ${"x".repeat(1_000_000)}` });
  const { status, stdout, stderr } = run("check", "wrong.ts", "bundle.js");
  expect(stdout).toMatch(/^error\[conv-in-channels\]/m);
  expect(stderr).toMatch(/^convlens: bundle\.js: not looked into: 1000003 bytes are more than/);
  expect(status).toBe(1);
});

test("the help of all commands is Chinese to the last word, its lines no longer than 80 columns", () => {
  const help = (...words: string[]) => runWith({ env: { LC_ALL: "zh_CN.UTF-8" } }, ...words, "--help").stdout;
  const commands = [...help().matchAll(/^ {2}([a-z]+) (?=.*[\u4e00-\u9fff])/gm)].map(([, name]) => name!);
  expect(commands).toEqual(expect.arrayContaining(["check", "summary", "run", "doctor", "mcp"]));
  for (const page of [help(), ...commands.filter((name) => name !== "help").map((name) => help(name))]) {
    const prose = page.replace(/^ {2}(convlens|-).*?( {2,}|$)/gm, "");
    expect(prose.match(/\b[a-z]{3,} [a-z]{2,} [a-z]{2,}/g)).toBeNull();
    const table = page.split("\n").filter((line) => /^ {2}\S.* {2}\S|^ {10}/.test(line));
    for (const line of table.filter((row) => !row.startsWith("  convlens")))
      expect(stringWidth(line), line).toBeLessThanOrEqual(81); // a mark of punctuation may stand over
  }
});
