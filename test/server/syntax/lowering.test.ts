/** Source text as plain data: what stays, what disappears, and where everything stands. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Expression, Module, Statement } from "../../../server/src/syntax/index.ts";
import { parse, SOURCE_EXTENSIONS, specifiersOf } from "../../../server/src/syntax/index.ts";

/** The value of the first variable. */
function firstValue(text: string, file = "a.ts"): Expression {
  const declaration = parse(text, file).body.find((statement) => statement.kind === "VariableDeclaration");
  return (declaration as Extract<Statement, { kind: "VariableDeclaration" }>).declarations[0]!.init!;
}

/** A tree without its positions. */
function plain(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).filter(([name]) => name !== "start" && name !== "end");
  return Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]));
}

/** Every object of a tree that has a kind. */
function* nodesOf(node: unknown): Generator<Record<string, unknown> & { start: number; end: number }> {
  if (typeof node !== "object" || node === null) return;
  if ("kind" in node) yield node as never;
  for (const value of Object.values(node)) yield* nodesOf(value);
}

const kinds = (module: Module): string[] => module.body.map(({ kind }) => kind);

describe("expressions", () => {
  test.each([
    ["const a = (f(x));", "parentheses"],
    ["const a = f(x) as unknown as number;", "as"],
    ["const a = f(x)!;", "!"],
    ["const a = f(x) satisfies number;", "satisfies"],
    ["const a = <number>f(x);", "angle brackets"],
    ["const a = f<number>(x);", "type arguments"],
    ["const a: number = f(x as any);", "type annotations"],
  ])("%s is the call alone", (text) => {
    expect(plain(firstValue(text))).toEqual(plain(firstValue("const a = f(x);")));
  });

  test.each([
    ["a.b", { kind: "Member", key: { name: "b" }, optional: false }],
    ["a?.b", { kind: "Member", optional: true }],
    ['a["b"]', { kind: "Member", key: { name: "b" } }],
    ["a[i]", { kind: "Member", key: { computed: { kind: "Identifier", name: "i" } } }],
    ["new A(...b)", { kind: "New", args: [{ kind: "Spread" }] }],
    ["{ a, [k]: 1, ...o, get g() { return 1; } }", { kind: "Object" }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    ["`x${1}y`", { kind: "Template", strings: ["x", "y"], values: [{ value: 1 }] }],
    ["a ?? b", { kind: "Logical", operator: "??" }],
    ["a **= 2", { kind: "Assign", operator: "**=" }],
    ["[a, b] = [b, a]", { kind: "Assign", target: { kind: "ArrayPattern" } }],
    ["0x10", { kind: "Literal", value: 16 }],
    ["undefined", { kind: "Literal", value: undefined }],
    ["-n", { kind: "Unary", operator: "-" }],
    ["n++", { kind: "Update", operator: "++", prefix: false }],
    ["async (x) => x", { kind: "Function", fn: { async: true, arrow: true } }],
    ["/a(b)/g", { kind: "Regex" }],
    ['import("./a")', { kind: "ImportCall" }],
    ["new.target", { kind: "Opaque" }],
  ])("%s", (text, expected) => {
    expect(firstValue(`const a = (${text});`)).toMatchObject(expected);
  });

  test("JSX is opaque, and stands where it stands", () => {
    const text = "const a = <View style={s}>{x}</View>;";
    expect(firstValue(text, "a.tsx")).toEqual({ kind: "Opaque", start: 10, end: text.length - 1 });
  });
});

describe("declarations", () => {
  test("of a class: fields, methods, accessors, parameter properties; decorators and overloads are gone", () => {
    const [statement] = parse(
      `@model class Net extends nn.Module<Config> {
        @field() conv = new nn.Conv2d(1, 2, 3); static size = 3; #own = 1; declare typed: number;
        constructor(private readonly width: number) { super(); }
        forward(x: number): number; forward(x: string): string; forward(x: any) { return x; }
        get depth() { return 1; }
      }`,
      "a.ts",
    ).body;
    const { cls } = statement as Extract<Statement, { kind: "ClassDeclaration" }>;
    expect(cls.superClass).toMatchObject({ kind: "Member", key: { name: "Module" } });
    expect(cls.members.map((member) => (member.kind === "StaticBlock" ? "" : member.key.name))).toEqual([
      "conv",
      "size",
      "#own",
      "constructor",
      "forward",
      "depth",
    ]);
    expect(cls.members[3]).toMatchObject({ role: "constructor", fn: { params: [{ property: true }] } });
  });

  test("carry the shapes that their types state", () => {
    const [statement] = parse(
      'function f(x: Tensor<["N", 3, "H", "W"]>): Tensor<[1]> { return x; }',
      "a.ts",
    ).body;
    expect(statement).toMatchObject({
      fn: {
        params: [{ type: { name: "Tensor", tensorDims: '"N", 3, "H", "W"' } }],
        returnType: { tensorDims: "1" },
      },
    });
  });

  test("that only types see are empty", () => {
    expect(
      kinds(parse("interface A {} type B = 1; declare const c: A; declare function d(): void;", "a.ts")),
    ).toEqual(["Empty", "Empty", "Empty", "Empty"]);
  });

  test("name every module that they import", () => {
    const text =
      'import a from "./a"; export * from "./b"; const c = require("c"); import d = require("d"); import("e");';
    expect(specifiersOf(text)).toEqual(["./a", "./b", "c", "d", "e"]);
  });

  test("keep the places of what has no body where it is annotated", () => {
    const text =
      "/** @shape x [N] */ interface A { f(x: Tensor): Tensor } declare function g(): void; // @shape [1]";
    const { signatures } = parse(text, "a.ts");
    expect(signatures.map(({ start, end }) => text.slice(start, end))).toContain("f(x: Tensor): Tensor");
  });
});

describe("comments", () => {
  test("are found beside templates, regular expressions and divisions that look like them", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    const text = "const a = `//${b /* one */}//`; const r = /[/]*/; const d = 1 / 2; // two";
    expect(parse(text, "a.ts").comments.map((comment) => comment.text)).toEqual([" one ", " two"]);
  });
});

