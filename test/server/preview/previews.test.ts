/** How models are made ready to run: sizes, samples, weights files, what is shared, what is refused. */
import { readFileSync } from "node:fs";
import { randn, Tensor } from "@convlens/engine";
import { writeNpy, writePng, writeSafetensors } from "@convlens/engine/io";
import { describe, expect, test } from "vitest";
import {
  HOVER_BUDGET,
  meantAt,
  NotRunnable,
  type Options,
  outputOf,
  runModel,
} from "../../../server/src/preview/index.ts";
import { type Harness, harness, oneLayer } from "./harness.ts";

const net = (fields: string, body: string, shape = "[N, 3, H, W]", before = ""): string =>
  `import { cat, F, nn, type Tensor, zeros } from "@convlens/engine";

${before}export class Net extends nn.Module {
${fields}
  /** @shape x ${shape} */
  forward(x: Tensor): Tensor {
${body}
  }
}
`;

const prepared = ({ previews, analysis, use }: Harness, name: string, options: Options = {}) =>
  previews.prepare(analysis, [use(name)], outputOf(use(name)), options);

test("steps that a mask would skip are computed, and that is said", () => {
  const text = (maskZero: boolean): string => `import * as tf from "@tensorflow/tfjs";
const model = tf.sequential();
model.add(tf.layers.embedding({ inputDim: 50, outputDim: 4, inputLength: 6, maskZero: ${maskZero} }));
model.add(tf.layers.lstm({ units: 3 }));
`;
  expect(prepared(harness(text(true)), "lstm").notes.join()).toMatch(
    /lstm.* computes steps that embedding.* skip/,
  );
  expect(prepared(harness(text(false)), "lstm").notes.join()).not.toMatch(/skip/);
});

describe("sizes", () => {
  test("free ones satisfy what the layers ask for, and are said", () => {
    const text = net(
      "  down = new nn.Conv2d(3, 8, 4, { stride: 4 });\n  up = new nn.ConvTranspose2d(8, 3, 4, { stride: 4 });",
      "    return x.add(this.up.forward(this.down.forward(x)));",
    );
    const { plan, notes } = prepared(harness(text), "add");
    expect(plan.inputs[0]!.shape).toEqual([1, 3, 128, 128]);
    expect(notes).toEqual(["ran with H = W = 128"]);
  });

  test("a view that only one size fits decides it", () => {
    const text = net(
      "  conv = new nn.Conv2d(3, 4, 3);\n  fc = new nn.Linear(4 * 30 * 30, 10);",
      "    return this.fc.forward(this.conv.forward(x).flatten(1));",
      "[N, 3, S, S]",
    );
    const { plan } = prepared(harness(text), "fc");
    expect(plan.inputs[0]!.shape).toEqual([1, 3, 32, 32]);
  });

  test("an asked input shape binds the symbols", async () => {
    const h = harness(net("  conv = new nn.Conv2d(3, 4, 3);", "    return this.conv.forward(x);"));
    expect((await h.values("conv", { inputShape: [2, 3, 10, 12] })).shape).toEqual([2, 4, 8, 10]);
  });

  test("over the budget a smaller input is taken and said; what cannot shrink is refused with numbers", () => {
    const wide = oneLayer(
      "Conv2d",
      { inChannels: 3, outChannels: 512, kernelSize: 9, padding: 4 },
      [1, 3, 512, 512],
    );
    const h = harness(wide);
    const { plan, notes } = h.previews.prepare(
      h.analysis,
      [h.use("layer")],
      outputOf(h.use("layer")),
      {},
      HOVER_BUDGET,
    );
    expect(plan.macs).toBeLessThanOrEqual(HOVER_BUDGET.macs);
    expect(notes[0]).toMatch(
      /^ran on \[1, 3, 256, 256\] instead of \[1, 3, 512, 512\], which takes 32\.6 GMACs/,
    );

    const huge = harness(
      oneLayer("Linear", { inFeatures: 4_000_000, outFeatures: 1_000_000 }, [1, 4_000_000]),
    );
    expect(() => prepared(huge, "layer")).toThrow(/takes 4\.00 TMACs and 16\.0 TB; .* are allowed/);
  });
});

