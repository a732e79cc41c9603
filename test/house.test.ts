/** The house: what may stand on what, and that everything has its place. `UPDATE_PAGES=1` draws the floors anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { F, nn } from "@convlens/engine";
import { type LayerSpec, torchFunctions, torchLayers } from "@convlens/engine/specs";
import { describe, expect, test } from "vitest";
import { loops } from "../engine/src/reference/index.ts";
import {
  circles,
  drawingOf,
  type Edge,
  filesIn,
  folderOf,
  importsOf,
  roomOf,
  root,
} from "./house/imports.ts";

const PARTS = ["engine/src", "server/src", "client/src"] as const;

/** What stands in a file, without its comments. */
const code = (file: string): string =>
  readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");

describe.each(PARTS)("%s", (part) => {
  const imports = importsOf(part);

  test("folders stand on each other without a way back up", () => {
    const folders = new Set(filesIn(part).map((file) => folderOf(file)));
    const edges = imports.map(({ from, to }): Edge => [folderOf(from, folders), folderOf(to, folders)]);
    expect(circles(edges)).toEqual([]);
  });

  test("files do, too, but for what is one recursive function", () => {
    const edges = imports.filter(({ types }) => !types).map(({ from, to }): Edge => [from, to]);
    const others = circles(edges).filter((group) => !group.every((file) => RECURSIVE.test(file)));
    expect(others).toEqual([]);
  });
});

/**
 * A statement holds expressions that hold functions that hold statements: evaluating and lowering follow that. Arithmetic
 * simplifies by bounds, which are arithmetic. A tensor's methods are functions that give tensors.
 */
const RECURSIVE = /^server\/src\/(interpret\/javascript|syntax\/lower-)|^engine\/src\/(dims|tensor)\//;

describe("each layer and function of PyTorch", () => {
  test("has a class in nn", () => {
    expect([...torchLayers.keys()].filter((name) => !(name in nn))).toEqual([]);
  });

  test("has a kernel", () => {
    const computed = ({ name, kernel = name, asLayer }: LayerSpec) =>
      asLayer !== undefined || kernel in loops;
    const specs = [...torchLayers.values(), ...torchFunctions.values()].filter((spec) => !spec.materialize);
    expect(specs.filter((spec) => !computed(spec)).map(({ name }) => name)).toEqual([]);
  });

  test("has a function where its spec names one, and that function is in F", () => {
    const named = [...torchLayers.values()].flatMap(({ functional }) => functional?.name ?? []);
    expect(named.filter((name) => !torchFunctions.has(name) || !(name in F))).toEqual([]);
  });
});

