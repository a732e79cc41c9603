// MobileNetV2 (Sandler et al., 2018): inverted residuals around a depthwise convolution.
import { nn, type Tensor } from "@convlens/engine";

interface ConvBnOptions {
  kernelSize?: number;
  stride?: number;
  groups?: number;
}

function convBnRelu6(inChannels: number, outChannels: number, options: ConvBnOptions = {}): nn.Sequential {
  const { kernelSize = 3, stride = 1, groups = 1 } = options;
  const padding = Math.floor((kernelSize - 1) / 2);
  return new nn.Sequential(
    new nn.Conv2d(inChannels, outChannels, kernelSize, { stride, padding, groups, bias: false }),
    new nn.BatchNorm2d(outChannels),
    new nn.ReLU6(),
  );
}

export class InvertedResidual extends nn.Module {
  private readonly useResidual: boolean;
  conv: nn.Sequential;

  constructor(inChannels: number, outChannels: number, stride: number, expandRatio: number) {
    super();
    const hidden = inChannels * expandRatio;
    this.useResidual = stride === 1 && inChannels === outChannels;
    const layers: nn.Module[] = [];
    if (expandRatio !== 1) layers.push(convBnRelu6(inChannels, hidden, { kernelSize: 1 }));
    layers.push(
      convBnRelu6(hidden, hidden, { stride, groups: hidden }),
      new nn.Conv2d(hidden, outChannels, 1, { bias: false }),
      new nn.BatchNorm2d(outChannels),
    );
    this.conv = new nn.Sequential(...layers);
  }

  forward(x: Tensor): Tensor {
    const out = this.conv.forward(x);
    return this.useResidual ? x.add(out) : out;
  }
}

/** One row a stage: expansion, output channels, repeats, stride of the first. */
const stages = [
  { expand: 1, channels: 16, repeats: 1, stride: 1 },
  { expand: 6, channels: 24, repeats: 2, stride: 2 },
  { expand: 6, channels: 32, repeats: 3, stride: 2 },
  { expand: 6, channels: 64, repeats: 4, stride: 2 },
  { expand: 6, channels: 96, repeats: 3, stride: 1 },
  { expand: 6, channels: 160, repeats: 3, stride: 2 },
  { expand: 6, channels: 320, repeats: 1, stride: 1 },
];

export class MobileNetV2 extends nn.Module {
  features: nn.Sequential;
  classifier: nn.Sequential;

  constructor(numClasses = 1000, lastChannels = 1280) {
    super();
    let channels = 32;
    const features: nn.Module[] = [convBnRelu6(3, channels, { stride: 2 })];
    for (const stage of stages) {
      for (let i = 0; i < stage.repeats; i++) {
        const stride = i === 0 ? stage.stride : 1;
        features.push(new InvertedResidual(channels, stage.channels, stride, stage.expand));
        channels = stage.channels;
      }
    }
    features.push(convBnRelu6(channels, lastChannels, { kernelSize: 1 }));
    this.features = new nn.Sequential(...features);
    this.classifier = new nn.Sequential(new nn.Dropout(0.2), new nn.Linear(lastChannels, numClasses));
  }

  /** @shape x [N, 3, 224, 224] */
  forward(x: Tensor): Tensor {
    x = this.features.forward(x);
    x = x.mean([2, 3]);
    return this.classifier.forward(x);
  }
}
