/** Editor features as plain functions: what stands at a place, and what the light bulb offers. */
import { describe, expect, test } from "vitest";
import { applyEdits, codeActions, hover } from "../../server/src/ide/index.ts";
import { analyzeText, memoryProject } from "./memory-project.ts";

const unet = `import { cat, nn, type Tensor } from "@convlens/engine";
export class Net extends nn.Module {
  enc = new nn.Conv2d(3, 8, 3, { padding: 1 });
  pool = new nn.MaxPool2d(4);
  up = new nn.ConvTranspose2d(8, 8, 4, { stride: 4 });
  lazy = new nn.LazyConv2d(2, 1);
  forward(image: Tensor): Tensor {
    const skip = this.enc.forward(image);
    return this.lazy.forward(cat([skip, this.up.forward(this.pool.forward(skip))], 1));
  }
}
`;

describe("hover", () => {
  test("says at the input which sizes work", () => {
    const found = hover(analyzeText(unet), unet.indexOf("image: Tensor") + 2);
    expect(found?.head).toContain("image [N, 3, H, W]");
    expect(found?.rest).toContain("works for H, W: multiples of 4");
  });

  test("says what a Sequential takes and gives where its field is declared, too", () => {
    const source = `import { nn, type Tensor } from "@convlens/engine";
export class Net extends nn.Module {
  body = new nn.Sequential(new nn.Conv2d(3, 16, 3), new nn.ReLU());
  tail: nn.Sequential;
  constructor() {
    super();
    this.tail = new nn.Sequential(new nn.Conv2d(16, 8, 3));
  }
  /** @shape x [1, 3, 32, 32] */
  forward(x: Tensor): Tensor {
    return this.tail.forward(this.body.forward(x));
  }
}
export class Other extends nn.Module {
  tail: nn.Sequential;
}
`;
    const at = (place: string, nth = 0): string | undefined => {
      let offset = -1;
      for (let i = 0; i <= nth; i++) offset = source.indexOf(place, offset + 1);
      return hover(analyzeText(source), offset + 1, source)?.head;
    };
    expect(at("body =")).toContain("body = Sequential");
    expect(at("body =")).toContain("[1, 3, 32, 32] → [1, 16, 30, 30]");
    for (const nth of [0, 1]) expect(at("tail", nth)).toContain("[1, 16, 30, 30] → [1, 8, 28, 28]");
    expect(hover(analyzeText(source), source.lastIndexOf("tail") + 1, source)).toBeUndefined();
  });

  test("shows what a lazy layer has become", () => {
    expect(hover(analyzeText(unet), unet.indexOf("LazyConv2d"))?.head).toContain("lazy = Conv2d(16, 2, 1)");
  });
});

describe("refactorings", () => {
  const after = (title: RegExp, place: string): string => {
    const at = unet.indexOf(place);
    const action = codeActions(memoryProject({ "/net.ts": unet }), "/net.ts", at, at).find((candidate) =>
      title.test(candidate.title),
    );
    return applyEdits(unet, action!.edits);
  };

  test("write the inferred shape down", () => {
    const text = after(/shape annotation/, "forward(image");
    expect(text).toContain("  /** @shape image [N, 3, H, W] */\n  forward(image");
    expect(analyzeText(text).models[0]!.inputs[0]!.shape).toEqual(
      analyzeText(unet).models[0]!.inputs[0]!.shape,
    );
  });

  test("give a lazy layer its plain form", () => {
    const text = after(/Replace LazyConv2d/, "new nn.LazyConv2d");
    expect(text).toContain("lazy = new nn.Conv2d(16, 2, 1);");
    expect(analyzeText(text).findings).toEqual([]);
  });
});
