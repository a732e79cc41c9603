/** A stated shape is checked when the program runs, and says the same to the checker. */
import { assertShape, ConvLensError, randn } from "@convlens/engine";
import { formatShape } from "@convlens/engine/specs";
import { describe, expect, test } from "vitest";
import { analyzeText } from "../../server/memory-project.ts";

const holds: readonly (readonly [readonly number[], string])[] = [
  [[2, 3, 8, 8], "[N, 3, H, W]"],
  [[2, 3, 8, 8], "[N, 3, H, H]"],
  [[2, 3, 8, 4], "[N, 3, 2*W, W]"],
  [[2, 3, 8, 8], "[..., 8, 8]"],
  [[2, 3, 8, 8], "[2, ..., 8]"],
  [[2, 3, 8, 8], "[?, ?, ?, ?]"],
  [[], "[]"],
  [[4], "[...]"],
  [[12], "[3*k]"], // k stands nowhere alone: nothing is said
];
const fails: readonly (readonly [readonly number[], string, RegExp])[] = [
  [[2, 4, 8, 8], "[N, 3, H, W]", /axis 1 is 4, not 3/],
  [[2, 3, 8, 6], "[N, 3, H, H]", /axis 3 is 6, not 8/],
  [[2, 3, 8, 3], "[N, 3, 2*W, W]", /axis 2 is 8, not 6/],
  [[2, 3, 8, 8], "[N, 3, H]", /states 3 axes/],
  [[8], "[N, ..., 8]", /at least 2 axes/],
  [[2, 3, 8, 7], "[..., 8, 8]", /axis 3 is 7, not 8/],
  [[2], "[N", /"\]" is missing/],
];

describe("assertShape", () => {
  test.each(holds)("%j is %s", (shape, pattern) => {
    const x = randn([...shape]);
    expect(assertShape(x, pattern).shape).toEqual(shape);
    expect(found(shape, pattern)).toEqual([]);
  });
  test.each(fails)("%j is not %s", (shape, pattern, message) => {
    expect(() => assertShape(randn([...shape]), pattern)).toThrow(message);
    expect(() => assertShape(randn([...shape]), pattern)).toThrow(ConvLensError);
    expect(found(shape, pattern)).toHaveLength(1);
  });
  test("tells the checker what it does not know", () => {
    const { applications } = analyzeText(`import { assertShape, F, type Tensor } from "@convlens/engine";
export function head(x: Tensor) { return F.relu(assertShape(x, "[N, 3, 32, 32]")); }`);
    expect(applications.map(({ outputs }) => formatShape(outputs[0]!.shape))).toEqual([
      "[N, 3, 32, 32]",
      "[N, 3, 32, 32]",
    ]);
  });
});

const found = (shape: readonly number[], pattern: string): string[] =>
  analyzeText(`import { assertShape, randn } from "@convlens/engine";
assertShape(randn(${JSON.stringify(shape)}), ${JSON.stringify(pattern)});`).findings.map(({ code }) => code);
