/** Facts of model files: what they take and give, what is wrong with them, and what reading them costs. */
import { describe, expect, test } from "vitest";
import {
  loaderProblem,
  type ModelFile,
  ModelFiles,
  readTransformersFolder,
} from "../../../server/src/model-files/index.ts";
import { loadedFiles, loadedHost } from "../../golden/loaded-models.ts";

const read = (path: string): ModelFile => new ModelFiles(loadedHost("/p")).read(`/p/files/${path}`)!;
const declared = (path: string): string[] =>
  read(path).inputs.map(
    ({ name, type, dims, required }) =>
      `${name}: ${type}${dims ? `[${dims.map((dim) => dim ?? "?").join(", ")}]` : ""}${required ? "" : " optional"}`,
  );

describe("an ONNX file", () => {
  test("declares its inputs with sizes, names of sizes and open ones", () => {
    expect(declared("encoder.onnx")).toEqual([
      "input_ids: int64[batch, seq]",
      "attention_mask: int64[batch, seq]",
    ]);
    expect(declared("vad.onnx")).toEqual(["input: float32[?, ?]", "state: float32[2, ?, 16]", "sr: int64[]"]);
    expect(declared("norank.onnx")).toEqual(["x: float32"]);
  });

  test("may leave inputs out that have a value of their own", () => {
    expect(declared("overridable.onnx")).toContain("w: float32[4, 3] optional");
  });

  test("tells outputs that are no tensors", () => {
    expect(read("zipmap.onnx").outputs.map(({ name, kind }) => [name, kind])).toEqual([
      ["label", "tensor"],
      ["probabilities", "sequence"],
    ]);
  });

  test("counts its operators and parameters", () => {
    const { operators, parameters, opsets } = read("mlp.onnx");
    expect(operators).toEqual({ Gemm: 1 });
    expect(parameters).toEqual({ tensors: 2, values: 15, bytes: 60 });
    expect(opsets).toEqual({ "": 17 });
  });

  test("says where its weights lie", () => {
    expect(read("external.onnx").externalFiles).toEqual([{ location: "external.onnx.data", exists: true }]);
    expect(read("external.onnx").problems).toEqual([]);
    expect(read("external_missing.onnx").problems.map(({ message }) => message)).toEqual([
      "keeps its weights in gone.onnx.data, which is not here",
    ]);
  });
});

describe("a TensorFlow.js model", () => {
  test("of layers takes what its first layers declare, and gives what its layers make of it", () => {
    expect(declared("digits/model.json")).toEqual(["conv2d_Conv2D1_input: float32[?, 28, 28, 1]"]);
    expect(read("digits/model.json").outputs[0]?.dims).toEqual([null, 10]);
    expect(declared("two_tower/model.json")).toEqual(["user: float32[?, 6]", "item: float32[?, 2]"]);
    expect(read("multi_head/model.json").outputs.map(({ name, dims }) => [name, dims])).toEqual([
      ["mood", [null, 4]],
      ["energy", [null, 2]],
    ]);
    expect(read("seq/model.json").outputs[0]?.dims).toEqual([null, null, 2]);
    expect(declared("fixed_batch/model.json")[0]).toContain("[2, 5]");
  });

  test("of a graph takes its placeholders, in the order of its signature", () => {
    expect(declared("matcher/model.json")).toEqual([
      "query: float32[?, 4]",
      "gallery: float32[?, 4]",
      "keep_prob: float32[]",
    ]);
    expect(declared("ssd/model.json")).toEqual(["image_tensor: int32[1, ?, ?, 3]"]);
    expect(read("ssd/model.json").outputs.map(({ name, alias }) => [name, alias])).toEqual([
      ["boxes", "Identity"],
      ["scores", "Identity_1"],
    ]);
  });

  test("counts its weights", () => {
    expect(read("digits/model.json").parameters).toEqual({ tensors: 4, values: 6810, bytes: 27240 });
  });

  test("lacks weights where a shard is cut off or gone", () => {
    const files = new Map(loadedFiles);
    files.set("files/digits/weights.bin", files.get("files/digits/weights.bin")!.slice(0, 100));
    const problems = () =>
      new ModelFiles(loadedHost("/p", files))
        .read("/p/files/digits/model.json")!
        .problems.map((p) => p.message);
    expect(problems()).toEqual(["needs 27,240 bytes of weights, and its shards have 100"]);
    files.delete("files/digits/weights.bin");
    expect(problems()).toEqual(["keeps its weights in weights.bin, which is not here"]);
    files.set(
      "files/digits/weights.bin",
      new TextEncoder().encode("version https://git-lfs.github.com/spec/v1"),
    );
    expect(problems()).toEqual(["keeps its weights in weights.bin, which is not here"]);
  });

  test("is loaded by the function of its format", () => {
    expect(loaderProblem(read("digits/model.json"), "loadLayersModel")).toBeUndefined();
    expect(loaderProblem(read("digits/model.json"), "loadGraphModel")?.message).toContain("layers model");
    expect(loaderProblem(read("ssd/model.json"), "loadGraphModel")).toBeUndefined();
    expect(loaderProblem(read("ssd/model.json"), "loadLayersModel")?.message).toContain("graph model");
    expect(loaderProblem(read("keras3/model.json"), "loadLayersModel")?.message).toContain("Keras 3");
    expect(loaderProblem(read("mlp.onnx"), "loadGraphModel")?.message).toContain("ONNX");
  });
});

