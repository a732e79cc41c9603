/** `convlens summary`, `diff`, `run`, `bench`, `explain` and `doctor`, as a person types them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readImage, readNpy } from "@convlens/engine/io";
import { describe, expect, test } from "vitest";
import { folderWith, model } from "./convlens.ts";

const { run, read, write, git, path } = folderWith({
  "right.ts": model(16),
  "wrong.ts": model(32),
  "two.ts": `${model(16)}${model(16).split("\n").slice(1).join("\n").replaceAll("Net", "Other")}`,
  "loose.ts": `import { nn, randn } from "@convlens/engine";
const conv = new nn.Conv2d(3, 8, 3);
export const y = conv.forward(randn([1, 3, 8, 8]));
`,
});

test("help is there wherever somebody asks for it", () => {
  for (const args of [["--help"], ["help"], []])
    expect(run(...args).stdout).toContain("summary [options] <file#model>");
  expect(run().status).toBe(2);
  expect(run("--help").status).toBe(0);
  for (const args of [
    ["summary", "--help"],
    ["help", "summary"],
    ["summary", "right.ts", "-h"],
  ]) {
    const { status, stdout } = run(...args);
    expect(stdout).toContain("--columns <names>");
    expect(stdout).toContain("--no-color");
    expect(status).toBe(0);
  }
  for (const flag of ["--version", "-v", "-V"]) expect(run(flag).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe("summary", () => {
  test("has torchinfo's columns, the receptive field and the free sizes filled in", () => {
    const { status, stdout } = run("summary", "right.ts#Net", "--input", "2,3,32,32");
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
      "5",
      "True",
    ]);
    expect(stdout).toContain("Total params: 9,728");
    expect(stdout).toContain("Input size: 24.6 KB");
  });

  test("has no receptive field where a layer sees the whole map, or moves its cells", () => {
    const { run } = folderWith({
      "net.ts": `import { cat, F, nn, type Tensor } from "@convlens/engine";
export class Net extends nn.Module {
  a = new nn.Conv2d(3, 8, 3, { padding: 1 });
  norm = new nn.BatchNorm2d(8);
  b = new nn.Conv2d(16, 8, 5, { stride: 2, padding: 2 });
  up = new nn.Upsample({ scaleFactor: 2 });
  c = new nn.Conv2d(8, 8, 3);
  pool = new nn.AdaptiveAvgPool2d(1);
  fc = new nn.Linear(8, 8);
  fc2 = new nn.Linear(8, 2);
  /** @shape x [1, 3, 32, 32] */
  forward(x: Tensor): Tensor {
    const y = this.norm.forward(this.a.forward(x));
    const z = this.b.forward(cat([y, F.relu(y)], 1));
    const pooled = this.pool.forward(this.c.forward(this.up.forward(z)).mul(2));
    return this.fc2.forward(F.relu(this.fc.forward(pooled.flatten(1))));
  }
}
`,
    });
    const { layers } = JSON.parse(run("summary", "net.ts", "--format", "json").stdout).models[0];
    const fields = layers.map(
      ({ name, receptiveField }: { name: string; receptiveField: number[] | null }) => [
        name,
        receptiveField?.[0] ?? null,
      ],
    );
    expect(Object.fromEntries(fields)).toMatchObject({
      ...{ a: 3, norm: 3, b: 7, up: null, c: null, pool: null, fc: null, fc2: null },
    });
  });

  test("has receptive fields that go on through paddings, crops and normalisation", () => {
    const { run } = folderWith({
      "causal.ts": `import { F, nn, type Tensor } from "@convlens/engine";
export class Causal extends nn.Module {
  a = new nn.Conv1d(8, 8, 2);
  b = new nn.Conv1d(8, 8, 2, { dilation: 2 });
  c = new nn.Conv1d(8, 8, 2, { dilation: 4, padding: 4 });
  d = new nn.Conv1d(8, 8, 2, { dilation: 8 });
  /** @shape x [N, 8, T] */
  forward(x: Tensor): Tensor {
    const y = this.a.forward(F.pad(x, [1, 0]));
    const z = this.b.forward(F.pad(y, [2, 0])).add(y);
    return this.d.forward(this.c.forward(z).narrow(2, 0, 64));
  }
}
`,
      "layers.ts": `import * as tf from "@tensorflow/tfjs";
