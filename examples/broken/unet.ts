// Mistake: the decoder forgot that concatenating the skip doubles the channels.
import { cat, nn, type Tensor } from "@convlens/engine";

export class TinyUNet extends nn.Module {
  enc1 = new nn.Conv2d(3, 64, 3, { padding: 1 });
  enc2 = new nn.Conv2d(64, 128, 3, { padding: 1 });
  pool = new nn.MaxPool2d(2);
  up = new nn.ConvTranspose2d(128, 64, 2, { stride: 2 });
  dec = new nn.Conv2d(64, 64, 3, { padding: 1 });
  head = new nn.Conv2d(64, 2, 1);

  /** @shape x [N, 3, 256, 256] */
  forward(x: Tensor): Tensor {
    const skip = this.enc1.forward(x).relu();
    const deep = this.enc2.forward(this.pool.forward(skip)).relu();
    const joined = cat([skip, this.up.forward(deep)], 1);
    return this.head.forward(this.dec.forward(joined).relu());
  }
}
