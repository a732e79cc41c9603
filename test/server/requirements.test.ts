/** "Works for H, W: multiples of 8" is what the engine does: sizes around every bound are tried with the real model. */
import { readFileSync } from "node:fs";
import { type Tensor, zeros } from "@convlens/engine";
import { type Requirement, solve } from "@convlens/engine/specs";
import { describe, expect, test } from "vitest";
import { analyzeText } from "./memory-project.ts";

const folder = new URL("../fixtures/models/", import.meta.url);
const SIZES = [...Array(40).keys(), 62, 63, 64, 65, 71, 72, 73].map((size) => size + 1);

/** The input of a size, for models that take pictures, and what is said of them. */
const models: Readonly<
  Record<string, readonly [input: (size: number) => number[], text: string | undefined]>
> = {
  unet_small: [(size) => [1, 3, size, size], "H, W: multiples of 8"],
  conv_autoencoder: [(size) => [1, 1, size, size], "H, W: at least 25"],
  vgg_small: [(size) => [1, 3, size, size], "H, W: at least 16"],
  lenet5: [(size) => [1, 1, size, size], "H = W: 32 to 35"],
  vit_stem: [(size) => [1, 3, size, size], "H = W: 64 to 71"],
  lazy_net: [(size) => [1, 3, size, size], "H = W: at least 15"],
  inception_block: [(size) => [1, 192, size, size], "H, W: at least 2"],
  resnet_basic: [(size) => [1, 3, size, size], undefined],
  mobilenetv2_block: [(size) => [1, 3, size, size], undefined],
  espcn: [(size) => [1, 1, size, size], undefined],
};

interface Runnable {
  eval(): void;
  forward(input: Tensor): unknown;
}

const allows = (requirement: Requirement | undefined, size: number): boolean =>
  Object.values(requirement?.symbols ?? {}).every(
    ({ min, max, modulus, residues }) =>
      size >= min && size <= (max ?? size) && residues.includes(size % modulus),
  );

describe("what a model works for", () => {
  for (const [name, [input, text]] of Object.entries(models)) {
    test(name, async () => {
      const path = new URL(`${name}.ts`, folder);
      const facts = analyzeText(readFileSync(path, "utf8")).models.at(-1)!;
      expect(facts.requirement).toBe(text);
      const { model } = (await import(path.href)) as { model: Runnable };
      model.eval();
      const works = (size: number): boolean => {
        try {
          model.forward(zeros(input(size)));
          return true;
        } catch {
          return false;
        }
      };
      const requirement = solve(facts.conditions);
      // a lazy model learns its sizes from its first input
      const sizes = name === "lazy_net" ? [15] : SIZES;
      expect(sizes.filter(works)).toEqual(sizes.filter((size) => allows(requirement, size)));
    });
  }
});
