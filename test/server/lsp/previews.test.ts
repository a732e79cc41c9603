/** Previews in real sessions with the built server: the hover's picture, and what panels and commands ask. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CancellationTokenSource } from "vscode-languageserver/node";
import { requests } from "../../../server/src/preview/index.ts";
import { positionOf, Session } from "./client.ts";

const net = `import { F, nn, type Tensor } from "@convlens/engine";

export class Net extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3, { padding: 1 });
  conv2 = new nn.Conv2d(16, 32, 3, { stride: 2 });
  fc = new nn.Linear(32 * 15 * 15, 10);

  /** @shape x [N, 3, 32, 32] */
  forward(x: Tensor): Tensor {
    const y = F.relu(this.conv1.forward(x));
    return this.fc.forward(this.conv2.forward(y).flatten(1));
  }
}
`;

let session: Session;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "convlens-"));
  session = await Session.start(undefined, { modelCount: true });
});
afterAll(async () => {
  expect(await session.stop()).toBe(0);
  rmSync(folder, { recursive: true });
});

/** Opens a source under a name of its own and asks about places in it. */
async function opened(name: string, text: string) {
  const uri = pathToFileURL(join(folder, name)).href;
  await session.open(uri, text);
  const at = (needle: string, offset = 0) => ({ uri, ...positionOf(text, needle, offset) });
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared as they come
  const ask = (method: string, params: object): Promise<any> =>
    session.connection.sendRequest(method, params);
  /** The hover with its picture, as our client asks for both. */
  const hover = async (needle: string, offset = 0): Promise<string> => {
    const place = { uri, ...positionOf(text, needle, offset) };
    const [answer, later] = await Promise.all([
      session.ask("hover", uri, { position: positionOf(text, needle, offset) }),
      ask(requests.hoverPicture, { at: place }),
    ]);
    const both = `${answer.contents.value}\n${later ?? ""}`;
    expect(both.split("](data:image/").length, "pictures are not shown twice").toBeLessThanOrEqual(2);
    return both;
  };
  return { uri, at, ask, hover };
}

describe("hover", () => {
  test("has the picture, figures and links; a tensor has its values", async () => {
    const { uri, hover } = await opened("hover.ts", net);
    const value = await hover("conv1.forward", 1);
    expect(value).toContain("conv1 = Conv2d(3, 16, 3, { padding: 1 })");
    expect(value).toMatch(
      /!\[conv1 gives 16 maps, each 32 × 32; values from [^\]]*\]\(data:image\/svg\+xml[^)]*\|width=\d+,height=\d+\)/,
    );
    expect(value).toMatch(/min −?[\d.]+ · mean −?[\d.e-]+ · max [\d.]+ · test picture/);
    expect(value).toMatch(/test picture · initial weights \(seed 0\)/);
    expect(value.length).toBeLessThan(100_000);
    const [, link] = /\[▶ Run layer\]\(command:convlens\.runLayer\?([^)]*)\)/.exec(value)!;
    expect(JSON.parse(decodeURIComponent(link!))).toEqual([{ uri, ...positionOf(net, "conv1.forward", 1) }]);

    expect(await hover("y = F.relu")).toContain("% zeros");
    expect(await hover("x: Tensor")).toContain("data:image/svg+xml");
  });

  test("below a finding a low picture of what arrives stands before the links", async () => {
    const fails = net.replace("nn.Conv2d(16, 32", "nn.Conv2d(8, 32");
    const { hover } = await opened("fails.ts", fails);
    const value = await hover("conv2.forward", 1);
    expect(value).toContain("8 expected");
    const [, height] = /\]\(data:image[^)]*\|width=\d+,height=(\d+)\)/.exec(value)!;
    expect(Number(height)).toBeLessThan(80);
    expect(value).toMatch(/\)\s*\[Model summary\]\([^)]*\) · test picture/);
    expect(value).not.toContain("Run layer");
  });

  test("that is the sample itself at a layer that the model's input does not fit, and at the input", async () => {
    const fails = net.replace("nn.Conv2d(3, 16", "nn.Conv2d(1, 16");
    const { hover } = await opened("fed.ts", fails);
    const value = await hover("conv1.forward", 1);
    expect(value).toContain("1 expected");
    const [, alt, height] = /!\[([^\]]*)\]\(data:image[^)]*\|width=\d+,height=(\d+)\)/.exec(value)!;
    expect(alt).toMatch(/^x gives 3 maps, each 32 × 32/);
    expect(Number(height)).toBeLessThan(80);
    expect(value).toContain("test picture");
    expect(value).not.toContain("initial weights");
    expect(await hover("x: Tensor")).toMatch(/!\[x gives 3 maps/);
    // channels last, and indices
    const dense = await opened(
      "fed-dense.ts",
      `import * as tf from "@tensorflow/tfjs";