describe("ARCHITECTURE.md", () => {
  const file = join(root, "ARCHITECTURE.md");

  test("draws the floors as they are", () => {
    const text = readFileSync(file, "utf8");
    const current = text.replace(
      /(<!-- floors (\S+) -->\n)[\s\S]*?(<!-- end -->)/g,
      (_, before: string, part: string, after: string) => `${before}${drawingOf(part)}\n${after}`,
    );
    if (process.env.UPDATE_PAGES) writeFileSync(file, current);
    else expect(text, "UPDATE_PAGES=1 npx vitest run test/house.test.ts draws it anew").toBe(current);
  });

  test.each(PARTS)("has a paragraph on each room of %s", (part) => {
    const headings = [...readFileSync(file, "utf8").matchAll(/^### (.*)$/gm)].map(([, name]) => name);
    const rooms = [...new Set(filesIn(part).map((path) => roomOf(part, path)))];
    for (const room of rooms)
      if (room !== "(root)") expect(headings, "a paragraph on each room in ARCHITECTURE.md").toContain(room);
  });
});

test("each file opens with a sentence", () => {
  const files = [...PARTS, "test", "scripts"]
    .flatMap(filesIn)
    .filter((file) => !/\/(fixtures|types)\//.test(file));
  const text = (file: string): string => readFileSync(join(root, file), "utf8");
  expect(files.filter((file) => !/^(#!.*\n)?(\/\*\*|\/\/) *\S|^\/\*\*\n/.test(text(file)))).toEqual([]);
});

test("what a file exports somebody else uses", () => {
  const everywhere = [...PARTS, "test", "scripts", "bench"].flatMap(filesIn);
  const texts = new Map(everywhere.map((file) => [file, readFileSync(join(root, file), "utf8")]));
  const words = new Map<string, Set<string>>(); // which files have a word
  for (const [file, text] of texts)
    for (const [word] of text.matchAll(/\w+/g)) words.set(word, (words.get(word) ?? new Set()).add(file));
  const unused = PARTS.flatMap(filesIn).flatMap((file) =>
    [...texts.get(file)!.matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm)]
      .map(([, name]) => name!)
      .filter((name) => words.get(name)!.size === 1 && !PUBLIC.test(`${file} ${name}`))
      .map((name) => `${file} exports ${name}`),
  );
  expect(unused, "what only its own file uses needs no export").toEqual([]);
});

/** What is there for others: the library's own names, and what VS Code calls. */
const PUBLIC =
  /^engine\/src\/(nn\/layers|functional\/functions|tensor\/create)\.ts |^client\/src\/\w+\.ts (de)?activate$/;

test("dialects see the contract room and the facts of model files alone", () => {
  const rooms = importsOf("server/src/dialects").map(({ to }) => roomOf("server/src", to));
  expect([...new Set(rooms)].filter((room) => room !== "dialects").sort()).toEqual(["facts", "model-files"]);
});

test("only the language's rooms and what wires them know its trees", () => {
  const KNOWS = /^server\/src\/(syntax|interpret\/javascript|project)\/|^server\/src\/interpret\/index\.ts$/;
  const others = importsOf("server/src").filter(
    ({ from, to }) => /^server\/src\/(syntax|interpret\/javascript)\//.test(to) && !KNOWS.test(from),
  );
  expect(others.map(({ from, to }) => `${from} imports ${to}: ask facts/language.ts for it`)).toEqual([]);
});

test("what is not JavaScript's own speaks no JavaScript", () => {
  const NAMES = /Symbol\.iterator|globalThis|"(undefined|prototype|require|typeof)"/;
  const rooms = ["facts", "interpret/machine", "interpret/tensors"].map((room) => `server/src/${room}`);
  const files = [...rooms.flatMap(filesIn), "roots", "entries", "root-inputs", "world"].map((file) =>
    file.includes("/") ? file : `server/src/interpret/${file}.ts`,
  );
  expect(files.filter((file) => NAMES.test(code(file)))).toEqual([]);
});

test("no part asks for the time of day, which jumps", () => {
  const files = PARTS.flatMap(filesIn);
  expect(files.filter((file) => /\bDate\.now\b|\bnew Date\b/.test(code(file)))).toEqual([]);
});

test("the terminal alone writes files: servers on one folder cannot be in each other's way", () => {
  const OWN = "server/src/disk/compiled.ts"; // its own code, whole or not at all, where it is told to
  const WRITES = /\b(writeFile|appendFile|writeSync|mkdir|rename|rmSync|unlink|createWriteStream)/;
  const files = [...filesIn("server/src"), ...filesIn("engine/src")];
  const others = files.filter((file) => !file.startsWith("server/src/cli/") && file !== OWN);
  expect(others.filter((file) => /"node:fs/.test(code(file)) && WRITES.test(code(file)))).toEqual([]);
});

test("tests know rooms by their index", () => {
  const inside = importsOf("test").filter(
    ({ to }) => /^(engine|server|client)\/src\//.test(to) && !to.endsWith("/index.ts"),
  );
  expect(inside.map(({ from, to }) => `${from} imports ${to}: export it from its room's index.ts`)).toEqual(
    [],
  );
});

test("tests that run dist/ have it built first", () => {
  const built = /const BUILT = \[([\s\S]*?)\]/.exec(
    readFileSync(join(root, "vitest.config.mts"), "utf8"),
  )![1]!;
  const folders = [...built.matchAll(/"([^"*]+)/g)].map(([, start]) => start!);
  const runners = importsOf("test").filter(({ to }) =>
    /(lsp\/client|cli\/convlens|real-server)\.ts$/.test(to),
  );
  const others = runners.filter(({ from }) => !folders.some((folder) => from.startsWith(folder)));
  expect(others.map(({ from }) => `${from} belongs to BUILT in vitest.config.mts`)).toEqual([]);
});
