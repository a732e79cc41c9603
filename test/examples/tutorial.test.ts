/** The tutorial's programs run and print what PyTorch prints; the checker states the shapes that they print. */
import { readdirSync } from "node:fs";
import { nodeHost, Project } from "@convlens/server";
import { afterEach, describe, expect, test, vi } from "vitest";

const folder = new URL("../../examples/tutorial/", import.meta.url).pathname;

const PRINTED: Readonly<Record<string, readonly unknown[]>> = {
  "conv1d.ts": ["Conv1d(16, 33, kernel_size=(3,), stride=(2,))", [20, 33, 24]],
  "conv2d.ts": ["Conv2d(2, 3, kernel_size=(3, 3), stride=(2, 2))", [20, 3, 2, 2]],
  "conv3d.ts": ["Conv3d(2, 3, kernel_size=(3, 3, 3), stride=(2, 2, 2))", [20, 3, 1, 2, 2]],
  "conv-transpose1d.ts": ["ConvTranspose1d(2, 3, kernel_size=(3,), stride=(1,))", [20, 3, 4]],
  "conv-transpose2d.ts": ["ConvTranspose2d(2, 3, kernel_size=(3, 3), stride=(1, 1))", [20, 3, 4, 4]],
  "conv-transpose3d.ts": ["ConvTranspose3d(2, 3, kernel_size=(3, 3, 3), stride=(1, 1, 1))", [20, 3, 4, 4, 4]],
  "lazy.ts": [
    "LazyConv1d(0, 256, kernel_size=(2,), stride=(1,))",
    "Conv1d(20, 256, kernel_size=(2,), stride=(1,))",
    [2, 256, 10],
  ],
  "unfold.ts": [
    [1, 4, 9],
    "tensor([[[ 1.,  2.,  3.,  5.,  6.,  7.,  9., 10., 11.],\n         [ 2.,  3.,  4.,  6.,  7.,  8., 10., 11., 12.],\n         [ 5.,  6.,  7.,  9., 10., 11., 13., 14., 15.],\n         [ 6.,  7.,  8., 10., 11., 12., 14., 15., 16.]]])",
  ],
  "fold.ts": [
    "tensor([[[[ 1.,  4.,  6.,  4.],\n          [10., 24., 28., 16.],\n          [18., 40., 44., 24.],\n          [13., 28., 30., 16.]]]])",
  ],
  "groups.ts": [[1, 6, 3, 3], true],
};

afterEach(() => vi.restoreAllMocks());

describe("tutorial", () => {
  for (const file of readdirSync(folder)) {
    test(file, async () => {
      const log = vi.spyOn(console, "log").mockImplementation(() => {});
      await import(folder + file);
      expect(log.mock.calls.map(([value]) => value)).toEqual(PRINTED[file]);
      const { findings, applications } = new Project(nodeHost).analyze(folder + file);
      expect(findings).toEqual([]);
      const last = PRINTED[file]!.findLast(Array.isArray);
      if (last) expect(applications.map(({ outputs }) => outputs[0]?.shape)).toContainEqual(last);
    });
  }
});
