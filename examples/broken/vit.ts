// Mistake: the position embedding has no row for the class token.
import { cat, nn, type Tensor, zeros } from "@convlens/engine";

export class PatchEmbedding extends nn.Module {
  proj = new nn.Conv2d(3, 768, 16, { stride: 16 });
  classToken = new nn.Parameter(zeros([1, 1, 768]));
  position = new nn.Parameter(zeros([1, 196, 768]));

  /** @shape image [N, 3, 224, 224] */
  forward(image: Tensor): Tensor {
    const patches = this.proj.forward(image).flatten(2).transpose(1, 2);
    const classTokens = this.classToken.expand(image.shape[0]!, -1, -1);
    return cat([classTokens, patches], 1).add(this.position);
  }
}
