/** A library with channels last that computes as PyTorch does: its previews are PyTorch's values, transposed. */
import { nn, randn } from "@convlens/engine";
import { writeNpy, writeSafetensors } from "@convlens/engine/io";
import { expect, test } from "vitest";
import { relativeError } from "../../engine/nn/golden-run.ts";
import { harness } from "./harness.ts";

const text = `import { core as mx, nn } from "@frost-beta/mlx";

export class Net extends nn.Module {
  conv = new nn.Conv2d(3, 4, 3, 2, 1);
  pool = new nn.MaxPool2d(2, 2);

  /** @shape x [2, 9, 11, 3] */
  forward(x: mx.array): mx.array {
    return this.pool.forward(this.conv.forward(x));
  }
}
`;

test("convolution and pooling", async () => {
  const x = randn([2, 9, 11, 3]);
  const conv = new nn.Conv2d(3, 4, 3, { stride: 2, padding: 1 });
  const expected = new nn.MaxPool2d(2, { stride: 2 })
    .forward(conv.forward(x.permute(0, 3, 1, 2)))
    .permute(0, 2, 3, 1);
  const h = harness(text, {
    "/x.npy": writeNpy(x),
    "/w.safetensors": writeSafetensors({
      "conv.weight": conv.weight.permute(0, 2, 3, 1),
      "conv.bias": conv.bias!,
    }),
  });
  const options = { sample: { kind: "file", path: "/x.npy" }, weights: "/w.safetensors" } as const;
  const { shape, data } = await h.values("pool", options);
  expect(shape).toEqual(expected.shape);
  expect(relativeError(data, expected.data)).toBeLessThanOrEqual(1e-6);
  expect(h.log).toEqual([]);
});
