/**
 * Signatures from the source of truth: everything that TensorFlow.js exports, every method of its tensors and every option of
 * its layers, read from the package itself, is modelled or is listed as not followed, with a reason. mlx runs on few machines:
 * its names are those of its declarations.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { tfjsLayers } from "@convlens/engine/specs";
import * as tf from "@tensorflow/tfjs";
import ts from "typescript6";
import { describe, expect, test } from "vitest";
import { mlx, NOT_FOLLOWED, NOT_FOLLOWED_BY_MLX, tfjs } from "../../../server/src/dialects/index.ts";

const root = tfjs.namespace("@tensorflow/tfjs");
const library = tf as unknown as Readonly<Record<string, unknown>>;
const memberOf = (space: typeof root, name: string): unknown =>
  space.kind === "builtin" ? space.get?.(name) : undefined;

/** Names that are neither modelled nor listed, and names that are listed though they are modelled. */
function strays(names: readonly string[], isModelled: (name: string) => boolean, prefix = ""): string[] {
  return names.flatMap((name) => {
    const listed = Object.hasOwn(NOT_FOLLOWED, prefix + name) || Object.hasOwn(NOT_FOLLOWED, name);
    if (isModelled(name) !== listed) return [];
    return [`${prefix}${name} is ${listed ? "modelled and listed" : "neither modelled nor listed"}`];
  });
}

describe("TensorFlow.js", () => {
  test("functions and classes", () => {
    const names = Object.keys(library).filter((name) => typeof library[name] === "function");
    expect(names.length).toBeGreaterThan(250);
    expect(strays(names, (name) => memberOf(root, name) !== undefined)).toEqual([]);
  });

  test.each([
    "layers",
    "image",
    "linalg",
    "signal",
    "spectral",
    "losses",
    "metrics",
    "browser",
    "data",
    "math",
    "fused",
  ])("tf.%s", (name) => {
    const space = memberOf(root, name) as typeof root;
    const names = Object.keys(library[name] as object);
    expect(names.length).toBeGreaterThan(0);
    expect(strays(names, (member) => memberOf(space, member) !== undefined, `${name}.`)).toEqual([]);
  });

  test("methods of tensors", () => {
    const origin = { file: "/main.ts", start: 0, end: 0 };
    const tensor = { kind: "tensor", tensor: { id: 1, shape: [2, 3], origin, dialect: "tfjs" } } as const;
    const world = {
      array: (elements: unknown[]) => ({ kind: "array", id: 2, elements, complete: true }),
    } as unknown as Parameters<typeof tfjs.tensorMember>[2];
    const names = Object.getOwnPropertyNames(tf.Tensor.prototype);
    expect(names.length).toBeGreaterThan(100);
    expect(strays(names, (name) => tfjs.tensorMember(name, tensor, world) !== undefined)).toEqual([]);
  });

  test("options of layers", () => {
    const open = layerOptions().flatMap(({ layer, options }) => {
      const { params } = tfjsLayers.get(layer)!;
      return options
        .filter(
          (option) =>
            !params.some(({ name }) => name === option) && !SHAPELESS.some(([of]) => of.test(option)),
        )
        .map((option) => `${layer}.${option}`);
    });
    expect(open).toEqual([]);
  });
});

/** Options that no shape depends on. */
const SHAPELESS: readonly (readonly [RegExp, string])[] = [
  [/^(weights|inputDType|input_dtype|seed)$/, "values and their type"],
  [/(Regularizer|Constraint|Initializer)$/, "how weights are trained"],
  [/^(dropoutFunc|implementation|autoVectorize|factor|interpolation)$/, "how values are computed"],
  [/^(cell|inputDim|inputLength)$/, "declared of recurrent layers, and read by none of them"],
  [
    /^(input_shape|batch_input_shape|batch_size)$/,
    "Keras's spelling, of one layer that reads a saved config",
  ],
];

/** The options of each layer function, from the declarations of the package. */
function layerOptions(): { readonly layer: string; readonly options: readonly string[] }[] {
  const folder = fileURLToPath(
    new URL("../../../node_modules/@tensorflow/tfjs-layers/dist/", import.meta.url),
  );
  const parse = (path: string): ts.SourceFile =>
    ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const interfaces = new Map<string, ts.InterfaceDeclaration>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    if (name.endsWith(".d.ts"))
      parse(folder + name).forEachChild((node) => {
        if (ts.isInterfaceDeclaration(node)) interfaces.set(node.name.text, node);
      });
  const optionsOf = (name: string): string[] => {
    const found = interfaces.get(name);
    const parents = (found?.heritageClauses ?? []).flatMap(({ types }) =>
      types.map((type) => type.expression.getText()),
    );
    const own = (found?.members ?? []).flatMap((member) =>
      ts.isPropertySignature(member) && ts.isIdentifier(member.name) ? [member.name.text] : [],
    );
    return [...parents.flatMap(optionsOf), ...own];
  };
  const found: { layer: string; options: string[] }[] = [];
  parse(`${folder}exports_layers.d.ts`).forEachChild((node) => {
    if (!ts.isFunctionDeclaration(node) || !node.name) return;
    const type = node.parameters[0]?.type?.getText();
    if (type !== undefined) found.push({ layer: node.name.text, options: optionsOf(type) });
  });
  expect(found.length).toBeGreaterThan(60);
  return found;
}

describe("mlx", () => {
  const names = JSON.parse(readFileSync(new URL("mlx-names.json", import.meta.url), "utf8")) as Readonly<
    Record<"functions" | "methods" | "random" | "fast" | "layers", readonly string[]>
  >;
  const library = mlx.namespace("@frost-beta/mlx");
  const core = memberOf(library, "core") as typeof library;
  const nn = memberOf(library, "nn") as typeof library;
  const left = new Set([...NOT_FOLLOWED_BY_MLX.functions, ...NOT_FOLLOWED_BY_MLX.layers]);
  const unmodelled = (list: readonly string[], space: typeof library): string[] =>
    list.filter((name) => memberOf(space, name) === undefined && !left.has(name));

  test("functions", () => expect(unmodelled(names.functions, core)).toEqual([]));
  test("random", () =>
    expect(unmodelled(names.random, memberOf(core, "random") as typeof library)).toEqual([]));
  test("fast", () => expect(unmodelled(names.fast, memberOf(core, "fast") as typeof library)).toEqual([]));
  test("layers", () => expect(unmodelled(names.layers, nn)).toEqual([]));
  test("methods of arrays", () => {
    const origin = { file: "/main.ts", start: 0, end: 0 };
    const array = { kind: "tensor", tensor: { id: 1, shape: [2, 3], origin, dialect: "mlx" } } as const;
    const world = { array: () => array, call: () => array } as unknown as Parameters<
      typeof mlx.tensorMember
    >[2];
    const open = names.methods.filter(
      (name) => mlx.tensorMember(name, array, world) === undefined && !left.has(name),
    );
    expect(open).toEqual([]);
  });
});