export const stack = tf.sequential();
stack.add(tf.layers.conv2d({ inputShape: [32, 32, 3], filters: 4, kernelSize: 3 }));
stack.add(tf.layers.batchNormalization());
stack.add(tf.layers.zeroPadding2d({ padding: 1 }));
stack.add(tf.layers.conv2d({ filters: 4, kernelSize: 3 }));
stack.add(tf.layers.globalAveragePooling2d({}));
stack.add(tf.layers.dense({ units: 4 }));
`,
    });
    const fieldsOf = (file: string) =>
      JSON.parse(run("summary", file, "--format", "json").stdout).models[0].layers.map(
        ({ receptiveField }: { receptiveField: number[] | null }) => receptiveField?.[0] ?? null,
      );
    expect(fieldsOf("causal.ts")).toEqual([2, 4, 4, 8, 16]);
    expect(fieldsOf("layers.ts")).toEqual([3, 3, 3, 5, null, null]);
  });

  test("goes past the layer that fails, and marks it", () => {
    const rows = run("summary", "wrong.ts").stdout.split("\n");
    expect(rows.find((line) => line.startsWith("conv2"))).toContain("✗");
    expect(rows.find((line) => line.startsWith("conv2"))).toContain("[N, 64, 28, 28]");
  });

  test("shows each model of a file", () => {
    expect(run("summary", "two.ts").stdout.match(/^\w+: /gm)).toEqual(expect.arrayContaining(["Net: "]));
    expect(
      JSON.parse(run("summary", "two.ts", "--format", "json").stdout).models.map(
        (m: { model: string }) => m.model,
      ),
    ).toEqual(["Net", "Other"]);
  });

  test("writes JSON, CSV, Markdown and a page that needs nothing", () => {
    const { models } = JSON.parse(
      run("summary", "right.ts", "--format", "json", "--input", "1,3,32,32").stdout,
    );
    expect(models[0]).toMatchObject({ model: "Net", params: 9728, outputs: [[1, 64, 28, 28]] });
    expect(models[0].layers[1]).toEqual({
      name: "conv2",
      type: "Conv2d",
      input: [1, 16, 30, 30],
      output: [1, 64, 28, 28],
      params: 9280,
      macs: 7225344,
      receptiveField: [5, 5],
      jump: [1, 1],
    });
    const csv = run("summary", "right.ts", "--format", "csv", "--columns", "output,field").stdout;
    expect(csv.split("\n").slice(0, 3)).toEqual([
      "Model,Layer,Type,Output Shape,Receptive Field",
      'Net,conv1,Conv2d,"[N, 16, 30, 30]",3',
      'Net,conv2,Conv2d,"[N, 64, 28, 28]",5',
    ]);
    expect(run("summary", "right.ts", "--format", "md", "--columns", "params").stdout).toContain(
      "| conv2 (Conv2d) | 9,280 |",
    );
    expect(run("summary", "right.ts", "--format", "html", "-o", "net.html").stdout).toBe("");
    expect(read("net.html")).toMatch(/^<!doctype html>[\s\S]*<td>9,280<\/td>/);
    expect(read("net.html")).not.toMatch(/<script|https?:/);
  });

  test("folds modules as deep as somebody wants to see", () => {
    const resnet = new URL("../../../examples/resnet.ts", import.meta.url).pathname;
    const rows = (depth: string) =>
      JSON.parse(
        run("summary", `${resnet}#resnet18`, "--depth", depth, "--format", "json", "--input", "1,3,224,224")
          .stdout,
      ).models[0];
    const folded = rows("1");
    const layer1 = folded.layers.find(({ name }: { name: string }) => name === "layer1");
    expect(layer1).toMatchObject({
      type: "Sequential",
      input: [1, 64, 56, 56],
      output: [1, 64, 56, 56],
      params: 147968,
    });
    const sum = (list: { params: number }[]) => list.reduce((total, { params }) => total + params, 0);
    expect(sum(folded.layers)).toBe(folded.params);
    expect(rows("2").layers.length).toBeGreaterThan(folded.layers.length);
    // a function belongs to the block in whose forward it is called
    const whole = run("summary", `${resnet}#resnet18`).stdout;
    expect(whole).toMatch(/^ {4}layer1\.0\.add +\[N, 64, 56, 56\]/m);
    expect(whole).toContain("Total mult-adds: 1,814,073,344·N");
  });

  test("--check holds a model to a snapshot", () => {
    expect(run("summary", "right.ts", "--check", "net.json").stderr).toContain("--update writes it");
    expect(run("summary", "right.ts", "--check", "net.json", "--update").status).toBe(0);
    expect(run("summary", "right.ts", "--check", "net.json")).toMatchObject({ status: 0, stdout: "" });
    write("changed.ts", model(16).replace("16, 64, 3", "16, 32, 3"));
    const { status, stdout } = run("summary", "changed.ts", "--check", "net.json");
    expect(status).toBe(1);
    expect(stdout).toMatch(/~ conv2 .*9280 ⇒ 4640/);
    expect(stdout).toContain("Total params: 9728 ⇒ 5088 (-4,640, -47.7%)");
    expect(run("summary", "right.ts", "--check", "right.ts").stderr).toContain("no snapshot");
  });

  test.each([
    [["summary"], "missing required argument"],
    [["summary", "nowhere.ts"], "nowhere.ts: no such file"],
    [["summary", "right.ts#Nat"], "did you mean Net?"],
    [["summary", "right.ts#Something"], "there is Net"],
    [["summary", "right.ts", "--input", "1,3,224"], "--input: it has 3 sizes"],
    [["summary", "right.ts", "--input", "1,4,32,32"], "--input: it gives 4 where"],
    [["summary", "right.ts", "--input", "one"], "a list of sizes"],
    [["summary", "right.ts", "--columns", "parms"], "did you mean params?"],
    [["explain", "conv-in-chanels"], "did you mean conv-in-channels?"],
    [["diff", "right.ts", "nowhere"], "no such file, and no such revision"],
  ])("%j is refused with 2", (args, message) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });
});

