// The stem and one encoder block of a Vision Transformer (Dosovitskiy et al., 2020): patches become tokens.
import { cat, nn, type Tensor, zeros } from "@convlens/engine";

export class PatchEmbedding extends nn.Module {
  private readonly tokens: number;
  proj: nn.Conv2d;
  classToken: nn.Parameter;
  position: nn.Parameter;

  constructor(imageSize = 224, patchSize = 16, dim = 768) {
    super();
    this.tokens = (imageSize / patchSize) ** 2;
    this.proj = new nn.Conv2d(3, dim, patchSize, { stride: patchSize });
    this.classToken = new nn.Parameter(zeros([1, 1, dim]));
    this.position = new nn.Parameter(zeros([1, this.tokens + 1, dim]));
  }

  /** @shape image [N, 3, 224, 224] */
  forward(image: Tensor): Tensor {
    const patches = this.proj.forward(image).flatten(2).transpose(1, 2);
    const classTokens = this.classToken.expand(image.shape[0]!, -1, -1);
    return cat([classTokens, patches], 1).add(this.position);
  }
}

export class EncoderBlock extends nn.Module {
  norm1: nn.LayerNorm;
  attention: nn.MultiheadAttention;
  norm2: nn.LayerNorm;
  mlp: nn.Sequential;

  constructor(dim: number, heads: number, mlpRatio = 4) {
    super();
    this.norm1 = new nn.LayerNorm(dim);
    this.attention = new nn.MultiheadAttention(dim, heads, { batchFirst: true });
    this.norm2 = new nn.LayerNorm(dim);
    this.mlp = new nn.Sequential(
      new nn.Linear(dim, dim * mlpRatio),
      new nn.GELU(),
      new nn.Linear(dim * mlpRatio, dim),
    );
  }

  forward(x: Tensor): Tensor {
    const normed = this.norm1.forward(x);
    const [attended] = this.attention.forward(normed, normed, normed);
    x = x.add(attended);
    return x.add(this.mlp.forward(this.norm2.forward(x)));
  }
}

export class ViTStem extends nn.Module {
  embed = new PatchEmbedding();
  block = new EncoderBlock(768, 12);
  head = new nn.Linear(768, 1000);

  /** @shape image [N, 3, 224, 224] */
  forward(image: Tensor): Tensor {
    const tokens = this.block.forward(this.embed.forward(image));
    return this.head.forward(tokens.select(1, 0));
  }
}
