/** A file's analysis through its edits: parts are remembered and moved, and all comes out as from scratch. */
import { readdirSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { formatShape } from "@convlens/engine/specs";
import type { Analysis, Project } from "@convlens/server";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Tensor } from "../../../server/src/facts/index.ts";
import { partsOf } from "../../../server/src/project/index.ts";
import { parse } from "../../../server/src/syntax/index.ts";
import { analyzeText, memoryProject } from "../memory-project.ts";

const read = (folder: string): string[] => {
  const url = new URL(`../../../${folder}/`, import.meta.url);
  return readdirSync(url)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(new URL(name, url), "utf8"));
};
const sources = [...read("examples"), ...read("examples/broken"), ...read("test/fixtures/language")];

/** All that an analysis says, without the numbers that tell its values apart. */
function told(analysis: Analysis) {
  const tensor = ({ shape, origin, name }: Tensor) => ({ shape: formatShape(shape), origin, name });
  const layer = (value: Analysis["layers"][number] | undefined) =>
    value && { name: value.name, site: value.site, nameSpan: value.nameSpan, argSpans: value.argSpans };
  const use = (value: Analysis["applications"][number]) => ({
    op: value.op,
    path: value.path,
    span: value.span,
    calleeSpan: value.calleeSpan,
    inputSpans: value.inputSpans,
    argSpans: value.argSpans,
    layer: layer(value.layer),
    inputs: value.inputs.map(tensor),
    outputs: value.outputs.map(tensor),
  });
  return {
    applications: analysis.applications.map(use),
    layers: analysis.layers.map(layer),
    bindings: analysis.bindings.map(({ tensor: value, ...rest }) => ({ ...rest, tensor: tensor(value) })),
    mentions: analysis.mentions.map(({ tensor: value, ...rest }) => ({ ...rest, tensor: tensor(value) })),
    moduleUses: analysis.moduleUses.map(({ inputs, outputs, applications, ...rest }) => ({
      ...rest,
      inputs: inputs.map(tensor),
      outputs: outputs.map(tensor),
      applications: applications.map(use),
    })),
    functions: analysis.functions,
    models: analysis.models.map(({ name, span, declaration, site, modules, requirement, applications }) => ({
      ...{ name, span, declaration, site, modules, requirement },
      applications: applications.map(use),
    })),
    references: analysis.references,
    findings: analysis.findings,
  };
}

const typed = fc.constantFrom(
  "x",
  "1",
  "(",
  "}",
  "\n",
  "\n\n",
  "`",
  "/* ",
  " // @shape [N, 3]\n",
  "groups: 2, ",
  '["conv"]',
  "conv2",
);
const edits = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(9), typed, look: fc.boolean() }),
  { minLength: 2, maxLength: 6 },
);

/** What an editor sends: where, and what stands there now. */
function place(text: string, at: number, cut: number): [from: number, to: number] {
  const from = Math.floor(at * text.length);
  return [from, Math.min(from + cut, text.length)];
}

test("what is remembered is what a fresh look sees", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(sources, { minLength: 2, maxLength: 3 }), edits, (chosen, steps) => {
      let text = chosen.join("\n");
      const project = memoryProject({});
      project.setOpen("/model.ts", text);
      let held = project.analyze("/model.ts");
      for (const step of steps) {
        const before = structuredClone(held);
        const [from, to] = place(text, step.at, step.cut);
        project.edit("/model.ts", from, to, step.typed);
        text = text.slice(0, from) + step.typed + text.slice(to);
        expect(project.source("/model.ts")?.text).toBe(text);
        const analysis = project.analyze("/model.ts");
        const fresh = analyzeText(text);
        expect(analysis.findings).toEqual(fresh.findings);
        if (step.look) expect(told(analysis)).toEqual(told(fresh));
        // whoever holds the last one has what it was; `toEqual` tells the difference, and takes ten times as long to see none
        if (!isDeepStrictEqual(held, before)) expect(told(held)).toEqual(told(before));
        held = analysis;
      }
    }),
    { numRuns: 25 },
  );
});