describe("hovers", () => {
  const text = net(
    "  conv1 = new nn.Conv2d(3, 64, 3, { padding: 1 });\n  conv2 = new nn.Conv2d(64, 352, 3, { padding: 1 });\n  conv3 = new nn.Conv2d(352, 8, 1);",
    "    return this.conv3.forward(this.conv2.forward(this.conv1.forward(x)));",
    "[N, 3, 256, 256]",
  );

  test("are at the source's size where that is cheap, else all at that of the whole model; the rest is done ahead", async () => {
    const h = harness(text);
    const hover = async (name: string) => {
      const { notes, shape } = await h.previews.hover(h.analysis, outputOf(h.use(name)), {});
      return { notes: notes.join(), shape };
    };
    expect(await hover("conv1")).toEqual({ notes: "", shape: [1, 64, 256, 256] });
    const { shape, notes } = await hover("conv2");
    expect(shape).toEqual([1, 352, 128, 128]);
    expect(notes).toMatch(
      /^ran on \[1, 3, 128, 128\] instead of \[1, 3, 256, 256\], which takes 13\.\d GMACs/,
    );
    expect((await hover("conv3")).notes).toBe(notes);
  });

  test("of what takes long come smaller first, and whole when that was done ahead", async () => {
    const h = harness(
      net(
        "  conv1 = new nn.Conv2d(3, 64, 3, { padding: 1 });\n  conv2 = new nn.Conv2d(64, 128, 3, { padding: 1 });",
        "    return this.conv2.forward(this.conv1.forward(x));",
        "[N, 3, 256, 256]",
      ),
    );
    const hover = () => h.previews.hover(h.analysis, outputOf(h.use("conv2")), {});
    const first = await hover();
    expect(first.shape).toEqual([1, 128, 128, 128]);
    expect(first.notes.join()).toMatch(/^ran on \[1, 3, 128, 128\] instead of \[1, 3, 256, 256\]/);
    await new Promise((resolve) => setTimeout(resolve, 50)); // the model is computed before that
    const second = await hover();
    expect(second.shape).toEqual([1, 128, 256, 256]);
    expect(second.notes).toEqual([]);
  });

  test("of what has many weights to draw come smaller still", async () => {
    const layers = Array.from(
      { length: 4 },
      (_, i) => `  conv${i} = new nn.Conv2d(1000, 1000, 3, { padding: 1 });`,
    );
    const h = harness(
      net(
        ["  stem = new nn.Conv2d(3, 1000, 1);", ...layers].join("\n"),
        `    return ${[3, 2, 1, 0].map((i) => `this.conv${i}.forward(`).join("")}this.stem.forward(x)))));`,
        "[N, 3, 11, 11]",
      ),
    );
    // 4.4 GMACs, which alone would do, and 36 million weights
    const { notes } = await h.previews.hover(h.analysis, outputOf(h.use("conv3")), {});
    expect(notes.join()).toMatch(
      /^ran on \[1, 3, 3, 3\] instead of \[1, 3, 11, 11\], which takes 4\.\d+ GMACs/,
    );
  });
});

describe("what is run", () => {
  test("branches, numbers and filled tensors take part with their values", async () => {
    const text = net(
      "",
      "    const low = F.relu(x).mul(2);\n    return cat([low, x.sub(low), zeros([1, 3, 4, 4])], 1);",
      "[1, 3, 4, 4]",
    );
    const x = randn([1, 3, 4, 4]);
    const h = harness(text, { "/x.npy": writeNpy(x) });
    const { data } = await h.values("cat", { sample: { kind: "file", path: "/x.npy" } });
    const expected = [
      ...x.data.map((v) => 2 * Math.max(0, v)),
      ...x.data.map((v) => Math.fround(v - 2 * Math.max(0, v))),
      ...new Float32Array(48),
    ];
    expect([...data]).toEqual(expected);
  });

  test("weights are shared where a layer is, seeded, and the same whichever part is run", async () => {
    const text = net(
      "  a = new nn.Conv2d(3, 3, 1);\n  b = new nn.Conv2d(3, 3, 1);",
      "    return this.b.forward(this.a.forward(this.a.forward(x)));",
      "[1, 3, 5, 5]",
    );
    const h = harness(text);
    const { plan } = prepared(h, "b");
    expect(plan.ops.map(({ weights }) => weights)).toEqual(["a", "a", "b"]);
    const [first, again, other] = [
      await h.values("b"),
      await h.values("b"),
      await h.values("b", { seed: 1 }),
    ];
    expect(again.data).toEqual(first.data);
    expect(other.data).not.toEqual(first.data);
  });

  test("weights that are let go of are drawn again, and those of a panel stay", async () => {
    const text = net(
      "  a = new nn.Conv2d(3, 32, 3);\n  b = new nn.Conv2d(32, 32, 3);\n  c = new nn.Conv2d(32, 4, 3);",
      "    return this.c.forward(this.b.forward(this.a.forward(x)));",
      "[1, 3, 24, 24]",
    );
    const h = harness(text, {}, ["/"], { weightBytes: 1, activationBytes: 1 }); // room for one layer
    const roomy = harness(text);
    const inspect = ({ previews, ...own }: Harness) => {
      const { plan, sample, source } = prepared({ previews, ...own }, "a");
      return previews.ask("layer", { plan, sample, source, names: ["x"] });
    };
    const { id } = await inspect(h);
    const { data } = await roomy.values("c");
    expect((await h.values("c")).data).toEqual(data);
    expect((await h.values("c")).data).toEqual(data);
    const weight = { which: "weight", index: 0 } as const;
    const kept = await h.previews.ask("tensor", { id, ...weight });
    expect(kept).toEqual(await roomy.previews.ask("tensor", { id: (await inspect(roomy)).id, ...weight }));
  });

  test("a layer that fails stops the run with its sentence; the rows before it have figures", async () => {
    const text = net(
      "  conv1 = new nn.Conv2d(3, 16, 3);\n  conv2 = new nn.Conv2d(32, 8, 3);",
      "    return this.conv2.forward(this.conv1.forward(x));",
      "[1, 3, 8, 8]",
    );
    const h = harness(text);
    expect(() => prepared(h, "conv2")).toThrow("conv2 = Conv2d expects 32 input channels, receives 16");
    const { rows, run } = await runModel(h.previews, h.analysis, h.analysis.models[0]!, {});
    expect(run).toEqual({ refused: "The run stops before conv2 = Conv2d, which does not fit its input." });
    expect(rows.get(0)!.stats!.max).toBeGreaterThan(0);
    expect(rows.has(1)).toBe(false);
  });

  test("functions whose values are not known are refused, never guessed", () => {
    const h = harness(net("", "    return F.roll(x, 1);", "[1, 3, 4, 4]"));
    const { plan, sample, source } = prepared(h, "roll");
    return expect(h.previews.ask("values", { plan, sample, source })).rejects.toThrow(
      "roll (roll) has shapes, but its values cannot be computed",
    );
  });

  test("where a condition is not known, one branch is run, and that is said", () => {
    const text = net(
      "  a = new nn.Conv2d(3, 3, 1);\n  b = new nn.Conv2d(3, 3, 3, { padding: 1 });",
      "    let y = x;\n    if (Math.random() > 0.5) y = this.a.forward(x);\n    else y = this.b.forward(x);\n    return F.relu(y);",
      "[1, 3, 5, 5]",
    );
    const { plan, notes } = prepared(harness(text), "relu");
    expect(plan.ops.map(({ name }) => name)).toEqual(["Conv2d", "relu"]);
    expect(notes).toEqual([expect.stringMatching(/one of several branches; the first is shown$/)]);
  });

  test("models used as layers are taken apart", async () => {
    const path = new URL("../../../examples/tfjs/autoencoder.ts", import.meta.url);
    const h = harness(readFileSync(path, "utf8"));
    const model = h.analysis.models.find(({ variable }) => variable === "autoencoder")!;
    const { run } = await runModel(h.previews, h.analysis, model, {});
    expect(run).toMatchObject({ output: { shape: [1, 28, 28, 1], sent: [1, 28, 28], kind: "maps" } });
  });

  test("indices for a table are below its number of rows", async () => {
    const text = `import { nn, type Tensor } from "@convlens/engine";
export class Net extends nn.Module {
  table = new nn.Embedding(7, 4);
  /** @shape x [N, T] */
  forward(x: Tensor): Tensor { return this.table.forward(x); }
}`;
    const h = harness(text);
    expect(prepared(h, "table").plan.inputs[0]!.content).toEqual({ kind: "indices", below: 7 });
    expect((await h.values("table")).shape).toEqual([1, 16, 4]);
  });
});

describe("samples", () => {
  const identity = net("  id = new nn.Identity();", "    return this.id.forward(x);", "[1, 3, 16, 24]");

  test("each kind fills the input", async () => {
    const h = harness(identity);
    const mean = async (options: Options): Promise<number> => {
      const { data } = await h.values("id", options);
      return data.reduce((a, b) => a + b, 0) / data.length;
    };
    expect(await mean({ sample: { kind: "zeros" } })).toBe(0);
    expect(await mean({ sample: { kind: "ones" } })).toBe(1);
    expect(await mean({ sample: { kind: "checkerboard" } })).toBe(0.5);
    expect(await mean({ sample: { kind: "ramp" } })).toBeCloseTo(0.5);
    expect(Math.abs(await mean({ sample: { kind: "randn", seed: 3 } }))).toBeLessThan(0.1);
    expect(await mean({})).toBeGreaterThan(0.2); // the picture
    expect(await mean({ usual: "zeros" })).toBe(0);
  });

  test("a picture file is cut to the input's proportions and resized; grey becomes three channels", async () => {
    const half = Float32Array.from({ length: 40 * 40 }, (_, i) => (i % 40 < 20 ? 0 : 1));
    const h = harness(identity, { "/half.png": writePng(Tensor.from(half, [1, 1, 40, 40])) });
    const { data } = await h.values("id", { sample: { kind: "file", path: "half.png" } });
    expect([data[0], data[11], data[12], data[23]]).toEqual([
      0,
      expect.closeTo(0, 0),
      expect.closeTo(1, 0),
      1,
    ]);
    expect(data.slice(0, 384)).toEqual(data.slice(384, 768));
  });

  test("a comment chooses the sample of its model", async () => {
    const noted = identity.replace("export class", "// @sample zeros\nexport class");
    const { data } = await harness(noted).values("id");
    expect(new Set(data)).toEqual(new Set([0]));
  });

  test.each([
    ["broken.png", [0x89, 0x50, 1, 2, 3], /This PNG file cannot be read/],
    ["cut.npy", [...writeNpy(randn([1, 3, 16, 24])).slice(0, 500)], /This \.npy file cannot be read/],
    [
      "wrong.npy",
      [...writeNpy(randn([5]))],
      /The array of .*wrong\.npy is \[5\], the model takes \[1, 3, 16, 24\]/,
    ],
    ["text.jpg", [1, 2, 3, 4], /neither PNG nor JPEG/],
  ])("%s is refused with a sentence", async (name, bytes, message) => {
    const h = harness(identity, { [`/${name}`]: Uint8Array.from(bytes) });
    await expect(h.values("id", { sample: { kind: "file", path: name } })).rejects.toThrow(message);
    await expect(h.values("id", { sample: { kind: "file", path: "none.png" } })).rejects.toThrow(NotRunnable);
    expect((await h.values("id")).shape).toEqual([1, 3, 16, 24]);
  });
});

describe("weights files", () => {
  const text = oneLayer("Conv2d", { inChannels: 1, outChannels: 2, kernelSize: 1 }, [1, 1, 2, 2]);

  test("are found through the comment and loaded by name", async () => {
    const weights = writeSafetensors({
      "layer.weight": Tensor.from([2, 3], [2, 1, 1, 1]),
      "layer.bias": Tensor.from([0, 1], [2]),
    });
    const h = harness(text.replace("export class", "/** @weights ./w.safetensors */\nexport class"), {
      "/w.safetensors": weights,
    });
    const { data } = await h.values("layer", { sample: { kind: "ones" } });
    expect([...data]).toEqual([2, 2, 2, 2, 4, 4, 4, 4]);
  });

  test("disagreements are told by name and shape", async () => {
    const weights = writeSafetensors({ "layer.weight": randn([2, 1, 3, 3]), "other.bias": randn([2]) });
    const h = harness(text, { "/w.safetensors": weights });
    const { plan } = prepared(h, "layer", { weights: "/w.safetensors" });
    expect(await h.previews.ask("weights", { plan })).toEqual([
      { weight: "layer.weight", message: "is [2, 1, 3, 3] in the file and [2, 1, 1, 1] in the model" },
      { weight: "layer.bias", message: "is not in the file" },
    ]);
  });
});

test("a place in the source means the layer used there, its name, its constructor, or the tensor a name holds", () => {
  const text = net("  conv = new nn.Conv2d(3, 4, 3);", "    const y = this.conv.forward(x);\n    return y;");
  const { analysis } = harness(text);
  const at = (needle: string, offset = 0) => meantAt(analysis, text.indexOf(needle) + offset);
  for (const [needle, offset] of [
    ["conv.forward", 1],
    ["conv =", 1],
    ["Conv2d(3", 2],
    ["y = ", 0],
  ] as const)
    expect(at(needle, offset)?.use.op, needle).toBe("Conv2d");
  expect(at("x: Tensor")?.label).toBe("x");
  expect(at("import")).toBeUndefined();
});
