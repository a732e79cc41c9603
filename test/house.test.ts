/** The house: what may stand on what, and that everything has its place. */
import { describe, expect, test } from "vitest";
import { circles, type Edge, filesIn, folderOf, importsOf } from "./house/imports.ts";

describe.each(["server/src", "client/src"])("%s", (part) => {
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

/** A statement holds expressions that hold functions that hold statements: evaluating and lowering follow that. */
const RECURSIVE = /^server\/src\/(interpret\/javascript|syntax\/lower-)/;
