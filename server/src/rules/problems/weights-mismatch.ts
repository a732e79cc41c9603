/** A weights file and its model differ. */
import type { Rule } from "../kit/rule.ts";

const model = (width: number): string => `import { nn, type Tensor } from "@convlens/engine";

// The file has "conv.weight" [16, 3, 3, 3] and "conv.bias" [16].
// @weights ./model.safetensors
export class Net extends nn.Module {
  conv = new nn.Conv2d(3, ${width}, 3);

  /** @shape x [N, 3, 32, 32] */
  forward(x: Tensor): Tensor {
    return this.conv.forward(x);
  }
}
`;

export const weightsMismatch: Rule = {
  code: "weights-mismatch",
  severity: "warning",
  title: "A weights file and its model differ",
  explain:
    "A `@weights` comment names a .safetensors file, or a TensorFlow.js model.json with its shards, relative to the source file. Each weight is looked up by the layer's path in the model (`layer1.0.conv1.weight`; `conv2d_1/kernel`). What is missing or has another shape keeps its initial values in previews. The same is said where the file cannot be read.",
  wrong: model(32),
  right: model(16),
  byRun: true,
};
