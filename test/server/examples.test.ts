/** The examples: every shape known and no finding; in broken/ exactly one, that names its producer. */
import { readdirSync, readFileSync } from "node:fs";
import { isUnknown } from "@convlens/engine/specs";
import { nodeHost, Project } from "@convlens/server";
import { describe, expect, test } from "vitest";

const folder = new URL("../../examples/", import.meta.url).pathname;
const files = (path: string): string[] => readdirSync(folder + path).filter((name) => name.endsWith(".ts"));
const analyze = (path: string) => new Project(nodeHost).analyze(folder + path);

describe("examples", () => {
  for (const file of files("")) {
    test(file, () => {
      const { applications, findings, models } = analyze(file);
      expect(findings).toEqual([]);
      expect(models.length).toBeGreaterThan(0);
      expect(applications.length).toBeGreaterThan(0);
      for (const use of applications)
        for (const { shape } of use.outputs)
          expect(shape !== null && !shape.some(isUnknown), `${use.name ?? use.op}`).toBe(true);
    });
  }

  test("have the parameters that the papers' models have", () => {
    const params = (file: string, model: string) =>
      analyze(file).models.find(({ name, variable }) => (variable ?? name) === model)?.params;
    expect(params("resnet.ts", "resnet18")).toBe(11_689_512);
    expect(params("resnet.ts", "resnet50")).toBe(25_557_032);
    expect(params("vgg16.ts", "VGG16")).toBe(138_357_544);
    expect(params("mobilenetv2.ts", "MobileNetV2")).toBe(3_504_872);
    expect(params("lenet5.ts", "LeNet5")).toBe(61_706);
  });
});

/** Where each mistake is made, as the text under the squiggle. */
const MISTAKES: Readonly<Record<string, readonly [code: string, place: string]>> = {
  "c3d.ts": ["linear-in-features", "512 * 1 * 4 * 4"],
  "convnext.ts": ["norm-shape", "96"],
  "dcgan.ts": ["norm-features", "256"],
  "densenet.ts": ["conv-in-channels", "64 + 5 * 32"],
  "lenet5.ts": ["linear-in-features", "16 * 5 * 5"],
  "mobilenetv2.ts": ["conv-in-channels", "32"],
  "resnet.ts": ["broadcast", "out.add(x)"],
  "unet.ts": ["conv-in-channels", "64"],
  "vgg.ts": ["linear-rank", "this.classifier.forward(x)"],
  "vit.ts": ["broadcast", "cat([classTokens, patches], 1).add(this.position)"],
  "wavenet.ts": ["broadcast", "this.residual.forward(filtered).add(x)"],
};

describe("broken examples", () => {
  for (const file of files("broken/")) {
    test(file, () => {
      const { findings } = analyze(`broken/${file}`);
      const text = readFileSync(`${folder}broken/${file}`, "utf8");
      expect(findings.map(({ code, span }) => [code, text.slice(span.start, span.end)])).toEqual([
        MISTAKES[file],
      ]);
      expect(
        findings[0]!.related.length + Number(/comes from|is given/.test(findings[0]!.message)),
      ).toBeGreaterThan(0);
    });
  }
});
