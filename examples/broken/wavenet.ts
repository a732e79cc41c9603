// Mistake: without padding on the left, the dilated convolution is shorter than the path it is added to.
import { nn, type Tensor } from "@convlens/engine";

export class ResidualLayer extends nn.Module {
  filter = new nn.Conv1d(64, 64, 2, { dilation: 4 });
  residual = new nn.Conv1d(64, 64, 1);

  /** @shape x [N, 64, 16000] */
  forward(x: Tensor): Tensor {
    const filtered = this.filter.forward(x).tanh();
    return this.residual.forward(filtered).add(x);
  }
}
