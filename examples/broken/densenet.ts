// Mistake: the transition counts five layers of growth; the block has six.
import { cat, nn, type Tensor } from "@convlens/engine";

export class DenseBlock extends nn.Module {
  layers = new nn.ModuleList(
    Array.from({ length: 6 }, (_, i) => new nn.Conv2d(64 + i * 32, 32, 3, { padding: 1 })),
  );
  transition = new nn.Conv2d(64 + 5 * 32, 128, 1);

  /** @shape x [N, 64, 56, 56] */
  forward(x: Tensor): Tensor {
    const maps = [x];
    for (const layer of this.layers) maps.push(layer.forward(cat(maps, 1)));
    return this.transition.forward(cat(maps, 1));
  }
}
