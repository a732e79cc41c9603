// A ConvNeXt block (Liu et al., 2022): a 7×7 depthwise convolution, then an MLP with channels last.
import { nn, ones, type Tensor } from "@convlens/engine";

export class ConvNeXtBlock extends nn.Module {
  dwconv: nn.Conv2d;
  norm: nn.LayerNorm;
  pwconv1: nn.Linear;
  act = new nn.GELU();
  pwconv2: nn.Linear;
  gamma: nn.Parameter;

  constructor(dim: number, layerScale = 1e-6) {
    super();
    this.dwconv = new nn.Conv2d(dim, dim, 7, { padding: 3, groups: dim });
    this.norm = new nn.LayerNorm(dim, { eps: 1e-6 });
    this.pwconv1 = new nn.Linear(dim, 4 * dim);
    this.pwconv2 = new nn.Linear(4 * dim, dim);
    this.gamma = new nn.Parameter(ones([dim]).mul(layerScale));
  }

  forward(input: Tensor): Tensor {
    let x = this.dwconv.forward(input);
    x = x.permute(0, 2, 3, 1);
    x = this.norm.forward(x);
    x = this.pwconv2.forward(this.act.forward(this.pwconv1.forward(x)));
    x = x.mul(this.gamma);
    x = x.permute(0, 3, 1, 2);
    return input.add(x);
  }
}

export class ConvNeXtStage extends nn.Module {
  stem = new nn.Conv2d(3, 96, 4, { stride: 4 });
  blocks = new nn.Sequential(new ConvNeXtBlock(96), new ConvNeXtBlock(96), new ConvNeXtBlock(96));

  /** @shape x [N, 3, 224, 224] */
  forward(x: Tensor): Tensor {
    return this.blocks.forward(this.stem.forward(x));
  }
}
