/** What a configuration changes in an analysis: sizes of inputs, and libraries that a table describes. */
import { expect, test } from "vitest";
import { Project } from "../../../server/src/index.ts";

const HEAD = 'import { nn, type Tensor } from "@convlens/engine";\n';
const NET = `${HEAD}export class Net extends nn.Module {
  conv = new nn.Conv2d(3, 8, 3);
  fc = new nn.Linear(800, 10);
  forward(x: Tensor) {
    return this.fc.forward(this.conv.forward(x).flatten(1));
  }
}
`;

/** A project whose files are these. */
function projectOf(files: Record<string, string>) {
  const texts = new Map(Object.entries(files).map(([name, text]) => [`/p/${name}`, text]));
  const project = new Project({
    read: (file) => texts.get(file),
    exists: (file) => texts.has(file),
    isFolder: (path) => [...texts.keys()].some((file) => file.startsWith(`${path}/`)),
  });
  const codes = (name: string) => project.analyze(`/p/${name}`).findings.map(({ code }) => code);
  const write = (name: string, text: string) => {
    texts.set(`/p/${name}`, text);
    project.diskChanged(`/p/${name}`);
  };
  return { codes, write, project };
}
const config = (value: object) => JSON.stringify(value);

test.each([
  { Net: [1, 3, 32, 32] },
  { Net: "[N, 3, 32, 32]" },
  { Net: { x: "[N, 3, 32, 32]" } },
  { "src/net.ts#Net": { x: [1, 3, 32, 32] }, Net: [1, 3, 4, 4] },
])("inputs %j: a size that no call gives", (inputs) => {
  const { codes } = projectOf({ "src/net.ts": NET, "convlens.config.json": config({ inputs }) });
  expect(codes("src/net.ts")).toEqual(["linear-in-features"]);
});

test.each([{}, { Other: [1, 3, 32, 32] }, { "net.ts#Net": [1, 3, 32, 32] }, { Net: { y: [1, 3, 32, 32] } }])(
  "inputs %j say nothing of the model",
  (inputs) => {
    const { codes } = projectOf({ "src/net.ts": NET, "convlens.config.json": config({ inputs }) });
    expect(codes("src/net.ts")).toEqual([]);
  },
);

test("an annotation counts more, and a change of the configuration is followed", () => {
  const noted = NET.replace("  forward", "  // @shape x [N, 3, 12, 12]\n  forward");
  const { codes, write } = projectOf({
    "net.ts": noted,
    "plain.ts": NET,
    "convlens.config.json": config({ inputs: { Net: [1, 3, 32, 32] } }),
  });
  expect(codes("net.ts")).toEqual([]);
  expect(codes("plain.ts")).toEqual(["linear-in-features"]);
  write("convlens.config.json", config({}));
  expect(codes("plain.ts")).toEqual([]);
});

const TABLE = config({
  modules: ["@acme/layers"],
  like: "@convlens/engine",
  names: { Conv: "nn.Conv2d", "*": "nn", rand: "randn" },
});
const USE = `import { Conv, Linear, rand } from "@acme/layers";
const y = new Conv(4, 8, 3).forward(rand([1, 3, 8, 8]));
new Linear(7, 2).forward(rand([1, 8]));
`;

test("a table gives a package the layers of a library that is known", () => {
  const files = { "use.ts": USE, "acme.convlens.json": TABLE };
  expect(projectOf(files).codes("use.ts")).toEqual([]);
  const { codes, write } = projectOf({
    ...files,
    "convlens.config.json": config({ dialects: ["acme.convlens.json"] }),
  });
  expect(codes("use.ts")).toEqual(["conv-in-channels", "linear-in-features"]);
  write("acme.convlens.json", TABLE.replace("nn.Conv2d", "nn.Identity"));
  expect(codes("use.ts")).not.toContain("conv-in-channels");
});

test.each([
  ["[]", "a dialect is an object"],
  ['{ "module": [] }', 'did you mean "modules"?'],
  ['{ "modules": [] }', '"modules" is a list of package names'],
  ['{ "modules": ["a"], "like": "b" }', '"like" is one of @convlens/engine'],
  [
    '{ "modules": ["a"], "like": "@convlens/engine", "names": { "C": "nn.Conv9d" } }',
    '"C" is "nn.Conv9d", which @convlens/engine does not have',
  ],
  ["{", "JSON"],
])("a table %s is told of, and changes nothing else", async (text, message) => {
  const { Configurations } = await import("../../../server/src/config/index.ts");
  const files = new Map([
    ["/p/t.json", text],
    ["/p/convlens.config.json", config({ dialects: ["t.json"], severity: { rank: "off" } })],
  ]);
  const found = new Configurations({ read: (file) => files.get(file), exists: (file) => files.has(file) }).of(
    "/p/a.ts",
  );
  expect(found.problem).toContain(message);
  expect(found.config.severity).toEqual({ rank: "off" });
});
