// ResNet-18 and ResNet-50 (He et al., 2015): residual blocks, projected where the shape changes.
import { F, nn, type Tensor } from "@convlens/engine";

type BlockKind = typeof BasicBlock | typeof Bottleneck;

function conv3x3(inChannels: number, outChannels: number, stride = 1): nn.Conv2d {
  return new nn.Conv2d(inChannels, outChannels, 3, { stride, padding: 1, bias: false });
}

function conv1x1(inChannels: number, outChannels: number, stride = 1): nn.Conv2d {
  return new nn.Conv2d(inChannels, outChannels, 1, { stride, bias: false });
}

export class BasicBlock extends nn.Module {
  static readonly expansion: number = 1;
  conv1: nn.Conv2d;
  bn1: nn.BatchNorm2d;
  conv2: nn.Conv2d;
  bn2: nn.BatchNorm2d;

  constructor(
    inChannels: number,
    channels: number,
    stride = 1,
    readonly downsample: nn.Sequential | null = null,
  ) {
    super();
    this.conv1 = conv3x3(inChannels, channels, stride);
    this.bn1 = new nn.BatchNorm2d(channels);
    this.conv2 = conv3x3(channels, channels);
    this.bn2 = new nn.BatchNorm2d(channels);
  }

  forward(x: Tensor): Tensor {
    let out = F.relu(this.bn1.forward(this.conv1.forward(x)));
    out = this.bn2.forward(this.conv2.forward(out));
    const identity = this.downsample ? this.downsample.forward(x) : x;
    return F.relu(out.add(identity));
  }
}

export class Bottleneck extends nn.Module {
  static readonly expansion: number = 4;
  conv1: nn.Conv2d;
  bn1: nn.BatchNorm2d;
  conv2: nn.Conv2d;
  bn2: nn.BatchNorm2d;
  conv3: nn.Conv2d;
  bn3: nn.BatchNorm2d;

  constructor(
    inChannels: number,
    channels: number,
    stride = 1,
    readonly downsample: nn.Sequential | null = null,
  ) {
    super();
    const outChannels = channels * Bottleneck.expansion;
    this.conv1 = conv1x1(inChannels, channels);
    this.bn1 = new nn.BatchNorm2d(channels);
    this.conv2 = conv3x3(channels, channels, stride);
    this.bn2 = new nn.BatchNorm2d(channels);
    this.conv3 = conv1x1(channels, outChannels);
    this.bn3 = new nn.BatchNorm2d(outChannels);
  }

  forward(x: Tensor): Tensor {
    let out = F.relu(this.bn1.forward(this.conv1.forward(x)));
    out = F.relu(this.bn2.forward(this.conv2.forward(out)));
    out = this.bn3.forward(this.conv3.forward(out));
    const identity = this.downsample ? this.downsample.forward(x) : x;
    return F.relu(out.add(identity));
  }
}

export class ResNet extends nn.Module {
  private inChannels = 64;
  conv1 = new nn.Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false });
  bn1 = new nn.BatchNorm2d(64);
  maxpool = new nn.MaxPool2d(3, { stride: 2, padding: 1 });
  layer1: nn.Sequential;
  layer2: nn.Sequential;
  layer3: nn.Sequential;
  layer4: nn.Sequential;
  avgpool = new nn.AdaptiveAvgPool2d(1);
  fc: nn.Linear;

  constructor(block: BlockKind, depths: readonly number[], numClasses = 1000) {
    super();
    this.layer1 = this.makeLayer(block, 64, depths[0]!);
    this.layer2 = this.makeLayer(block, 128, depths[1]!, 2);
    this.layer3 = this.makeLayer(block, 256, depths[2]!, 2);
    this.layer4 = this.makeLayer(block, 512, depths[3]!, 2);
    this.fc = new nn.Linear(512 * block.expansion, numClasses);
  }

  private makeLayer(block: BlockKind, channels: number, depth: number, stride = 1): nn.Sequential {
    const outChannels = channels * block.expansion;
    let downsample: nn.Sequential | null = null;
    if (stride !== 1 || this.inChannels !== outChannels) {
      downsample = new nn.Sequential(
        conv1x1(this.inChannels, outChannels, stride),
        new nn.BatchNorm2d(outChannels),
      );
    }
    const blocks: nn.Module[] = [new block(this.inChannels, channels, stride, downsample)];
    this.inChannels = outChannels;
    for (let i = 1; i < depth; i++) blocks.push(new block(this.inChannels, channels));
    return new nn.Sequential(...blocks);
  }

  /** @shape x [N, 3, 224, 224] */
  forward(x: Tensor): Tensor {
    x = F.relu(this.bn1.forward(this.conv1.forward(x)));
    x = this.maxpool.forward(x);
    x = this.layer1.forward(x);
    x = this.layer2.forward(x);
    x = this.layer3.forward(x);
    x = this.layer4.forward(x);
    x = this.avgpool.forward(x).flatten(1);
    return this.fc.forward(x);
  }
}

export const resnet18 = new ResNet(BasicBlock, [2, 2, 2, 2]);
export const resnet50 = new ResNet(Bottleneck, [3, 4, 6, 3]);
