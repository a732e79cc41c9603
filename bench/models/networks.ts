/** The networks that are timed whole: those of examples/, and a Vision Transformer of full depth. */
import { nn, type Tensor } from "@convlens/engine";
import { MobileNetV2 } from "../../examples/mobilenetv2.ts";
import { BasicBlock, Bottleneck, ResNet } from "../../examples/resnet.ts";
import { UNet } from "../../examples/unet.ts";
import { EncoderBlock } from "../../examples/vit.ts";
import { WaveNet } from "../../examples/wavenet.ts";

/** Of the size of ViT-S/16; all tokens are averaged in place of one for the class. */
class VisionTransformer extends nn.Module {
  patches = new nn.Conv2d(3, 384, 16, { stride: 16 });
  blocks = new nn.Sequential(...Array.from({ length: 12 }, () => new EncoderBlock(384, 6)));
  norm = new nn.LayerNorm(384);
  head = new nn.Linear(384, 1000);

  /** @shape image [N, 3, 224, 224] */
  forward(image: Tensor): Tensor {
    const tokens = this.patches.forward(image).flatten(2).transpose(1, 2);
    return this.head.forward(this.norm.forward(this.blocks.forward(tokens)).mean(1));
  }
}

export const resnet18 = new ResNet(BasicBlock, [2, 2, 2, 2]);
export const resnet50 = new ResNet(Bottleneck, [3, 4, 6, 3]);
export const mobilenetv2 = new MobileNetV2();
export const unet = new UNet();
export const vit = new VisionTransformer();
export const wavenet = new WaveNet(256, 64, 128, 10);