describe("a function that many parts have", () => {
  const text = (wrong = ""): string => `import { nn, randn } from "@convlens/engine";
function halve(x, channels) {
  ${wrong}
  return new nn.Conv2d(channels, channels, 2, { stride: 2 }).forward(x);
}
export const one = halve(randn(1, 4, 32, 32), 4);
export const two = halve(randn(1, 8, 16, 16), 8);
`;
  const opened = (source: string): Project => {
    const project = memoryProject({});
    project.setOpen("/model.ts", source);
    return project;
  };

  test("has the shapes of all its calls, and costs what is edited", () => {
    const project = opened(text());
    const before = project.analyze("/model.ts");
    const shapes = (analysis: Analysis): string[] =>
      analysis.applications
        .filter(({ op }) => op === "Conv2d")
        .map(({ outputs: [made] }) => formatShape(made!.shape));
    expect(shapes(before)).toEqual(["[1, 4, 16, 16]", "[1, 8, 8, 8]"]);
    expect(before.functions.map(({ name, returns }) => `${name} ${formatShape(returns)}`)).toEqual([
      "halve [1, ?, ?, ?]",
    ]);
    const edited = text().replace("16, 16), 8", "64, 64), 8");
    project.setOpen("/model.ts", edited);
    const after = project.analyze("/model.ts");
    expect(shapes(after)).toEqual(["[1, 4, 16, 16]", "[1, 8, 32, 32]"]);
    const [first] = before.layers;
    expect(after.layers[0]?.id).toBe(first?.id); // of `one`, made once
    // what is seen in a window over the function is what all parts say of it
    const at = edited.indexOf("new nn.Conv2d");
    expect(shapes(project.analyzeWithin("/model.ts", at, at))).toEqual(shapes(after));
  });

  test("is told once of, wherever it fails", () => {
    for (const wrong of [
      "new nn.Linear(3, 4).forward(randn(2, 5));",
      "if (x.shape[1] > 4) new nn.Linear(3, 4).forward(randn(2, 5));",
      "new nn.Conv2d(4, 4, 1).forward(x);",
    ]) {
      const project = opened(text());
      project.analyze("/model.ts");
      project.setOpen("/model.ts", text(wrong));
      const { findings } = project.analyze("/model.ts");
      expect(findings).toHaveLength(1);
      expect(findings).toEqual(analyzeText(text(wrong)).findings);
      project.setOpen("/model.ts", text());
      expect(project.analyze("/model.ts").findings).toEqual([]);
    }
  });
});

describe("a class that many parts have", () => {
  const text = (
    note = "",
    forward = "this.conv.forward(x)",
  ): string => `import { nn, randn } from "@convlens/engine";
class Net extends nn.Module {
  constructor(channels) {
    super();
    this.conv = new nn.Conv2d(channels, 8, 3);
  }
  ${note}
  forward(x) { return ${forward}; }
}
`;
  const instances = `const one = new Net(3);
const two = new Net(4);
export const out = two.forward(randn(1, 4, 8, 8));
`;
  const seen = (source: string): string[] =>
    analyzeText(source).models.map(
      ({ name, variable, inputs: [x] }) => `${name} ${variable} ${x && formatShape(x.shape)}`,
    );

  test("is a model for each instance, and by itself where there is none", () => {
    expect(seen(text() + instances)).toEqual(["Net one [N, 3, H, W]", "Net two [1, 4, 8, 8]"]);
    const unused = "export const one = () => new Net(3);\nexport const two = () => new Net(4);\n";
    expect(seen(text() + unused)[0]).toBe("Net undefined [N, channels, H, W]");
  });

  test("is told once of", () => {
    for (const [source, count] of [
      [text("", "this.lost.forward(x)") + instances, 1],
      [text("/** @shape x [N, 3, 8, 8] */") + instances, 1],
    ] as const) {
      const project = memoryProject({});
      project.setOpen("/model.ts", text() + instances);
      expect(project.analyze("/model.ts").findings).toEqual([]);
      project.setOpen("/model.ts", source);
      expect(project.analyze("/model.ts").findings.map(({ code }) => code)).toHaveLength(count);
      expect(project.analyze("/model.ts").findings).toEqual(analyzeText(source).findings);
    }
  });
});

test("a part is looked at again when the rest of the file speaks of another name", () => {
  const model = `import { nn } from "@convlens/engine";
export class A extends nn.Module {
  conv1 = new nn.Conv2d(3, 8, 3);
  forward(x) {
    return this.conv2.forward(x);
  }
}
`;
  const project = memoryProject({});
  const codesWith = (name: string): string[] => {
    project.setOpen("/model.ts", `${model}const other = ["${name}"];\n`);
    return project.analyze("/model.ts").findings.map(({ code }) => code);
  };
  // another part may give the model a layer of this name
  for (const name of ["conv2", "conv3", "conv2"])
    expect(codesWith(name)).toEqual([name === "conv2" ? "layer-unused" : "layer-undeclared"]);
});