describe("a file that is no model", () => {
  const readBytes = (bytes: Uint8Array | string, name = "m.onnx") =>
    new ModelFiles(
      loadedHost(
        "/p",
        new Map([[name, typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes]]),
      ),
    ).read(`/p/${name}`)!;

  test("says what it is", () => {
    expect(read("not_a_model.onnx")).toMatchObject({
      readable: false,
      problems: [{ code: "model-file", message: expect.stringContaining("HTML page") }],
    });
    expect(readBytes("").problems[0]?.message).toBe("is empty");
    expect(readBytes("version https://git-lfs.github.com/spec/v1\n").problems[0]).toMatchObject({
      severity: "information",
      message: expect.stringContaining("Git LFS"),
    });
    expect(readBytes("PK\x03\x04......").problems[0]?.code).toBe("model-format");
    expect(readBytes('{"modelTopology": {}}', "model.json").problems[0]?.message).toContain(
      "neither a graph",
    );
    expect(readBytes('{"modelTopology": ', "model.json").problems[0]?.message).toContain("no JSON");
    expect(readBytes("\x05\0\0\0\0\0\0\0{}", "w.safetensors").problems[0]?.message).toContain(
      "claims 5 bytes",
    );
  });

  test("is cut off", () => {
    expect(read("truncated.onnx")).toMatchObject({
      readable: false,
      problems: [{ message: expect.stringContaining("ends at 600") }],
    });
  });

  test("is not there", () => {
    expect(new ModelFiles(loadedHost("/p")).read("/p/files/mpl.onnx")).toBeUndefined();
  });
});

test("a .safetensors file lists its weights", () => {
  const header = '{"fc.weight":{"dtype":"F16","shape":[3,4],"data_offsets":[0,24]}}';
  const bytes = new Uint8Array(8 + header.length + 24);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(new TextEncoder().encode(header), 8);
  const files = (end: number) => loadedHost("/p", new Map([["w.safetensors", bytes.slice(0, end)]]));
  expect(new ModelFiles(files(bytes.length)).read("/p/w.safetensors")).toMatchObject({
    parameters: { tensors: 1, values: 12, bytes: 24 },
    network: { tensors: [{ name: "fc.weight", type: "float16", dims: [3, 4] }] },
  });
  expect(new ModelFiles(files(bytes.length - 1)).read("/p/w.safetensors")?.readable).toBe(false);
});

test("a folder of transformers.js names its files by part and dtype", () => {
  expect(readTransformersFolder("/p/files/hf/tiny-bert", loadedHost("/p"))).toMatchObject({
    modelType: expect.any(String),
    files: { model: { fp32: "/p/files/hf/tiny-bert/onnx/model.onnx" } },
  });
  expect(readTransformersFolder("/p/files/hf", loadedHost("/p"))).toBeUndefined();
});

test("facts are plain data and are read once for each version", () => {
  let modified = 0;
  const host = loadedHost("/p");
  const files = new ModelFiles({
    ...host,
    stat: (path) => {
      const stat = host.stat?.(path);
      return stat && { ...stat, modified };
    },
  });
  for (const path of loadedFiles.keys()) {
    const file = files.read(`/p/${path}`);
    expect(structuredClone(file)).toEqual(file);
  }
  const first = files.read("/p/files/mlp.onnx");
  expect(files.read("/p/files/mlp.onnx")).toBe(first);
  modified = 1;
  expect(files.read("/p/files/mlp.onnx")).not.toBe(first);
});

test("a host that cannot look at files has no models", () => {
  const { stat: _, ...blind } = loadedHost("/p");
  expect(new ModelFiles(blind).read("/p/files/mlp.onnx")).toBeUndefined();
});
