/** Layers and functions with arguments that nobody means: a tensor, or an error of ours that names the argument. */
import assert from "node:assert/strict";
import * as engine from "@convlens/engine";
import { ConvLensError, LimitError, randn, type Tensor } from "@convlens/engine";
import { torchLayers } from "@convlens/engine/specs";
import { test } from "vitest";
import { fuzz, type Random } from "./fuzz.ts";

const WILD: readonly unknown[] = [
  0,
  -1,
  1,
  2,
  3,
  1.5,
  1e6,
  1e9,
  2 ** 31,
  2 ** 53,
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  3n,
  "3",
  "same",
  "valid",
  "",
  true,
  false,
  null,
  undefined,
  [],
  [0],
  [2, 2],
  [1, 2, 3, 4],
  [Number.NaN],
  [-1, 2],
  {},
  () => 1,
];
const SHAPES: readonly (readonly number[])[] = [
  [],
  [0],
  [4],
  [2, 4],
  [2, 4, 8],
  [1, 4, 8, 8],
  [2, 4, 0, 8],
  [1, 4, 4, 6, 6],
  [1, 1, 1],
];

const { F, nn } = engine as unknown as {
  F: Record<string, (...args: unknown[]) => unknown>;
  nn: Record<string, new (...args: unknown[]) => { forward(...inputs: unknown[]): unknown }>;
};
const functions = Object.keys(F).filter((name) => typeof F[name] === "function");
const layers = [...torchLayers.keys()].filter((name) => nn[name]);

const value = (random: Random): unknown =>
  random.chance(0.25) ? randn([...random.pick(SHAPES)]) : random.pick(WILD);

test("wild arguments make an error of ours, or a tensor", async () => {
  await fuzz({ runs: 2000 }, (random) => {
    let told = "";
    try {
      if (random.chance(0.6)) {
        const name = random.pick(layers);
        const args = argumentsOf(name, random);
        told = `new nn.${name}(${args.map(shown).join(", ")})`;
        const layer = new nn[name]!(...args);
        const shape = random.pick(SHAPES);
        told += `.forward([${shape}])`;
        layer.forward(randn([...shape]));
      } else {
        const name = random.pick(functions);
        const args = Array.from({ length: random.below(5) }, (_, i) =>
          i === 0 && random.chance(0.9) ? randn([...random.pick(SHAPES)]) : value(random),
        );
        told = `F.${name}(${args.map(shown).join(", ")})`;
        F[name]!(...args);
      }
    } catch (error) {
      if (error instanceof ConvLensError || error instanceof LimitError)
        assert.doesNotMatch(error.message, /\[object Object\]/, told);
      else throw new Error(`${told}: ${error instanceof Error ? error.stack : error}`);
    }
  });
});

/** Mostly what the layer asks for, with one or two wild ones among them. */
function argumentsOf(name: string, random: Random): unknown[] {
  const { params } = torchLayers.get(name)!;
  const required = params.filter((param) => param.required);
  const args: unknown[] = required.map(() =>
    random.chance(0.8) ? random.pick([1, 2, 3, 4]) : value(random),
  );
  const options = params.filter((param) => !param.required);
  if (options.length > 0 && random.chance(0.6))
    args.push(
      Object.fromEntries(
        [random.pick(options), random.pick(options)].map((param) => [param.name, value(random)]),
      ),
    );
  return args;
}

const shown = (argument: unknown): string => {
  if (typeof argument === "object" && argument !== null && "shape" in argument)
    return `[${(argument as Tensor).shape}]`;
  if (typeof argument === "bigint") return `${argument}n`;
  return (
    JSON.stringify(argument, (_, part) => (typeof part === "bigint" ? `${part}n` : part)) ?? String(argument)
  );
};