test("a part is looked at again when the rest of the file gives its library another member", () => {
  const use = `import * as tf from "@tensorflow/tfjs";
export const out = tf.ones([2, 3]).matMul(tf.ones([4, 5]));
`;
  const patch = "tf.Tensor.prototype.matMul = function () { return tf.scalar(1); };\n";
  const project = memoryProject({});
  for (const text of [use, use + patch, use]) {
    project.setOpen("/model.ts", text);
    const { findings } = project.analyze("/model.ts");
    expect(findings).toEqual(analyzeText(text).findings);
    expect(findings).toHaveLength(text === use ? 1 : 0);
  }
});

describe("parts of a file", () => {
  const parts = (text: string): string[][] =>
    partsOf(parse(text, "a.ts"), (specifier) => (specifier.startsWith(".") ? "project" : "library")).map(
      ({ pieces }) => pieces.map((piece) => piece.text.trim()),
    );
  const lib = 'import { nn } from "lib";';
  const a = "class A extends nn.Module {}";
  const b = "const b = nn.f();";

  test("share no name", () => {
    expect(parts([lib, a, b].join("\n"))).toEqual([
      [lib, a],
      [lib, b],
    ]);
    const use = "b.add(new A());";
    expect(parts([lib, a, b, use].join("\n"))).toEqual([[lib, a, b, use]]);
  });

  test("share constants, which nobody changes", () => {
    const width = "const WIDTH = 8;";
    const half = "export const HALF = WIDTH / 2, NAME = 'a';";
    const [c, d] = ["class C extends nn.Module { w = HALF; }", "class D extends nn.Module { w = WIDTH; }"];
    expect(parts([lib, width, half, c, d].join("\n"))).toEqual([
      [lib, width, half, c],
      [lib, width, d],
    ]);
    const counter = "let count = 0;";
    const [e, f] = ["const e = () => ++count;", "const f = () => count;"];
    expect(parts([lib, counter, e, f].join("\n"))).toEqual([[lib, counter, e, f]]);
    // what is made of something that happens is no constant
    const made = "const MADE = make();";
    const [g, h] = ["const g = () => MADE;", "const h = () => MADE;"];
    expect(parts([lib, made, g, h].join("\n"))).toEqual([[lib, made, g, h]]);
  });

  describe("share what nobody can be noticed through", () => {
    const shares = (shared: string, one: string, other: string): void => {
      const found = parts([lib, shared, one, other].join("\n"));
      expect(found).toEqual([
        [lib, shared, one],
        [lib, shared, other],
      ]);
    };
    const connects = (shared: string, one: string, other: string): void =>
      expect(parts([lib, shared, one, other].join("\n"))).toEqual([[lib, shared, one, other]]);

    test("functions that are only called", () => {
      const block = "function block(m) { return nn.f(m); }";
      shares(block, "const c = block(1);", "const d = [1].map(block);");
      connects(block, "const c = block(1);", "block.count = 2;");
      connects("let on = 0;", "function c() { return on; }", "const d = (on = c());");
    });

    test("classes that keep nothing", () => {
      const block = "class Block extends nn.Module { static readonly expansion = 4; f() { this.x = 1; } }";
      shares(block, "const c = new Block();", "const d = nn.f(Block, Block.expansion);");
      connects(block, "const c = new Block();", "Block.expansion = 2;");
      connects(block, "const c = new Block();", "Object.assign(Block.prototype, { f: 1 });");
      for (const own of [
        "static count = 0;",
        "static { nn.f(); }",
        "static f() { this.n = 1; }",
        "[nn.f()] = 1;",
      ])
        connects(
          `class Block extends nn.Module { ${own} }`,
          "const c = new Block();",
          "const d = new Block();",
        );
      connects("class Block extends nn.f(nn.Module) {}", "const c = new Block();", "const d = new Block();");
    });

    test("records that are only read", () => {
      const settings = "const settings = { rate: 0.1, units: 2 * 8 } as const;";
      shares(settings, "const c = settings.rate;", "const d = nn.f(settings.units >= 4);");
      for (const other of [
        "settings.rate = 1;",
        "settings.rate++;",
        "nn.f(settings);",
        "settings.toString();",
      ])
        connects(settings, "const c = settings.rate;", other);
      connects(settings, "const c = settings.rate;", "[settings.rate] = nn.f();");
    });

    test("counters that nobody reads", () => {
      const runs = "let runs = 0;";
      shares(runs, "const c = () => { runs++; };", "const d = () => { runs += 2; };");
      connects(runs, "const c = () => { runs++; };", "const d = () => ++runs;");
    });

    test("each once, where one part alone has it", () => {
      const [inner, outer] = ["function inner() {}", "function outer() { inner(); }"];
      const [c, d] = ["const c = outer();", "const d = nn.f();"];
      expect(parts([lib, inner, outer, c, d].join("\n"))).toEqual([
        [lib, inner, outer, c],
        [lib, d],
      ]);
      // nobody calls these
      expect(parts([lib, inner, outer, "function other() { inner(); }"].join("\n"))).toEqual([
        [lib, inner, outer],
        [lib, inner, "function other() { inner(); }"],
      ]);
    });
  });

  test("stay together where a file of the project may connect them", () => {
    const mine = 'import { list } from "./list";';
    const [c, d] = ["list.push(1);", "const d = list.length;"];
    expect(parts([mine, c, b, d].join("\n"))).toEqual([[mine, c, d], [b]]);
  });

  test("are one in a script, whose assignments make globals", () => {
    expect(parts("a = 1;\nconst c = 2;")).toHaveLength(1);
    expect(parts(`${lib}\nif (b) { var a = 1; }\nconst c = a;`)).toHaveLength(1);
  });
});

