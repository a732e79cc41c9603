/**
 * What TypeScript accepts of the API and what it refuses: compiled with the tests, never run. A line under
 * `@ts-expect-error` that compiles is an error of the build.
 */
import * as torch from "@convlens/engine";
import { F, nn, type Tensor } from "@convlens/engine";

/** Shapes stand in types, for readers and the checker; all tensors are alike to the compiler. */
export function shapes(x: Tensor<["N", 3, "H", "W"]>, y: Tensor): Tensor<["N", 10]> {
  const z: Tensor<[1, "C"]> = y;
  const plain: Tensor = x;
  return plain.add(z);
}

export const accepted = (x: Tensor): unknown[] => [
  new nn.Conv2d(3, 16, 3),
  new nn.Conv2d(3, 16, [3, 5], { padding: "same", paddingMode: "reflect", bias: false }),
  new nn.Conv2d(3, 16, 3, 2, 1, 1, 1, false, "circular"),
  new nn.Conv1d(3, 16, 3, undefined, "valid"),
  new nn.ConvTranspose2d(3, 16, 3, 2, 0, 1, 1, true, 2).forward(x, [12, 12]),
  new nn.ConvTranspose2d(3, 16, 3, { stride: 2, outputPadding: 1 }).forward(x),
  new nn.LazyConv3d(8, [1, 2, 3], { groups: 2 }),
  new nn.Unfold(2, { dilation: 2 }),
  new nn.Fold([4, 4], 2, 1, 0, 2),
  new nn.MaxPool2d(2, null, 0, 1, true),
  new nn.AvgPool2d(2, { countIncludePad: false, divisorOverride: 3 }),
  new nn.AdaptiveAvgPool2d([null, 7]),
  new nn.BatchNorm2d(8, 1e-3, null),
  new nn.LazyBatchNorm1d({ affine: false }),
  new nn.LayerNorm([2, 3], { elementwiseAffine: false }),
  new nn.Upsample({ scaleFactor: [2, 1.5], mode: "bilinear", alignCorners: true }),
  new nn.Upsample(null, 2, "nearest"),
  new nn.Embedding(10, 4, { paddingIdx: 0, maxNorm: 1 }),
  new nn.MultiheadAttention(8, 2, { batchFirst: true }).forward(x, x, x, {
    needWeights: false,
    attnMask: x,
  })[0],
  new nn.CrossEntropyLoss({ weight: x, labelSmoothing: 0.1 }).forward(x, x).item(),
  new nn.CrossEntropyLoss(x, -1, "sum"),
  new nn.Sequential(new nn.Linear(2, 3, false), new nn.ReLU(true), new nn.Dropout(0.1)),
  new nn.ModuleDict({ a: new nn.Identity("any", { thing: 1 }) }).get("a")?.forward(x),
  F.conv2d(x, x, null, 1, [1, 2]),
  F.conv2d(x, x, x, { stride: 2, groups: 2 }),
  F.convTranspose1d(x, x, x, 2, 0, 1),
  F.maxPool2d(x, 2, { returnIndices: true })[1].shape,
  F.pad(x, [1, 1], "constant", 2),
  F.pad(x, { pad: [1, 1], mode: "reflect" }),
  F.interpolate(x, { size: [4, 4] }),
  F.crossEntropy(x, x, { reduction: "none", ignoreIndex: 0 }),
  F.dropout(x, { p: 0.2, training: false }),
  torch.zeros(1, 197, 768).view(1, -1).permute([1, 0]).mean({ dim: 0, keepdim: true }),
  torch.cat([x, x], 1).split([1, 2], 1)[0]!.flatten(1).max(0)[1],
  torch.max(x).item(),
];

export const refused = (x: Tensor): unknown[] => [
  // @ts-expect-error the kernel's size is required
  new nn.Conv2d(3, 16),
  // @ts-expect-error no such padding
  new nn.Conv2d(3, 16, 3, { padding: "full" }),
  // @ts-expect-error no such option
  new nn.Conv2d(3, 16, 3, { strides: 2 }),
  // @ts-expect-error a stride is no word
  new nn.Conv2d(3, 16, 3, "same"),
  // @ts-expect-error a bias is no padding mode
  new nn.Conv2d(3, 16, 3, 1, 1, 1, 1, "reflect"),
  // @ts-expect-error transposed convolutions pad with zeros only
  new nn.ConvTranspose1d(3, 16, 3, { paddingMode: "reflect" }),
  // @ts-expect-error without divisorOverride in one dimension
  new nn.AvgPool1d(2, { divisorOverride: 2 }),
  // @ts-expect-error the constant is required
  new nn.ConstantPad2d(1),
  // @ts-expect-error no such mode
  new nn.Upsample({ scaleFactor: 2, mode: "cubic" }),
  // @ts-expect-error a weight is a tensor
  new nn.CrossEntropyLoss({ weight: [1, 2] }),
  // @ts-expect-error no such reduction
  new nn.MSELoss({ reduction: "max" }),
  // @ts-expect-error a loss takes a target
  new nn.MSELoss().forward(x),
  // @ts-expect-error a tensor, not a list
  new nn.Linear(2, 3).forward([1, 2]),
  // @ts-expect-error no such option
  F.conv2d(x, x, null, { kernelSize: 3 }),
  // @ts-expect-error no such mode
  F.pad(x, [1, 1], "mirror"),
  // @ts-expect-error an axis is a number
  torch.cat([x], "1"),
  // @ts-expect-error tensors in a list
  torch.cat(x, x),
];
