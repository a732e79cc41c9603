/** Where a path in a program leads. */
import { describe, expect, test } from "vitest";
import {
  type FoundFile,
  findFile,
  misspelled,
  type WrittenPath,
  written,
} from "../../../server/src/model-files/index.ts";
import { loadedHost } from "../../golden/loaded-models.ts";

/** Looks for a path from /w/…; files are given with their content. */
function find(
  path: string | WrittenPath,
  files: Readonly<Record<string, string>>,
  { file = "src/app.ts", modelRoots = [] as string[] } = {},
): FoundFile {
  const bytes = new Map(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]));
  const where = { file: `/w/${file}`, root: "/w", modelRoots };
  return findFile(typeof path === "string" ? written(path) : path, where, loadedHost("/w", bytes));
}
const certain = (...args: Parameters<typeof find>): string | undefined => find(...args).certain;

describe("a plain string", () => {
  test("is looked for at the roots of the site", () => {
    for (const folder of ["public", "static", "website/public", "app/public"])
      expect(certain("/models/a.onnx", { [`${folder}/models/a.onnx`]: "" })).toBe(
        `/w/${folder}/models/a.onnx`,
      );
    expect(certain("/a.onnx", { "a.onnx": "", "package.json": "{}" })).toBe("/w/a.onnx");
  });

  test("is looked for at the working directory and beside the page", () => {
    expect(certain("./models/a.onnx", { "models/a.onnx": "" })).toBe("/w/models/a.onnx");
    expect(certain("models/a.onnx", { "src/models/a.onnx": "" })).toBe("/w/src/models/a.onnx");
    expect(certain("file://./a.onnx", { "a.onnx": "" })).toBe("/w/a.onnx");
    expect(certain("file://models/a.onnx", { "models/a.onnx": "" })).toBe("/w/models/a.onnx");
  });

  test("belongs to the nearest package first", () => {
    const files = {
      "apps/web/package.json": "{}",
      "apps/web/public/a.onnx": "1",
      "apps/api/public/a.onnx": "2",
    };
    expect(certain("/a.onnx", files, { file: "apps/web/src/pages/index.tsx" })).toBe(
      "/w/apps/web/public/a.onnx",
    );
  });

  test("may lie in a folder of the configuration", () => {
    expect(certain("a.onnx", { "weights/v2/a.onnx": "" })).toBeUndefined();
    expect(certain("a.onnx", { "weights/v2/a.onnx": "" }, { modelRoots: ["/w/weights/v2"] })).toBe(
      "/w/weights/v2/a.onnx",
    );
  });

  test("loses its query, its fragment and its escapes", () => {
    expect(certain("/my%20model.onnx?v=3#x", { "public/my model.onnx": "" })).toBe("/w/public/my model.onnx");
  });
});

describe("a path with a base", () => {
  test("of the source leads there and nowhere else", () => {
    const path: WrittenPath = { base: "source", parts: ["../models/", "a.onnx"] };
    expect(certain(path, { "models/a.onnx": "", "src/models/a.onnx": "1" })).toBe("/w/models/a.onnx");
    expect(certain(path, { "public/models/a.onnx": "" })).toBeUndefined();
  });

  test("of the working directory", () => {
    const path: WrittenPath = { base: "working directory", parts: ["/models/a.onnx"] };
    expect(certain(path, { "models/a.onnx": "", "src/models/a.onnx": "1" })).toBe("/w/models/a.onnx");
  });

  test("of the site", () => {
    const path: WrittenPath = { base: "site", parts: ["/a.onnx"] };
    expect(certain(path, { "public/a.onnx": "" })).toBe("/w/public/a.onnx");
  });
});

test("of two files that differ none is certain, and both are listed; copies are one", () => {
  const two = find("/a.onnx", { "public/a.onnx": "one", "static/a.onnx": "two" });
  expect(two).toEqual({ certain: undefined, candidates: ["/w/public/a.onnx", "/w/static/a.onnx"] });
  expect(certain("/a.onnx", { "public/a.onnx": "one", "static/a.onnx": "one" })).toBe("/w/public/a.onnx");
});

test("a path that is partly known lists what its end fits", () => {
  const files = { "public/models/a.onnx": "" };
  expect(find({ base: "written", parts: [undefined, "/models/a.onnx"] }, files)).toEqual({
    certain: undefined,
    candidates: ["/w/public/models/a.onnx"],
  });
  expect(find({ base: "written", parts: ["/models/", undefined] }, files).candidates).toEqual([]);
  expect(
    find({ base: "written", parts: ["https://host/", undefined, "/models/a.onnx"] }, files).candidates,
  ).toEqual([]);
});

test("URLs are not followed, and the workspace is not left", () => {
  const files = { "host/a.onnx": "", "a.onnx": "" };
  for (const path of [
    "https://host/a.onnx",
    "//host/a.onnx",
    "indexeddb://a.onnx",
    "blob:a.onnx",
    "data:a.onnx",
    "../../w/../a.onnx",
    "C:\\models\\a.onnx",
    "",
    "a/",
  ])
    expect(find(path, files), path).toEqual({ certain: undefined, candidates: [] });
});

test("links out of the workspace are not followed", () => {
  const host = loadedHost("/w", new Map([["a.onnx", new Uint8Array(1)]]));
  const linked = { ...host, realPath: (path: string) => (path === "/w/a.onnx" ? "/elsewhere/a.onnx" : path) };
  expect(findFile(written("a.onnx"), { file: "/w/app.ts", root: "/w" }, linked).candidates).toEqual([]);
});

test("a file that is not there has a neighbour where its name is misspelled", () => {
  const files = { "models/encoder.onnx": "", "models/yolov8n.onnx": "" };
  expect(find("./models/encdoer.onnx", files).near).toBe("/w/models/encoder.onnx");
  expect(find("./modles/encoder.onnx", files).near).toBe("/w/models/encoder.onnx");
  expect(find("./modles/decoder.onnx", files).near).toBeUndefined();
  expect(find("./models/yolov8s.onnx", files)).toEqual({ certain: undefined, candidates: [] });
});

test("versions are no slips of the pen", () => {
  for (const [name, meant] of [
    ["mpl.onnx", "mlp.onnx"],
    ["Model.onnx", "model.onnx"],
    ["my-model.onnx", "my_model.onnx"],
    ["clasifier.onnx", "classifier.onnx"],
    ["enncoder.onnx", "encoder.onnx"],
  ])
    expect(misspelled(name!, meant!), name).toBe(true);
  for (const [name, meant] of [
    ["yolov8n.onnx", "yolov8s.onnx"],
    ["model.onnx", "model2.onnx"],
    ["model.onnx", "models.onnx"],
    ["model12.onnx", "model21.onnx"],
    ["a.onnx", "a.ort"],
    ["det.onnx", "dest.onnx"],
  ])
    expect(misspelled(name!, meant!), `${name} ${meant}`).toBe(false);
});
