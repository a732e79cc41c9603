// C3D (Tran et al., 2015): 3-d convolutions over sixteen frames of video.
import { nn, type Tensor } from "@convlens/engine";

const relu = () => new nn.ReLU();
const conv = (inChannels: number, outChannels: number) =>
  new nn.Conv3d(inChannels, outChannels, 3, { padding: 1 });

export class C3D extends nn.Module {
  features = new nn.Sequential(
    conv(3, 64),
    relu(),
    new nn.MaxPool3d([1, 2, 2]),
    conv(64, 128),
    relu(),
    new nn.MaxPool3d(2),
    conv(128, 256),
    relu(),
    conv(256, 256),
    relu(),
    new nn.MaxPool3d(2),
    conv(256, 512),
    relu(),
    conv(512, 512),
    relu(),
    new nn.MaxPool3d(2),
    conv(512, 512),
    relu(),
    conv(512, 512),
    relu(),
    new nn.MaxPool3d(2, { padding: [0, 1, 1] }),
  );
  classifier = new nn.Sequential(
    new nn.Flatten(),
    new nn.Linear(512 * 1 * 4 * 4, 4096),
    relu(),
    new nn.Dropout(0.5),
    new nn.Linear(4096, 4096),
    relu(),
    new nn.Dropout(0.5),
    new nn.Linear(4096, 487),
  );

  /** @shape clip [N, 3, 16, 112, 112] */
  forward(clip: Tensor): Tensor {
    return this.classifier.forward(this.features.forward(clip));
  }
}
