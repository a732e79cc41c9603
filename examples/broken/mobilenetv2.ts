// Mistake: the depthwise convolution still has the width from before the expansion was changed to 24.
import { nn, type Tensor } from "@convlens/engine";

export class InvertedResidual extends nn.Module {
  expand = new nn.Conv2d(4, 24, 1, { bias: false });
  depthwise = new nn.Conv2d(32, 32, 3, { padding: 1, groups: 32, bias: false });
  project = new nn.Conv2d(32, 16, 1, { bias: false });

  /** @shape x [N, 4, 56, 56] */
  forward(x: Tensor): Tensor {
    x = this.expand.forward(x).relu();
    x = this.depthwise.forward(x).relu();
    return this.project.forward(x);
  }
}
