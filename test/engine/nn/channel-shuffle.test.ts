/** ChannelShuffle against its definition: view [N, g, C / g, *], exchange the two axes, view [N, C, *]. */
import { F, nn, randn } from "@convlens/engine";
import { expect, test } from "vitest";

test.each([
  [1, [2, 6, 5]],
  [2, [2, 6, 3, 4]],
  [3, [1, 6, 2, 2, 3]],
  [6, [2, 6, 0]],
] as const)("ChannelShuffle(%s) of %s", (groups, shape) => {
  const x = randn([...shape]);
  const y = new nn.ChannelShuffle(groups).forward(x);
  expect(y.shape).toEqual(shape);
  const [batch, channels, ...space] = shape as readonly [number, number, ...number[]];
  const plane = space.reduce((a: number, b) => a * b, 1);
  for (let n = 0; n < batch; n++)
    for (let c = 0; c < channels; c++) {
      const to = (c % (channels / groups)) * groups + Math.floor(c / (channels / groups));
      const at = (channel: number) => (n * channels + channel) * plane;
      expect(y.data.slice(at(to), at(to) + plane)).toEqual(x.data.slice(at(c), at(c) + plane));
    }
  expect(F.channelShuffle(x, groups).data).toEqual(y.data);
});

test("what ChannelShuffle refuses, in PyTorch's words", () => {
  const x = randn(1, 5, 2, 2);
  expect(() => F.channelShuffle(x, 2)).toThrow(
    "Number of channels must be divisible by groups. Got 5 channels and 2 groups.",
  );
  expect(() => F.channelShuffle(x, 0)).toThrow(
    "Number of groups to divide channels in must be positive. Value of groups:0",
  );
  expect(() => F.channelShuffle(randn(4, 4), 2)).toThrow(
    "channel_shuffle expects input with > 2 dims, but got input with sizes [4, 4]",
  );
  expect(String(new nn.ChannelShuffle(2))).toBe("ChannelShuffle(groups=2)");
});
