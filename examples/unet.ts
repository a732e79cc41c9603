// U-Net (Ronneberger et al., 2015): down, across, and up again. Works for any image whose sides are multiples of 16.
import { cat, nn, type Tensor } from "@convlens/engine";

export class DoubleConv extends nn.Module {
  body: nn.Sequential;

  constructor(inChannels: number, outChannels: number) {
    super();
    this.body = new nn.Sequential(
      new nn.Conv2d(inChannels, outChannels, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(outChannels),
      new nn.ReLU(),
      new nn.Conv2d(outChannels, outChannels, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(outChannels),
      new nn.ReLU(),
    );
  }

  forward(x: Tensor): Tensor {
    return this.body.forward(x);
  }
}

export class Up extends nn.Module {
  up: nn.ConvTranspose2d;
  conv: DoubleConv;

  constructor(inChannels: number, outChannels: number) {
    super();
    this.up = new nn.ConvTranspose2d(inChannels, outChannels, 2, { stride: 2 });
    this.conv = new DoubleConv(outChannels * 2, outChannels);
  }

  forward(x: Tensor, skip: Tensor): Tensor {
    return this.conv.forward(cat([skip, this.up.forward(x)], 1));
  }
}

export class UNet extends nn.Module {
  pool = new nn.MaxPool2d(2);
  down1 = new DoubleConv(3, 64);
  down2 = new DoubleConv(64, 128);
  down3 = new DoubleConv(128, 256);
  down4 = new DoubleConv(256, 512);
  bottom = new DoubleConv(512, 1024);
  up4 = new Up(1024, 512);
  up3 = new Up(512, 256);
  up2 = new Up(256, 128);
  up1 = new Up(128, 64);
  head: nn.Conv2d;

  constructor(numClasses = 2) {
    super();
    this.head = new nn.Conv2d(64, numClasses, 1);
  }

  /** @shape x [N, 3, 256, 256] */
  forward(x: Tensor): Tensor {
    const x1 = this.down1.forward(x);
    const x2 = this.down2.forward(this.pool.forward(x1));
    const x3 = this.down3.forward(this.pool.forward(x2));
    const x4 = this.down4.forward(this.pool.forward(x3));
    let y = this.bottom.forward(this.pool.forward(x4));
    y = this.up4.forward(y, x4);
    y = this.up3.forward(y, x3);
    y = this.up2.forward(y, x2);
    y = this.up1.forward(y, x1);
    return this.head.forward(y);
  }
}
