// Mistake: LayerNorm wants the channels last, and nobody moved them there.
import { nn, type Tensor } from "@convlens/engine";

export class ConvNeXtBlock extends nn.Module {
  dwconv = new nn.Conv2d(96, 96, 7, { padding: 3, groups: 96 });
  norm = new nn.LayerNorm(96);
  pwconv1 = new nn.Linear(96, 384);
  pwconv2 = new nn.Linear(384, 96);

  /** @shape input [N, 96, 56, 56] */
  forward(input: Tensor): Tensor {
    let x = this.norm.forward(this.dwconv.forward(input));
    x = this.pwconv2.forward(this.pwconv1.forward(x).relu());
    return input.add(x.permute(0, 3, 1, 2));
  }
}