describe("an edit", () => {
  const head = 'import { nn, randn } from "@convlens/engine";\n';
  const model = (name: string, channels: number): string =>
    `class ${name} extends nn.Module {\n  conv = new nn.Conv2d(3, ${channels}, 3);\n  forward(x) { return this.conv.forward(x); }\n}\n`;
  const layerOf = (project: Project, name: string) =>
    project.analyze("/a.ts").models.find((fact) => fact.name === name)?.applications[0]?.layer;

  test("leaves the models beside it as they are", () => {
    const project = memoryProject({});
    project.setOpen("/a.ts", head + model("A", 4) + model("B", 8));
    const before = layerOf(project, "B");
    project.setOpen("/a.ts", head + model("A", 16) + model("B", 8));
    expect(before).toBeDefined();
    expect(layerOf(project, "B")?.id).toBe(before?.id); // moved, not made again
    expect(layerOf(project, "A")?.args.outChannels).toBe(16);
  });

  test("that is taken back has its analysis still", () => {
    const project = memoryProject({});
    const [four, eight] = [head + model("A", 4), head + model("A", 8)];
    project.setOpen("/a.ts", four);
    const before = layerOf(project, "A");
    project.setOpen("/a.ts", eight);
    expect(layerOf(project, "A")?.args.outChannels).toBe(8);
    project.setOpen("/a.ts", four);
    expect(layerOf(project, "A")?.args.outChannels).toBe(4);
    expect(layerOf(project, "A")?.id).toBe(before?.id);
  });

  test("is followed by what is in view, and by no more", () => {
    const project = memoryProject({});
    const text = head + model("A", 4) + model("B", 8) + model("C", 2);
    project.setOpen("/a.ts", text);
    project.analyze("/a.ts");
    const moved = text.replace("class A", "class AA");
    project.setOpen("/a.ts", moved);
    const [from, to] = [moved.indexOf("class B"), moved.indexOf("class C") - 3];
    const seen = project.analyzeWithin("/a.ts", from, to);
    const whole = project.analyze("/a.ts");
    expect(seen.models.map(({ name }) => name)).toEqual(["B"]);
    expect(seen.applications).toEqual(
      whole.applications.filter(({ span }) => from <= span.start && span.start < to),
    );
    expect(seen.layers[0]).toBe(whole.layers.find(({ site }) => from <= site.start && site.start < to));
  });

  test("in a file that imports this one back is seen", () => {
    const files = {
      "/a.ts": `${head}import { width } from "./b";\nexport const three = 3;\nconst c = new nn.Conv2d(width, 4, 1);\nc.forward(randn(1, 3, 8, 8));\n`,
      "/b.ts": 'import { three } from "./a";\nexport const width = three;\n',
    };
    const project = memoryProject(files);
    expect(project.analyze("/a.ts").findings).toEqual([]);
    project.setOpen("/a.ts", files["/a.ts"].replace("three = 3", "three = 5"));
    expect(project.analyze("/a.ts").findings).toEqual(
      memoryProject({ ...files, "/a.ts": files["/a.ts"].replace("three = 3", "three = 5") }).analyze("/a.ts")
        .findings,
    );
  });
});
