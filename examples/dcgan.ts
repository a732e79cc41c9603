// DCGAN (Radford et al., 2015): a generator of transposed convolutions against a discriminator of strided ones.
import { nn, type Tensor } from "@convlens/engine";

export class Generator extends nn.Module {
  main: nn.Sequential;

  constructor(latent = 100, features = 64, channels = 3) {
    super();
    this.main = new nn.Sequential(
      new nn.ConvTranspose2d(latent, features * 8, 4, { bias: false }),
      new nn.BatchNorm2d(features * 8),
      new nn.ReLU(),
      new nn.ConvTranspose2d(features * 8, features * 4, 4, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(features * 4),
      new nn.ReLU(),
      new nn.ConvTranspose2d(features * 4, features * 2, 4, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(features * 2),
      new nn.ReLU(),
      new nn.ConvTranspose2d(features * 2, features, 4, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(features),
      new nn.ReLU(),
      new nn.ConvTranspose2d(features, channels, 4, { stride: 2, padding: 1, bias: false }),
      new nn.Tanh(),
    );
  }

  /** @shape z [N, 100, 1, 1] */
  forward(z: Tensor): Tensor {
    return this.main.forward(z);
  }
}

export class Discriminator extends nn.Module {
  main: nn.Sequential;

  constructor(features = 64, channels = 3) {
    super();
    const layers: nn.Module[] = [
      new nn.Conv2d(channels, features, 4, { stride: 2, padding: 1, bias: false }),
      new nn.LeakyReLU(0.2),
    ];
    for (let width = features; width < features * 8; width *= 2) {
      layers.push(
        new nn.Conv2d(width, width * 2, 4, { stride: 2, padding: 1, bias: false }),
        new nn.BatchNorm2d(width * 2),
        new nn.LeakyReLU(0.2),
      );
    }
    layers.push(new nn.Conv2d(features * 8, 1, 4, { bias: false }), new nn.Sigmoid());
    this.main = new nn.Sequential(...layers);
  }

  /** @shape image [N, 3, 64, 64] */
  forward(image: Tensor): Tensor {
    return this.main.forward(image).flatten();
  }
}
