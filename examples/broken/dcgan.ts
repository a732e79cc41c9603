// Mistake: the first normalisation has the width of the next stage.
import { nn, type Tensor } from "@convlens/engine";

export class Generator extends nn.Module {
  main = new nn.Sequential(
    new nn.ConvTranspose2d(100, 512, 4, { bias: false }),
    new nn.BatchNorm2d(256),
    new nn.ReLU(),
    new nn.ConvTranspose2d(512, 256, 4, { stride: 2, padding: 1, bias: false }),
    new nn.BatchNorm2d(256),
    new nn.ReLU(),
    new nn.ConvTranspose2d(256, 3, 4, { stride: 2, padding: 1, bias: false }),
    new nn.Tanh(),
  );

  /** @shape z [N, 100, 1, 1] */
  forward(z: Tensor): Tensor {
    return this.main.forward(z);
  }
}
