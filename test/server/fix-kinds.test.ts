/** Every kind of fix: offered for the mistake that it mends, applied, and the file is clean afterwards. */
import { describe, expect, test } from "vitest";
import { applyEdits, checkedFixes, codeActions } from "../../server/src/ide/index.ts";
import { type ModelBody, sourceOf } from "../../server/src/rules/index.ts";
import { memoryProject } from "./memory-project.ts";

const ops = (input: string, line: string): ModelBody => ({ input, fields: [], forward: [line] });
const chain = (input: string, ...layers: readonly string[]): ModelBody => ({
  input,
  fields: layers.map((layer, i) => `l${i} = new nn.${layer};`),
  forward: [`return ${layers.reduce((x, _, i) => `this.l${i}.forward(${x})`, "x")};`],
});
const loss = (input: string, line: string): ModelBody => ({
  input,
  fields: ["loss = new nn.CrossEntropyLoss();"],
  forward: [line],
});

/** What is wrong, the title of the fix, and what the line reads afterwards. */
const kinds: Readonly<Record<string, readonly [ModelBody, fix: string, after: string]>> = {
  "channels where they are asked for": [
    chain("[1, 3, 32, 32]", "Conv2d(3, 16, 3)", "Conv2d(32, 8, 3)"),
    "Set inChannels to 16 (now 32)",
    "l1 = new nn.Conv2d(16, 8, 3);",
  ],
  "channels where they are made": [
    chain("[1, 3, 32, 32]", "Conv2d(3, 16, 3)", "Conv2d(32, 8, 3)"),
    "Set outChannels of `l0` to 32 (now 16)",
    "l0 = new nn.Conv2d(3, 32, 3);",
  ],
  "a depthwise layer in one piece": [
    chain("[1, 3, 32, 32]", "Conv2d(3, 24, 1)", "Conv2d(32, 32, 3, { padding: 1, groups: 32 })"),
    "Make it depthwise over 24: set inChannels, groups, outChannels",
    "l1 = new nn.Conv2d(24, 24, 3, { padding: 1, groups: 24 });",
  ],
  groups: [
    chain("[1, 10, 8, 8]", "Conv2d(10, 20, 3, { groups: 4 })"),
    "Set groups to 5 (now 4)",
    "l0 = new nn.Conv2d(10, 20, 3, { groups: 5 });",
  ],
  "groups of a norm": [
    chain("[1, 30, 8, 8]", "GroupNorm(4, 30)"),
    "Set numGroups to 5 (now 4)",
    "l0 = new nn.GroupNorm(5, 30);",
  ],
  "heads of an attention": [
    {
      input: "[2, 5, 30]",
      fields: ["attn = new nn.MultiheadAttention(30, 4, { batchFirst: true });"],
      forward: ["return this.attn.forward(x, x, x)[0];"],
    },
    "Set numHeads to 5 (now 4)",
    "attn = new nn.MultiheadAttention(30, 5, { batchFirst: true });",
  ],
  "padding that keeps the size": [
    {
      input: "[1, 8, 16, 16]",
      fields: ["conv = new nn.Conv2d(8, 8, 3, { bias: false });"],
      forward: ["return this.conv.forward(x).add(x);"],
    },
    "Set padding of `conv` to 1, which keeps the size",
    "conv = new nn.Conv2d(8, 8, 3, { bias: false, padding: 1 });",
  ],
  "padding for a kernel that is too large": [
    chain("[1, 3, 5, 5]", "Conv2d(3, 8, 7)"),
    "Set padding to 3",
    "l0 = new nn.Conv2d(3, 8, 7, { padding: 3 });",
  ],
  "a smaller kernel": [
    chain("[1, 3, 5, 5]", "Conv2d(3, 8, 7)"),
    "Set kernelSize to 5 (now 7)",
    "l0 = new nn.Conv2d(3, 8, 5);",
  ],
  "the output padding of a transposed convolution": [
    {
      input: "[1, 8, 8, 8]",
      fields: [
        "down = new nn.Conv2d(8, 16, 3, { stride: 2, padding: 1 });",
        "up = new nn.ConvTranspose2d(16, 8, 3, { stride: 2, padding: 1 });",
      ],
      forward: ["return this.up.forward(this.down.forward(x)).add(x);"],
    },
    "Set outputPadding of `up` to 1",
    "up = new nn.ConvTranspose2d(16, 8, 3, { stride: 2, padding: 1, outputPadding: 1 });",
  ],
  "features as the product they were": [
    chain("[1, 1, 28, 28]", "Conv2d(1, 16, 5)", "Flatten()", "Linear(16 * 28 * 28, 10)"),
    "Set inFeatures to 16 * 24 * 24 (now 12544)",
    "l2 = new nn.Linear(16 * 24 * 24, 10);",
  ],
  "padding instead of other features": [
    chain("[1, 1, 28, 28]", "Conv2d(1, 16, 5)", "Flatten()", "Linear(16 * 28 * 28, 10)"),
    "Set padding of `l0` to 2, which keeps the size",
    "l0 = new nn.Conv2d(1, 16, 5, { padding: 2 });",
  ],
  flatten: [
    chain("[1, 512, 1, 1]", "Linear(512, 10)"),
    "Insert flatten(1)",
    "return this.l0.forward(x.flatten(1));",
  ],
  permute: [
    chain("[8, 24, 24, 3]", "Conv2d(3, 8, 3)"),
    "Insert permute: channels first",
    "return this.l0.forward(x.permute(0, 3, 1, 2));",
  ],
  "permute around a norm over channels": [
    chain("[2, 96, 14, 14]", "LayerNorm(96)"),
    "Permute: channels last for the norm, and back",
    "return this.l0.forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2);",
  ],
  transpose: [
    chain("[8, 100, 16]", "Conv1d(16, 32, 3)"),
    "Insert transpose(1, 2)",
    "return this.l0.forward(x.transpose(1, 2));",
  ],
  "a matrix the other way round": [
    ops("[2, 8, 10, 64]", "return x.matmul(x);"),
    "Insert transpose(-2, -1)",
    "return x.matmul(x.transpose(-2, -1));",
  ],
  "unsqueeze for a missing channel axis": [
    chain("[8, 28, 28]", "Conv2d(1, 16, 3)"),
    "Insert unsqueeze(1)",
    "return this.l0.forward(x.unsqueeze(1));",
  ],
  "squeeze of a target": [
    loss("[8, 10]", "return this.loss.forward(x, torch.zeros(8, 1));"),
    "Insert squeeze(1)",
    "return this.loss.forward(x, torch.zeros(8, 1).squeeze(1));",
  ],
  "classes on axis 1": [
    loss("[2, 7, 50]", "return this.loss.forward(x, torch.zeros(2, 7));"),
    "Insert transpose(1, 2): classes on axis 1",
    "return this.loss.forward(x.transpose(1, 2), torch.zeros(2, 7));",
  ],
  "axes for the values of channels": [
    {
      input: "[2, 64, 8, 8]",
      fields: ["scale = new nn.Linear(64, 64);"],
      forward: ["return x.mul(this.scale.forward(x.mean([2, 3])));"],
    },
    "View as [2, 64, 1, 1]",
    "return x.mul(this.scale.forward(x.mean([2, 3])).view(2, 64, 1, 1));",
  ],
  "parentheses where an operator would bind less": [
    {
      input: "[1, 512, 1, 1]",
      fields: ["deep = true;", "fc = new nn.Linear(512, 10);"],
      forward: ["return this.fc.forward(this.deep ? x : x.relu());"],
    },
    "Insert flatten(1)",
    "return this.fc.forward((this.deep ? x : x.relu()).flatten(1));",
  ],
  "an axis that is there": [
    ops("[2, 3, 4]", "return x.transpose(1, 3);"),
    "Set dim1 to 2 (now 3)",
    "return x.transpose(1, 2);",
  ],
  "all axes of a permutation": [
    ops("[2, 3, 4, 5]", "return x.permute([0, 2, 1]);"),
    "Permute to 0, 2, 1, 3",
    "return x.permute([0, 2, 1, 3]);",
  ],
  "the axis to join along": [
    ops("[2, 3, 4]", "return torch.cat([x, x.narrow(1, 0, 2)], 2);"),
    "Set dim to 1 (now 2)",
    "return torch.cat([x, x.narrow(1, 0, 2)], 1);",
  ],
  "sizes of a view": [
    ops("[4, 16, 4, 4]", "return x.view(4, 16 * 5 * 5);"),
    "Set size 1 to 16 * 4 * 4 (now 400)",
    "return x.view(4, 16 * 4 * 4);",
  ],
  "the last part of a split": [
    ops("[2, 6]", "return x.split([2, 3], 1)[0]!;"),
    "Set the parts to [2, 4]",
    "return x.split([2, 4], 1)[0]!;",
  ],
  "the layer for as many axes": [
    chain("[2, 8, 4, 4]", "BatchNorm1d(8)"),
    "Use BatchNorm2d",
    "l0 = new nn.BatchNorm2d(8);",
  ],
  "a projection for the skip": [
    {
      input: "[1, 64, 56, 56]",
      fields: ["conv = new nn.Conv2d(64, 128, 3, { stride: 2, padding: 1 });"],
      forward: ["return this.conv.forward(x).add(x);"],
    },
    "Project the skip with Conv2d(64, 128, 1, { stride: 2 })",
    "return this.conv.forward(x).add(this.projection.forward(x));",
  ],
  "a padding mode by its name": [
    chain("[1, 3, 8, 8]", 'Conv2d(3, 8, 3, { padding: 1, paddingMode: "zero" })'),
    'Set paddingMode to "zeros"',
    'l0 = new nn.Conv2d(3, 8, 3, { padding: 1, paddingMode: "zeros" });',
  ],
  "an option by its name": [
    chain("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { strides: 2 })"),
    "Use the option stride",
    "l0 = new nn.Conv2d(3, 8, 3, { stride: 2 });",
  ],
  "a layer by its name": [
    {
      input: "[1, 3, 8, 8]",
      fields: ["conv1 = new nn.Conv2d(3, 8, 3);"],
      forward: ["return this.conv2.forward(x);"],
    },
    "Use `conv1`",
    "return this.conv1.forward(x);",
  ],
};

