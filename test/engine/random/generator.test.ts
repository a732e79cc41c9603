/** Many numbers at once are those that are drawn one by one. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { Generator } from "../../../engine/src/random/index.ts";

afterEach(() => vi.unstubAllGlobals());

/** A generator that has already given some numbers, and what it gives one by one. */
function pair(seed: number, before: number): [Generator, Generator] {
  const pair: [Generator, Generator] = [new Generator(seed), new Generator(seed)];
  for (const generator of pair) for (let i = 0; i < before; i++) generator.bits();
  return pair;
}

describe("uniform values of whole blocks", () => {
  test.each([
    [0, 0, 624 * 2],
    [7, 1, 624 * 3 + 5],
    [5489, 623, 100_000],
    [-1, 624, 624 * 24 * 3 + 1],
  ])("seed %i after %i others, %i of them", (seed, before, count) => {
    const [many, single] = pair(seed, before);
    const data = new Float32Array(count);
    many.fillUniform(data, 0, 1);
    expect([...data].every((value) => value === single.uniform())).toBe(true);
    expect(many.bits()).toBe(single.bits()); // both go on alike
  });

  test("a range is scaled and moved in float32, as PyTorch does", () => {
    const [many, single] = pair(3, 0);
    const [f, data] = [Math.fround, new Float32Array(5000)];
    const [low, high] = [-0.0343, 0.0721];
    many.fillUniform(data, low, high);
    const width = f(f(high) - f(low));
    expect([...data].every((value) => value === f(f(single.uniform() * width) + f(low)))).toBe(true);
  });
});

test("where there is no WebAssembly the numbers are the same", async () => {
  const data = new Float32Array(10_000);
  new Generator(11).fillUniform(data, -1, 1);
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  const { Generator: Plain } = await import("../../../engine/src/random/index.ts");
  const plain = new Float32Array(10_000);
  new Plain(11).fillUniform(plain, -1, 1);
  expect(plain).toEqual(data);
});
