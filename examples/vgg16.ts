// VGG-16 (Simonyan & Zisserman, 2014): thirteen 3×3 convolutions from one line of configuration.
import { nn, type Tensor } from "@convlens/engine";

/** Output channels of each convolution; "M" halves the map. */
const layout = [
  64,
  64,
  "M",
  128,
  128,
  "M",
  256,
  256,
  256,
  "M",
  512,
  512,
  512,
  "M",
  512,
  512,
  512,
  "M",
] as const;

function makeFeatures(): nn.Sequential {
  const layers: nn.Module[] = [];
  let channels = 3;
  for (const entry of layout) {
    if (entry === "M") {
      layers.push(new nn.MaxPool2d(2));
    } else {
      layers.push(new nn.Conv2d(channels, entry, 3, { padding: 1 }), new nn.ReLU());
      channels = entry;
    }
  }
  return new nn.Sequential(...layers);
}

export class VGG16 extends nn.Module {
  features = makeFeatures();
  avgpool = new nn.AdaptiveAvgPool2d(7);
  classifier: nn.Sequential;

  constructor(numClasses = 1000) {
    super();
    this.classifier = new nn.Sequential(
      new nn.Linear(512 * 7 * 7, 4096),
      new nn.ReLU(),
      new nn.Dropout(0.5),
      new nn.Linear(4096, 4096),
      new nn.ReLU(),
      new nn.Dropout(0.5),
      new nn.Linear(4096, numClasses),
    );
  }

  /** @shape x [N, 3, 224, 224] */
  forward(x: Tensor): Tensor {
    x = this.features.forward(x);
    x = this.avgpool.forward(x);
    return this.classifier.forward(x.flatten(1));
  }
}
