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
