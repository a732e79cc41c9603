// Mistake: the last pooling lost its padding, and 7 × 7 maps became 3 × 3 instead of 4 × 4.
import { nn, type Tensor } from "@convlens/engine";

export class C3DHead extends nn.Module {
  features = new nn.Sequential(
    new nn.Conv3d(512, 512, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.MaxPool3d(2),
  );
  classifier = new nn.Sequential(new nn.Flatten(), new nn.Linear(512 * 1 * 4 * 4, 487));

  /** @shape clip [N, 512, 2, 7, 7] */
  forward(clip: Tensor): Tensor {
    return this.classifier.forward(this.features.forward(clip));
  }
}
