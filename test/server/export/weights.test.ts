/** Weights of a file in an exported model. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualSeed, randn, Tensor } from "@convlens/engine";
import { writeSafetensors } from "@convlens/engine/io";
import { bytesOf, readOnnx, writeOnnx } from "@convlens/engine/onnx";
import { afterAll, expect, test } from "vitest";
import { exportModel } from "../../../server/src/export/index.ts";
import { nodeFiles } from "../../../server/src/preview/index.ts";
import { analyzeText } from "../memory-project.ts";

const SOURCE = `import { nn, cat, zeros, type Tensor } from "@convlens/engine";
export class Net extends nn.Module {
  token = new nn.Parameter(zeros([1, 4]));
  fc = new nn.Linear(4, 2);
  /** @shape x [N, 4] */
  forward(x: Tensor): Tensor {
    return this.fc.forward(x.add(this.token));
  }
}
export const net = new Net();
`;

const folder = mkdtempSync(join(tmpdir(), "convlens-weights-"));
afterAll(() => rmSync(folder, { recursive: true }));

manualSeed(8);
const learned = { "fc.weight": randn([2, 4]), "fc.bias": randn([2]), token: randn([1, 4]) };

function exported(tensors: Readonly<Record<string, Tensor>>) {
  const weights = join(folder, "net.safetensors");
  writeFileSync(weights, writeSafetensors(tensors));
  const analysis = analyzeText(SOURCE);
  const { file, notes } = exportModel(analysis, analysis.models[0]!, { weights, files: nodeFiles });
  return { notes, graph: readOnnx(bytesOf(writeOnnx(file))).graph };
}

test("layers and parameters have the values of the file", () => {
  const { graph, notes } = exported(learned);
  expect(notes).toEqual([]);
  const values = new Map(graph.initializers.map(({ name, values }) => [name, values]));
  expect(values.get("fc.weight")).toEqual([...learned["fc.weight"].data]);
  expect(values.get("fc.bias")).toEqual([...learned["fc.bias"].data]);
  expect([...values.values()]).toContainEqual([...learned.token.data]);
});

test("a file of another model is refused", () => {
  expect(() => exported({ ...learned, "fc.weight": randn([2, 5]) })).toThrow(
    "fc.weight is [2, 5] in the file and [2, 4] in the model",
  );
  const { "fc.bias": _, ...rest } = learned;
  expect(() => exported(rest)).toThrow("fc.bias is not in the file");
  const { token, ...layers } = learned;
  expect(token).toBeInstanceOf(Tensor);
  expect(() => exported(layers)).toThrow("token is not in");
});
