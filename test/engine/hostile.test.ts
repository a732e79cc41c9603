/**
 * Wrong arguments of every kind, in every place of every class, function and method: what comes is a result or an error of
 * the library that says what is wrong, in bounded time and memory; never a TypeError from inside.
 */
import * as engine from "@convlens/engine";
import { ConvLensError, F, nn, randn, setLimits, setThreads, Tensor } from "@convlens/engine";
import { torchLayers } from "@convlens/engine/specs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

beforeAll(() => setLimits({ bytes: 2 ** 26, operations: 1e8 }));
afterAll(() => setLimits({ bytes: 2 ** 30, operations: Number.POSITIVE_INFINITY }));

const image = randn(2, 4, 6, 6);
const WRONG: readonly unknown[] = [
  undefined,
  null,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  0,
  1.5,
  1e9,
  2 ** 53,
  3n,
  "3",
  "same",
  true,
  Symbol("s"),
  [],
  [1, 2, 3, 4, 5, 6, 7],
  [null],
  [-1, 0],
  [Number.NaN, 1e9],
  ["a"],
  {},
  { stride: null },
  { length: 1e9 },
  () => 1,
  image,
];

/** What is not to come out of `run`; undefined where it is a result or an error of the library. */
function strange(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof ConvLensError
      ? undefined
      : `${(error as Error)?.name}: ${(error as Error)?.message}`;
  }
}

const shown = (value: unknown): string =>
  value instanceof Tensor
    ? "tensor"
    : typeof value === "bigint"
      ? `${value}n`
      : `${typeof value} ${JSON.stringify(value)}`;

/** Each wrong value in each of the places, the others as they should be. */
function faults(
  call: (args: readonly unknown[]) => unknown,
  right: readonly unknown[],
  places: number,
): string[] {
  const found: string[] = [];
  for (let place = 0; place < places; place++) {
    for (const value of WRONG) {
      const args = Array.from({ length: Math.max(right.length, place + 1) }, (_, i) =>
        i === place ? value : right[i],
      );
      const problem = strange(() => call(args));
      if (problem) found.push(`(${args.map(shown).join(", ")}) ${problem}`);
    }
  }
  return found;
}

describe("constructors, then a run", () => {
  test.each([...torchLayers.keys()])("nn.%s", (name) => {
    const spec = torchLayers.get(name)!;
    const make = (nn as unknown as Record<string, new (...args: unknown[]) => nn.Module>)[name]!;
    const needed = spec.params.filter(({ required }) => required).length;
    const inputs = (spec.inputs ?? ["input"]).map(() => image);
    const run = (args: readonly unknown[]) => new make(...args).forward(...inputs);
    expect(faults(run, new Array(needed).fill(2), spec.params.length + 1)).toEqual([]);
    const options = spec.params.slice(needed).flatMap(({ name: option }) =>
      WRONG.flatMap((value) => {
        const problem = strange(() => run([...new Array(needed).fill(2), { [option]: value }]));
        return problem ? [`{ ${option}: ${shown(value)} } ${problem}`] : [];
      }),
    );
    expect(options).toEqual([]);
    // a layer that was made as it should be, on inputs that are none
    const right = () => new make(...new Array(needed).fill(2));
    if (!strange(right))
      expect(faults((args) => right().forward(...args), inputs, inputs.length + 1)).toEqual([]);
  });
});

describe("functions", () => {
  const functions = F as unknown as Record<string, (...args: unknown[]) => unknown>;
  test.each(Object.keys(functions))("F.%s", (name) => {
    expect(faults((args) => functions[name]!(...args), [image], 6)).toEqual([]);
    expect(faults((args) => functions[name]!(...args), [image, image, image], 6)).toEqual([]);
  });

  const makers = engine as unknown as Record<string, (...args: unknown[]) => unknown>;
  const own = Object.keys(makers).filter(
    (name) =>
      typeof makers[name] === "function" &&
      !/^[A-Z]|^set|^manualSeed|^useWide|^cancellation|^lastRun/.test(name),
  );
  test.each(own)("%s", (name) => {
    expect(faults((args) => makers[name]!(...args), [], 4)).toEqual([]);
    expect(faults((args) => makers[name]!(...args), [image], 4)).toEqual([]);
  });
});

describe("methods of tensors", () => {
  const methods = Object.entries(Object.getOwnPropertyDescriptors(Tensor.prototype))
    .filter(([name, { value }]) => typeof value === "function" && !["constructor", "dispose"].includes(name))
    .map(([name]) => name);
  test.each(methods)("%s", (name) => {
    const call = (args: readonly unknown[]) =>
      (image as unknown as Record<string, (...given: unknown[]) => unknown>)[name]!(...args);
    expect(faults(call, [], 4)).toEqual([]);
  });
});

describe("numbers that are counted up to", () => {
  test.each([
    [
      "layers on each other",
      () => new nn.GRU(9, 4, { numLayers: 1e9 }),
      "asks for 1,000,000,000 layers; 1,000 are the most",
    ],
    ["parts of a split", () => randn(200_000, 1).split(1), "asks for 200,000 parts; 100,000 are the most"],
    ["parts of a chunk", () => randn(200_000, 1).chunk(1e9), "asks for 200,000 parts; 100,000 are the most"],
    ["entries of an axis", () => randn(200_000, 1).unbind(), "asks for 200,000 parts; 100,000 are the most"],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(message);
    expect(run).toThrow(expect.objectContaining({ code: "limit", name: "LimitError" }));
  });

  test("no layer at all is refused as PyTorch does", () => {
    expect(() => new nn.LSTM(9, 4, { numLayers: 0 })).toThrow("num_layers must be greater than zero");
    expect(() => new nn.LSTM(9, 0)).toThrow("hidden_size must be greater than zero");
  });

  test("the phases of a long stride, nearly all of them empty", () => {
    const input = randn(1, 2, 3);
    const weight = randn(2, 1, 1);
    const y = F.convTranspose1d(input, weight, { stride: 1e6 });
    expect(y.shape).toEqual([1, 1, 2_000_001]);
    const places = [0, 1e6, 2e6].map((at) => y.data[at]);
    expect(places).toEqual([...F.convTranspose1d(input, weight).data]);
    expect(y.data.filter((value) => value !== 0)).toHaveLength(3);
  });

  test("few parts of a short axis, however many are asked for", () => {
    expect(randn(10, 3).chunk(1e9).length).toBe(10);
  });

  test("threads", () => {
    for (const count of [0, -1, 1.5, 257, 1e6, Number.NaN])
      expect(() => setThreads(count)).toThrow(RangeError);
  });
});
