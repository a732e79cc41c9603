/** The house: what may stand on what, and that everything has its place. */
import { nn } from "@convlens/engine";
import { torchFunctions, torchLayers } from "@convlens/engine/specs";
import { describe, expect, test } from "vitest";
import { loops } from "../engine/src/reference/index.ts";
import { circles, type Edge, filesIn, folderOf, importsOf } from "./house/imports.ts";

describe.each(["engine/src", "server/src", "client/src"])("%s", (part) => {
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
  /** Specs whose values nothing computes, and why. */
  const NOT_COMPUTED: Readonly<Record<string, string>> = {
    masked_fill: "tensors here have no such method; other libraries with PyTorch's names do",
    normalize: "F has it not yet",
    sort: "tensors here have no such method; other libraries with PyTorch's names do",
  };

  test("has a class in nn", () => {
    expect([...torchLayers.keys()].filter((name) => !(name in nn))).toEqual([]);
  });

  test("has a kernel, or a reason to have none", () => {
    const specs = [...torchLayers.values(), ...torchFunctions.values()].filter((spec) => !spec.materialize);
    const missing = specs.map(({ name }) => name).filter((name) => !(name in loops));
    expect(missing.sort()).toEqual(Object.keys(NOT_COMPUTED).sort());
  });
});
