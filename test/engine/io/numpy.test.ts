/** Files that NumPy wrote: every element type it has, both byte orders, both orders of axes. */
import { FormatError, readNpy } from "@convlens/engine/io";
import { expect, test } from "vitest";
import { goldenJson } from "../../golden/golden.ts";

interface NumpyFile {
  readonly dtype: string;
  readonly order: string;
  readonly shape: number[];
  readonly values: number[] | null; // null: not to be read as numbers
  readonly bytes: string;
}

test("numbers are read, everything else is refused", () => {
  const counts = { read: 0, refused: 0 };
  for (const { dtype, order, shape, values, bytes } of goldenJson<NumpyFile[]>("torch/numpy.json")) {
    const file = Buffer.from(bytes, "base64");
    if (!values) {
      expect(() => readNpy(file), dtype).toThrow(FormatError);
      counts.refused++;
      continue;
    }
    const tensor = readNpy(file);
    expect(tensor.shape, `${dtype} ${order}`).toEqual(shape);
    expect(tensor.data, `${dtype} ${order}`).toEqual(Float32Array.from(values));
    counts.read++;
  }
  expect(counts.read).toBeGreaterThan(200);
  expect(counts.refused).toBeGreaterThan(40);
});