describe("files", () => {
  const body = "class Net { forward(x) { return x; } }";
  test.each(SOURCE_EXTENSIONS)(".%s", (extension) => {
    const embedded = extension === "svelte" || extension === "vue";
    const text = embedded
      ? `<p>{"class"}</p>\r\n<script lang="ts">\n${body}\n</script>\n<style>a { b: c }</style>`
      : body;
    const [statement, ...rest] = parse(text, `a.${extension}`).body;
    expect(statement).toMatchObject({ kind: "ClassDeclaration", start: text.indexOf(body) });
    expect(rest).toEqual([]);
  });

  const examples = new URL("../../../examples/", import.meta.url);
  test.each(readdirSync(examples).filter((name) => name.endsWith(".ts")))(
    "%s: names stand where they are said to",
    (name) => {
      const text = readFileSync(new URL(name, examples), "utf8");
      const module = parse(text, name);
      let count = 0;
      for (const node of nodesOf(module.body)) {
        expect(node.start).toBeLessThanOrEqual(node.end);
        if (node.kind !== "Identifier") continue;
        expect(text.slice(node.start, node.end)).toBe(node.name);
        count++;
      }
      expect(count).toBeGreaterThan(10);
    },
  );
});

describe("half-typed code", () => {
  test.each([
    "this.conv.",
    "const y = this.conv.forward(",
    "x = new nn.Conv2d(3, ",
    "if (x",
    "const { a, ",
    "`text ${",
    "for (const l of ",
  ])("%s leaves the statements before it alone", (typed) => {
    const text = `const first = 1;\nfunction f() { ${typed}`;
    expect(kinds(parse(text, "a.ts")).slice(0, 2)).toEqual(["VariableDeclaration", "FunctionDeclaration"]);
  });

  test("keeps what follows it", () => {
    const text =
      "class A { conv = new nn.Conv2d(3, ; \n bn = 1; forward() { return this.conv. } }\nclass B {}";
    const classes = parse(text, "a.ts").body.filter(({ kind }) => kind === "ClassDeclaration");
    expect(classes).toHaveLength(2);
  });
});
