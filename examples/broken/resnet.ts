// Mistake: the skip path keeps the size and the channels that the block has changed.
import { F, nn, type Tensor } from "@convlens/engine";

export class DownBlock extends nn.Module {
  conv1 = new nn.Conv2d(64, 128, 3, { stride: 2, padding: 1, bias: false });
  bn1 = new nn.BatchNorm2d(128);
  conv2 = new nn.Conv2d(128, 128, 3, { padding: 1, bias: false });
  bn2 = new nn.BatchNorm2d(128);

  /** @shape x [N, 64, 56, 56] */
  forward(x: Tensor): Tensor {
    let out = F.relu(this.bn1.forward(this.conv1.forward(x)));
    out = this.bn2.forward(this.conv2.forward(out));
    return F.relu(out.add(x));
  }
}