describe("diff", () => {
  test("is silent about models that are alike", () => {
    expect(run("diff", "right.ts", "right.ts#Net")).toMatchObject({ status: 0, stdout: "" });
  });

  test("shows what differs, layer by layer", () => {
    write(
      "three.ts",
      model(16)
        .replace("16, 64, 3);", "16, 64, 3);\n  norm = new nn.BatchNorm2d(64);")
        .replace("return this.conv2", "return this.norm.forward(this.conv2")
        .replace("(x)));", "(x))));"),
    );
    const { status, stdout } = run("diff", "right.ts", "three.ts");
    expect(status).toBe(1);
    expect(stdout).toMatch(/^\+ norm +BatchNorm2d /m);
    expect(stdout).toContain("Total params: 9728 ⇒ 9856 (+128, +1.3%)");
    expect(JSON.parse(run("diff", "right.ts", "three.ts", "--format", "json").stdout)).toMatchObject({
      same: false,
      layers: [{ after: { name: "norm" } }],
    });
  });

  test("compares with what git has", () => {
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "first");
    expect(run("diff", "right.ts").status).toBe(0);
    write("right.ts", model(16).replace("16, 64, 3", "16, 32, 3"));
    const { status, stdout } = run("diff", "right.ts#Net", "HEAD");
    expect(status).toBe(1);
    expect(stdout).toMatch(/~ conv2 .*9280 ⇒ 4640/);
    write("right.ts", model(16));
  });
});

describe("run and bench", () => {
  test("prints what comes out of each layer and saves the output", () => {
    const args = ["right.ts#Net", "--input", "2,3,32,32", "--sample", "randn(3)", "--save", "out.npy"];
    const { status, stdout } = run("run", ...args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^conv2 +Conv2d +−?[\d.]+ /m);
    expect(stdout).toContain("x [2, 3, 32, 32] → [2, 64, 28, 28]");
    expect(stdout).toContain("random normal (seed 3)");
    expect(readNpy(new Uint8Array(readFileSync(join(path, "out.npy")))).shape).toEqual([2, 64, 28, 28]);
  });

  test("runs the layer in a line, whether or not a model has it", () => {
    const { status, stdout } = run("run", "loose.ts:3", "--save", "maps.png");
    expect(status).toBe(0);
    expect(stdout).toContain("conv: [1, 3, 8, 8] → [1, 8, 6, 6]");
    // eight maps of 6×6, three in a row, a pixel between them
    expect(readImage(new Uint8Array(readFileSync(join(path, "maps.png")))).shape.slice(-2)).toEqual([20, 20]);
    expect(run("run", "loose.ts:2").stdout).toContain("[1, 3, 8, 8] → [1, 8, 6, 6]");
    expect(run("run", "right.ts:9").stdout).toContain("conv2");
  });

  test("times each layer", () => {
    const { status, stdout } = run("bench", "right.ts");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^conv1 +Conv2d +[\d.]+ +[\d.]+ +[\d.]+ +\S/m);
  });

  test.each([
    ["wrong.ts", [], "The run stops before conv2"],
    ["right.ts", ["--input", "1,3,900000,900000"], "Use a smaller input"],
    ["right.ts", ["--sample", "none.png"], "There is no file"],
    ["right.ts", ["--seed", "x"], "It is a whole number"],
    ["right.ts", ["--save", "out.xyz"], ".npy keeps values, .png draws maps"],
    ["loose.ts:1", [], "no layer is made or used in this line"],
  ])("%s %j is refused with 2 and a sentence", (file, options, message) => {
    const { status, stderr } = run("run", file, ...options);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

test("explain prints the page of a finding, or the list of all", () => {
  expect(run("explain", "conv-in-channels").stdout).toContain("**The input has other channels");
  expect(run("explain").stdout).toMatch(/^conv-in-channels +The input/m);
});

test("doctor says what the machine has", () => {
  const { status, stdout } = run("doctor");
  expect(status).toBe(0);
  for (const name of ["convlens", "node", "WebAssembly SIMD", "1 thread", "256-bit kernels"])
    expect(stdout).toMatch(new RegExp(`^${name} +\\S`, "m"));
  expect(stdout).toMatch(/SIMD +yes: (Winograd|implicit GEMM|direct|GEMM)/); // a convolution was computed
});