const hard = ({ severity }: { readonly severity: string }): boolean => severity !== "hint";

describe("fixes", () => {
  for (const [kind, [example, title, after]] of Object.entries(kinds)) {
    test(kind, () => {
      const source = sourceOf(example);
      const project = memoryProject({ "/model.ts": source });
      const findings = project.analyze("/model.ts").findings.filter(hard);
      expect(findings.length).toBe(1);
      const fixes = checkedFixes(project, "/model.ts", findings[0]!);
      const fix = fixes.find((candidate) => candidate.title === title);
      expect(fix?.title, fixes.map((candidate) => candidate.title).join("\n")).toBe(title);
      const mended = applyEdits(source, fix!.edits);
      expect(mended.split("\n").map((line) => line.trim())).toContain(after);
      expect(memoryProject({ "/model.ts": mended }).analyze("/model.ts").findings).toEqual([]);
    });
  }

  test("one of them is the preferred one", () => {
    const [example] = kinds["features as the product they were"]!;
    const project = memoryProject({ "/model.ts": sourceOf(example) });
    const fixes = checkedFixes(project, "/model.ts", project.analyze("/model.ts").findings[0]!);
    expect(fixes.map(({ preferred }) => preferred ?? false)).toEqual([true, false]);
  });
});

describe("refactorings", () => {
  const action = (source: string, at: string, title: RegExp): string | undefined => {
    const project = memoryProject({ "/model.ts": source });
    const offset = source.indexOf(at);
    const found = codeActions(project, "/model.ts", offset, offset).find((candidate) =>
      title.test(candidate.title),
    );
    return found && applyEdits(source, found.edits);
  };
  const header = 'import { nn, type Tensor } from "@convlens/engine";\n';

  test("a lazy layer in its plain form", () => {
    const source = `${header}export class Net extends nn.Module {
  conv = new nn.LazyConv2d(16, 3, { padding: 1 });
  /** @shape x [N, 3, 32, 32] */
  forward(x: Tensor): Tensor {
    return this.conv.forward(x);
  }
}
`;
    const plain = action(source, "LazyConv2d", /Replace LazyConv2d/)!;
    expect(plain).toContain("conv = new nn.Conv2d(3, 16, 3, { padding: 1 });");
    expect(memoryProject({ "/model.ts": plain }).analyze("/model.ts").findings).toEqual([]);
  });

  test("a shape annotation", () => {
    const source = `${header}export class Net extends nn.Module {
  conv = new nn.Conv2d(3, 16, 3);
  forward(x: Tensor): Tensor {
    return this.conv.forward(x);
  }
}
`;
    const noted = action(source, "forward(x: Tensor)", /Add shape annotation/)!;
    expect(noted).toContain("  /** @shape x [N, 3, H, W] */\n  forward(x: Tensor): Tensor {");
    expect(memoryProject({ "/model.ts": noted }).analyze("/model.ts").findings).toEqual([]);
  });
});
