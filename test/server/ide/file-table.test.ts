/** The table of a model file: bytes are those of the element types that the file declares. */
import { mul, symbol } from "@convlens/engine/specs";
import { expect, test } from "vitest";
import { fileTable } from "../../../server/src/ide/index.ts";
import { ModelFiles } from "../../../server/src/model-files/index.ts";
import { loadedHost } from "../../golden/loaded-models.ts";

const totalsOf = (path: string) =>
  fileTable(new ModelFiles(loadedHost("/p")).read(`/p/files/${path}`)!).totals;
const pixels = mul(symbol("height"), symbol("width"));

test.each([
  ["half.onnx", 2 * 4, 2 * 4],
  ["audio.onnx", 4 * 16000, 4 * 4 * 1600],
  // bytes in, floats behind the cast
  ["camera.onnx", mul(3, pixels), mul(4 * (3 + 1), pixels)],
] as const)("%s", (path, input, forward) => {
  expect(totalsOf(path)).toMatchObject({ inputBytes: input, forwardBytes: forward });
});