const model = tf.sequential();
model.add(tf.layers.conv2d({ inputShape: [20, 24, 3], filters: 8, kernelSize: 30 }));
`,
    );
    expect(await dense.hover("conv2d", 1)).toMatch(/gives 3 maps, each 20 × 24/);
  });

  test("a layer that cannot run says why, and the facts stand", async () => {
    const { hover } = await opened(
      "long.ts",
      net.replace("forward(x: Tensor)", "forward(x: Tensor, y = norm(x))").replace("F.relu(", "F.layerNorm("),
    );
    const value = await hover("fc.forward", 1);
    expect(value).toContain("Linear(7200, 10)");
    expect(value).toMatch(/\*No preview: .*layer\\?_?Norm.*\*/i);
  });
});

describe("requests", () => {
  test("layers, one run, its cells and its tensors", async () => {
    const { uri, at, ask } = await opened("run.ts", net);
    const layers = await ask(requests.layers, { uri });
    expect(layers.map(({ label }: { label: string }) => label)).toEqual(["conv1", "conv2", "fc"]);
    expect(layers[0]).toMatchObject({
      description: "Conv2d(3, 16, 3, { padding: 1 })",
      detail: "[N, 3, 32, 32] → [N, 16, 32, 32]",
    });

    const run = await ask(requests.runLayer, { at: layers[1].at });
    expect(run).toMatchObject({
      title: "conv2",
      model: "Net",
      signature: "[N, 16, 32, 32] → [N, 32, 15, 15]",
      inputs: [{ name: "relu", shape: [1, 16, 32, 32], kind: "maps" }],
      output: { shape: [1, 32, 15, 15], sent: [32, 15, 15], kind: "maps" },
      weights: [
        { name: "weight", sent: [32, 16, 3, 3], kind: "slices" },
        { name: "bias", sent: [32], kind: "strip" },
      ],
      sample: { kind: "picture" },
      explainable: true,
    });
    const values = new Float32Array(new Uint8Array(Buffer.from(run.output.data, "base64")).buffer);
    expect(values).toHaveLength(32 * 15 * 15);
    for (const index of [
      [0, 0, 0],
      [31, 7, 14],
    ]) {
      const cell = await ask(requests.explainCell, { id: run.id, index });
      expect(cell.total).toBe(16 * 9);
      expect(cell.sum).toBeCloseTo(cell.value, 5);
      expect(cell.value).toBe(values[(index[0]! * 15 + index[1]!) * 15 + index[2]!]);
    }
    const whole = await ask(requests.tensor, { id: run.id, which: "input", index: 0 });
    expect(whole.shape).toEqual([1, 16, 32, 32]);
    expect(await ask(requests.explainCell, { id: run.id, index: [99, 0, 0] })).toEqual({
      refused: "[99, 0, 0] is no value of the output.",
    });
    expect(await ask(requests.shapeAt, { at: at("conv2.forward", 2) })).toBe("[N, 32, 15, 15]");
    expect(await ask(requests.shapeAt, { at: at("import") })).toBeNull();
  });

  test("another sample, seed and size", async () => {
    const { at, ask } = await opened("options.ts", net);
    const mean = async (options: object): Promise<number> =>
      (await ask(requests.runLayer, { at: at("conv1.forward", 1), options })).output.stats.mean;
    expect(await mean({ sample: { kind: "ones" } })).not.toBe(await mean({ sample: { kind: "zeros" } }));
    expect(await mean({ seed: 1 })).not.toBe(await mean({ seed: 2 }));
    const wide = await ask(requests.runLayer, {
      at: at("conv1.forward", 1),
      options: { inputShape: [2, 3, 8, 9] },
    });
    expect(wide.output.shape).toEqual([2, 16, 8, 9]);
    const rank = await ask(requests.runLayer, {
      at: at("conv1.forward", 1),
      options: { inputShape: [3, 8] },
    });
    expect(rank).toEqual({ refused: "The input has 4 axes, not 2." });
  });

  test("the summary of a model, run and not", async () => {
    const { uri, at, ask } = await opened("summary.ts", net);
    const plain = await ask(requests.modelSummary, { at: at("class Net") });
    expect(plain).toMatchObject({ model: "Net", uri, models: ["Net"], outputs: ["[N, 10]"] });
    expect(plain.rows.map(({ name }: { name: string }) => name)).toEqual([
      "conv1",
      "relu",
      "conv2",
      "flatten",
      "fc",
    ]);
    expect(plain.edges[0]).toEqual({ from: -1, to: 0, shape: "[N, 3, 32, 32]" });
    expect(plain.totals).toMatchObject({ params: "77.1 K" });
    const { rows, run } = await ask(requests.modelSummary, { at: at("class Net"), run: true });
    expect(run).toMatchObject({ output: { shape: [1, 10] }, sample: { kind: "picture" } });
    for (const row of rows) expect(row.stats.histogram.length, row.name).toBeGreaterThan(0);
  });

  test("of several models the one whose name the cursor stands on is meant", async () => {
    const two = `${net}\nexport const narrow = new Net();\nexport const wide = new Net();\n`;
    const { at, ask } = await opened("two.ts", two);
    for (const name of ["narrow", "wide"])
      expect(await ask(requests.modelSummary, { at: at(`const ${name}`, 8) })).toMatchObject({ model: name });
  });

  test("a failing model is summarised past the failing layer, with its finding beside it", async () => {
    const { at, ask } = await opened("failing.ts", net.replace("Conv2d(16, 32", "Conv2d(8, 32"));
    const { rows, run } = await ask(requests.modelSummary, { at: at("class Net"), run: true });
    expect(rows[2]).toMatchObject({ failed: true, findings: [{ code: "conv-in-channels" }] });
    expect(rows[4]).toMatchObject({ name: "fc", output: "[N, 10]" });
    expect(rows[0].stats.max).toBeGreaterThan(0);
    expect(run.refused).toContain("stops before conv2");
  });

  test("a benchmark has times and an algorithm", async () => {
    const { at, ask } = await opened("bench.ts", net);
    const timed = await ask(requests.benchmarkLayer, { at: at("conv2.forward", 1) });
    expect(timed.runs).toBeGreaterThanOrEqual(5);
    expect(timed.ms.best).toBeLessThanOrEqual(timed.ms.median);
    expect(timed.algorithm).not.toBe("");
  });
});

describe("what cannot be done is refused with a sentence, and the server lives on", () => {
  const refused = async (name: string, text: string, options: object = {}): Promise<string> => {
    const { at, ask } = await opened(name, text);
    const answer = await ask(requests.runLayer, { at: at("conv1.forward", 1), options });
    return answer.refused;
  };

  test("a model that asks for terabytes", async () => {
    const text = net.replaceAll("32, 32]", "3000000, 3000000]");
    expect(await refused("huge.ts", text)).toMatch(
      /PMACs and .*TB; .* are allowed here\. Use a smaller input\./,
    );
  });

  test("files that are not what they claim", async () => {
    writeFileSync(
      join(folder, "cut.npy"),
      Buffer.from("\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran", "latin1"),
    );
    writeFileSync(join(folder, "bad.png"), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]));
    const file = (path: string) => ({ sample: { kind: "file", path } });
    expect(await refused("npy.ts", net, file("cut.npy"))).toContain("This .npy file cannot be read");
    expect(await refused("png.ts", net, file("./bad.png"))).toContain("This PNG file cannot be read");
    expect(await refused("none.ts", net, file("none.png"))).toContain("There is no file");
  });

  test("no layer at the place, a run that is forgotten", async () => {
    const { at, ask } = await opened("nothing.ts", net);
    expect((await ask(requests.runLayer, { at: at("import") })).refused).toContain("There is no layer here");
    expect((await ask(requests.explainCell, { id: "run-99999", index: [0] })).refused).toContain(
      "run the layer again",
    );
    const { uri } = await opened("empty.ts", "export const a = 1;\n");
    expect((await ask(requests.modelSummary, { at: { uri, line: 0, character: 0 } })).refused).toBe(
      "There is no model in this file.",
    );
  });

  test("a cancelled run ends, and the next one works", async () => {
    const heavy = net.replaceAll("32, 32]", "1200, 1200]").replace("Conv2d(16, 32, 3,", "Conv2d(16, 512, 9,");
    const { at } = await opened("heavy.ts", heavy);
    const source = new CancellationTokenSource();
    const run = session.connection.sendRequest(
      requests.runLayer,
      { at: at("conv2.forward", 1) },
      source.token,
    );
    setTimeout(() => source.cancel(), 100);
    expect(await run).toEqual({ refused: "Cancelled." });
    expect(await refused("after.ts", net)).toBeUndefined();
  });
});

test("weights of a file with other names are findings at the comment", async () => {
  const header = JSON.stringify({
    "conv1.weight": { dtype: "F32", shape: [16, 3, 1, 1], data_offsets: [0, 192] },
  });
  const bytes = Buffer.alloc(8 + header.length + 192);
  bytes.writeBigUInt64LE(BigInt(header.length));
  bytes.write(header, 8);
  writeFileSync(join(folder, "w.safetensors"), bytes);
  const text = net.replace("export class", "// @weights ./w.safetensors\nexport class");
  const { uri } = await opened("weights.ts", text);
  let items: { code: string; message: string; range: { start: object } }[] = [];
  for (let tries = 0; items.length === 0 && tries < 100; tries++) {
    ({ items } = await session.ask("diagnostic", uri));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    code: "weights-mismatch",
    range: { start: positionOf(text, "@weights") },
  });
  expect(items[0]!.message).toContain(
    "conv1.weight is [16, 3, 1, 1] in the file and [16, 3, 3, 3] in the model",
  );
  expect(items[0]!.message).toContain("conv1.bias is not in the file");
});
