/** `convlens export`, and `summary` and `diff` of model files, as a person types them. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bytesOf, readOnnx } from "@convlens/engine/onnx";
import { describe, expect, test } from "vitest";
import { loadedFiles } from "../../golden/loaded-models.ts";
import { folderWith } from "./convlens.ts";

const NET = `import { nn, F, type Tensor } from "@convlens/engine";
export class Net extends nn.Module {
  conv = new nn.Conv2d(3, 4, 3, { padding: 1 });
  norm = new nn.BatchNorm2d(4);
  fc = new nn.Linear(4, 2);
  /** @shape x [N, 3, H, W] */
  forward(x: Tensor): Tensor {
    x = F.relu(this.norm.forward(this.conv.forward(x)));
    return this.fc.forward(x.mean([2, 3]));
  }
}
export const net = new Net();
`;

const {
  run,
  write,
  path: folder,
} = folderWith({
  "net.ts": NET,
  "wider.ts": NET.replace("4, 3, {", "8, 3, {")
    .replace("BatchNorm2d(4)", "BatchNorm2d(8)")
    .replace("(4, 2)", "(8, 2)"),
});
for (const name of ["not_a_model.onnx", "digits/model.json"])
  writeFileSync(join(folder, name.replace("/", "-")), loadedFiles.get(`files/${name}`)!);

describe("export", () => {
  test("writes a file with free sizes", () => {
    const { status, stdout } = run("export", "net.ts", "-o", "net.onnx");
    expect(status).toBe(0);
    expect(stdout).toContain("float32[N, 3, H, W] → output float32[N, 2]");
    expect(stdout).toContain("138 learned numbers");
    const { graph, opsets } = readOnnx(bytesOf(readFileSync(join(folder, "net.onnx"))));
    expect(opsets).toEqual({ "": 21 });
    expect(graph.inputs[0]?.dims).toEqual(["N", 3, "H", "W"]);
    expect(graph.outputs[0]?.dims).toEqual(["N", 2]);
  });

  test("binds sizes and takes an older operator set", () => {
    expect(run("export", "net.ts", "-o", "small.onnx", "--input", "1,3,8,8", "--opset", "17").status).toBe(0);
    const { graph, opsets } = readOnnx(bytesOf(readFileSync(join(folder, "small.onnx"))));
    expect(opsets).toEqual({ "": 17 });
    expect(graph.inputs[0]?.dims).toEqual([1, 3, 8, 8]);
  });

  test.each([
    [["net.ts", "-o", "net.txt"], ".onnx"],
    [["net.ts", "--opset", "12"], "17 to 21"],
    [["net.ts", "--weights", "none.safetensors"], "no file"],
    [["net.ts", "-o", "nowhere/net.onnx"], "no folder"],
  ])("refuses %j", (args, why) => {
    const { status, stderr } = run("export", ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(why);
  });

  test("refuses a layer without a form in ONNX", () => {
    write(
      "odd.ts",
      `import { nn, randn } from "@convlens/engine";\nexport const odd = new nn.Sequential(new nn.MaxPool2d(2, { returnIndices: true }));\nodd.forward(randn([1, 3, 8, 8]));\n`,
    );
    const { status, stderr } = run("export", "odd.ts");
    expect(status).toBe(2);
    expect(stderr).toMatch(/cannot be exported: ONNX counts the places/);
  });
});

describe("summary of a file", () => {
  test("shows its nodes with symbols, or with sizes", () => {
    const { stdout } = run("summary", "net.onnx");
    expect(stdout).toContain("net.onnx: x [N, 3, H, W] → [N, 2]");
    expect(stdout).toContain("Total params: 130");
    expect(run("summary", "net.onnx", "--input", "2,3,8,8").stdout).toContain("[2, 4, 8, 8]");
    expect(run("summary", "net.onnx", "--input", "2,4,8,8").stderr).toContain("it gives 4");
  });

  test("shows the layers of TensorFlow.js", () => {
    const { stdout } = run("summary", "digits-model.json");
    expect(stdout).toContain("conv2d_Conv2D1 (Conv2D)");
    expect(stdout).toContain("Total params: 6,810");
  });

  test("says why a file is none", () => {
    expect(run("summary", "not_a_model.onnx")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("HTML page"),
    });
    expect(run("summary", "gone.onnx").stderr).toContain("no such file");
  });
});

describe("diff with a file", () => {
  test("finds the same layers in what was exported", () => {
    expect(run("diff", "net.ts", "net.onnx")).toMatchObject({ status: 0, stdout: "" });
    expect(run("diff", "net.onnx", "net.ts")).toMatchObject({ status: 0, stdout: "" });
    copyFileSync(join(folder, "net.onnx"), join(folder, "copy.onnx"));
    expect(run("diff", "net.onnx", "copy.onnx").status).toBe(0);
  });

  test("shows which layers differ", () => {
    const { status, stdout } = run("diff", "wider.ts", "net.onnx");
    expect(status).toBe(1);
    expect(stdout).toMatch(/~ conv +Conv/);
    expect(stdout).toMatch(/~ fc +Linear/);
    expect(stdout).toContain("258 ⇒ 130");
  });
});
