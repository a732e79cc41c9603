// A DenseNet block and its transition (Huang et al., 2016): each layer sees all maps before it.
import { cat, F, nn, type Tensor } from "@convlens/engine";

export class DenseLayer extends nn.Module {
  norm1: nn.BatchNorm2d;
  conv1: nn.Conv2d;
  norm2: nn.BatchNorm2d;
  conv2: nn.Conv2d;

  constructor(inChannels: number, growthRate: number, bottleneck = 4) {
    super();
    this.norm1 = new nn.BatchNorm2d(inChannels);
    this.conv1 = new nn.Conv2d(inChannels, bottleneck * growthRate, 1, { bias: false });
    this.norm2 = new nn.BatchNorm2d(bottleneck * growthRate);
    this.conv2 = new nn.Conv2d(bottleneck * growthRate, growthRate, 3, { padding: 1, bias: false });
  }

  forward(x: Tensor): Tensor {
    const squeezed = this.conv1.forward(F.relu(this.norm1.forward(x)));
    return this.conv2.forward(F.relu(this.norm2.forward(squeezed)));
  }
}

export class DenseBlock extends nn.Module {
  layers: nn.ModuleList<DenseLayer>;

  constructor(depth: number, inChannels: number, growthRate: number) {
    super();
    const layers: DenseLayer[] = [];
    for (let i = 0; i < depth; i++) layers.push(new DenseLayer(inChannels + i * growthRate, growthRate));
    this.layers = new nn.ModuleList(layers);
  }

  forward(x: Tensor): Tensor {
    const maps = [x];
    for (const layer of this.layers) maps.push(layer.forward(cat(maps, 1)));
    return cat(maps, 1);
  }
}

export class DenseNetStart extends nn.Module {
  stem = new nn.Sequential(
    new nn.Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false }),
    new nn.BatchNorm2d(64),
    new nn.ReLU(),
    new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
  );
  block = new DenseBlock(6, 64, 32);
  transition = new nn.Sequential(
    new nn.BatchNorm2d(64 + 6 * 32),
    new nn.ReLU(),
    new nn.Conv2d(64 + 6 * 32, 128, 1, { bias: false }),
    new nn.AvgPool2d(2),
  );

  /** @shape x [N, 3, 224, 224] */
  forward(x: Tensor): Tensor {
    return this.transition.forward(this.block.forward(this.stem.forward(x)));
  }
}
