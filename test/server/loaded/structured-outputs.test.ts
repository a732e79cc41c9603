/** Graph models that were saved with a dictionary of outputs: `predict` gives an object with those keys, `execute` a list. */
import { type FileHost, Project } from "@convlens/server";
import { expect, test } from "vitest";
import { loadedFiles, loadedHost } from "../../golden/loaded-models.ts";

const FILE = "/app/main.ts";

function check(use: string) {
  const model = JSON.parse(new TextDecoder().decode(loadedFiles.get("files/ssd/model.json")));
  model.userDefinedMetadata = { ...model.userDefinedMetadata, structuredOutputKeys: ["boxes", "scores"] };
  const files = new Map(loadedFiles);
  files.set("files/ssd/model.json", new TextEncoder().encode(JSON.stringify(model)));
  const disk = loadedHost("/app", files);
  const text = `import * as tf from "@tensorflow/tfjs";
const model = await tf.loadGraphModel("/files/ssd/model.json");
const image = tf.zeros([1, 30, 40, 3], "int32");
${use}`;
  const host: FileHost = {
    ...disk,
    read: (path) => (path === FILE ? text : path === "/app/package.json" ? "{}" : disk.read(path)),
    exists: (path) => path === FILE || path === "/app/package.json" || disk.exists(path),
  };
  return new Project(host).analyze(FILE).findings.map(({ code }) => code);
}

test("predict gives an object, whose tensors are checked", () => {
  expect(check(`const { boxes, scores } = model.predict(image) as any;\nboxes.add(scores);`)).toEqual([]);
  expect(check(`const { boxes } = model.predict(image) as any;\nboxes.matMul(tf.zeros([1, 3, 5]));`)).toEqual(
    ["matmul"],
  );
});

test("execute gives a list", () => {
  expect(check(`const [boxes, scores] = model.execute(image) as any;\nboxes.add(scores);`)).toEqual([]);
});
