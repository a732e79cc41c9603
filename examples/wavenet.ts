// A WaveNet stack (van den Oord et al., 2016): causal dilated convolutions whose reach doubles layer by layer.
import { F, nn, type Tensor } from "@convlens/engine";

export class CausalConv1d extends nn.Module {
  private readonly left: number;
  conv: nn.Conv1d;

  constructor(inChannels: number, outChannels: number, kernelSize: number, dilation = 1) {
    super();
    this.left = (kernelSize - 1) * dilation;
    this.conv = new nn.Conv1d(inChannels, outChannels, kernelSize, { dilation });
  }

  forward(x: Tensor): Tensor {
    return this.conv.forward(F.pad(x, [this.left, 0]));
  }
}

export class ResidualLayer extends nn.Module {
  filter: CausalConv1d;
  gate: CausalConv1d;
  residual: nn.Conv1d;
  skip: nn.Conv1d;

  constructor(channels: number, skipChannels: number, dilation: number) {
    super();
    this.filter = new CausalConv1d(channels, channels, 2, dilation);
    this.gate = new CausalConv1d(channels, channels, 2, dilation);
    this.residual = new nn.Conv1d(channels, channels, 1);
    this.skip = new nn.Conv1d(channels, skipChannels, 1);
  }

  forward(x: Tensor): [Tensor, Tensor] {
    const gated = this.filter.forward(x).tanh().mul(this.gate.forward(x).sigmoid());
    return [this.residual.forward(gated).add(x), this.skip.forward(gated)];
  }
}

export class WaveNet extends nn.Module {
  input: CausalConv1d;
  layers: nn.ModuleList<ResidualLayer>;
  head: nn.Sequential;

  constructor(classes = 256, channels = 64, skipChannels = 128, depth = 8) {
    super();
    this.input = new CausalConv1d(classes, channels, 2);
    this.layers = new nn.ModuleList(
      Array.from({ length: depth }, (_, i) => new ResidualLayer(channels, skipChannels, 2 ** i)),
    );
    this.head = new nn.Sequential(
      new nn.ReLU(),
      new nn.Conv1d(skipChannels, skipChannels, 1),
      new nn.ReLU(),
      new nn.Conv1d(skipChannels, classes, 1),
    );
  }

  /** @shape x [N, 256, T] */
  forward(x: Tensor): Tensor {
    x = this.input.forward(x);
    let total: Tensor | null = null;
    for (const layer of this.layers) {
      const [next, skip] = layer.forward(x);
      total = total === null ? skip : total.add(skip);
      x = next;
    }
    return this.head.forward(total!);
  }
}
