// Mistake: the maps reach the classifier unflattened.
import { nn, type Tensor } from "@convlens/engine";

export class SmallVGG extends nn.Module {
  features: nn.Sequential;
  avgpool = new nn.AdaptiveAvgPool2d(7);
  classifier = new nn.Linear(512 * 7 * 7, 1000);

  constructor() {
    super();
    const layers: nn.Module[] = [];
    let channels = 3;
    for (const width of [64, 128, 256, 512]) {
      layers.push(new nn.Conv2d(channels, width, 3, { padding: 1 }), new nn.ReLU(), new nn.MaxPool2d(2));
      channels = width;
    }
    this.features = new nn.Sequential(...layers);
  }

  /** @shape x [N, 3, 224, 224] */
  forward(x: Tensor): Tensor {
    x = this.features.forward(x);
    x = this.avgpool.forward(x);
    return this.classifier.forward(x);
  }
}
