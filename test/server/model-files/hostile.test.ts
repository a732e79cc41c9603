/**
 * Files that are damaged or made to do harm: reading them answers within its budgets, and what is read can be inferred.
 * CONVLENS_MUTANTS=20000 npx vitest run test/server/model-files/hostile.test.ts tries more.
 */
import { BUDGET, bytesOf, readOnnx } from "@convlens/engine/onnx";
import { describe, expect, test } from "vitest";
import { inferModel, ModelFiles } from "../../../server/src/model-files/index.ts";
import { loadedFiles, loadedHost } from "../../golden/loaded-models.ts";

const MUTANTS = Number(process.env.CONVLENS_MUTANTS ?? 2000);

/** Mulberry32: the same numbers on every machine. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A few bytes changed, put in or taken out, or the end cut off. */
function mutated(bytes: Uint8Array, next: () => number): Uint8Array {
  let result = bytes.slice();
  for (let i = 1 + Math.floor(next() * 4); i > 0; i--) {
    const at = Math.floor(next() * result.length);
    const kind = next();
    if (kind < 0.5) result[at] = Math.floor(next() * 256);
    else if (kind < 0.65) result[at] = 0xff;
    else if (kind < 0.8)
      result = Uint8Array.from([...result.slice(0, at), Math.floor(next() * 256), ...result.slice(at)]);
    else if (kind < 0.9) result = Uint8Array.from([...result.slice(0, at), ...result.slice(at + 1)]);
    else result = result.slice(0, at);
  }
  return result;
}

test(`${MUTANTS} mutants are read or refused, and inferred`, () => {
  const next = random(11);
  const originals = [...loadedFiles].filter(([path]) => /\.(onnx|json)$/.test(path));
  let readable = 0;
  for (let i = 0; i < MUTANTS; i++) {
    const [path, bytes] = originals[i % originals.length]!;
    const name = path.endsWith(".json") ? "model.json" : "model.onnx";
    const host = loadedHost("/p", new Map([[name, mutated(bytes, next)]]));
    let largest = 0;
    const file = new ModelFiles({
      ...host,
      readBytes: (...asked) => {
        const part = host.readBytes!(...asked);
        largest = Math.max(largest, part?.length ?? 0);
        return part;
      },
    }).read(`/p/${name}`)!;
    expect(largest).toBeLessThanOrEqual(Math.max(1 << 16, bytes.length + 8));
    if (!file.readable) {
      expect(file.problems.length).toBeGreaterThan(0);
      continue;
    }
    readable += 1;
    inferModel(file);
    inferModel(file, new Map(file.inputs.map(({ name }) => [name, [1, 3, 7, 7]])));
  }
  // some survive: the mutants reach what is behind the reader
  expect(readable).toBeGreaterThan(MUTANTS / 10);
});

describe("a file made to cost much", () => {
  const varint = (value: number): number[] => {
    const bytes: number[] = [];
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
    return [...bytes, value];
  };
  const delimited = (field: number, content: readonly number[]): number[] => [
    (field << 3) | 2,
    ...varint(content.length),
    ...content,
  ];

  test("claims a length beyond its end", () => {
    expect(() => readOnnx(bytesOf(Uint8Array.from([0x3a, ...varint(2 ** 40)])))).toThrow(/goes on to byte/);
  });

  test("claims a name of a gigabyte, of bytes that it has", () => {
    const size = 2 ** 30;
    const head = Uint8Array.from([0x3a, ...varint(size), 0x12, ...varint(size - 6)]);
    const source = {
      size: head.length - 6 + size,
      read: (position: number, length: number) =>
        Uint8Array.from({ length }, (_, i) => head[position + i] ?? 0x61),
    };
    expect(() => readOnnx(source)).toThrow(/a name of 1,073,7/);
  });

  test("nests graphs within graphs", () => {
    let graph: number[] = [];
    for (let i = 0; i < 40; i++) graph = delimited(1, delimited(5, delimited(6, graph)));
    expect(() => readOnnx(bytesOf(Uint8Array.from(delimited(7, graph))))).toThrow(/nested too deeply/);
  });

  test("has more parts than anybody looks at", () => {
    const many = new Uint8Array(2 * (BUDGET.messages + 1));
    for (let i = 0; i < many.length; i += 2) many[i] = 0x0a; // empty nodes
    const head = Uint8Array.from([0x3a, ...varint(many.length)]);
    expect(() => readOnnx(bytesOf(Uint8Array.from([...head, ...many])))).toThrow(/more than 300,000 parts/);
  });

  test("has a shape of more axes than there are", () => {
    const dims = Array.from({ length: 100 }, () => [0x08, 1]).flat();
    const tensor = delimited(5, dims);
    expect(() => readOnnx(bytesOf(Uint8Array.from(delimited(7, tensor))))).toThrow(/more than 64 axes/);
  });

  test("has sizes that overflow", () => {
    const dims = [0x08, ...varint(2 ** 52), 0x08, ...varint(2 ** 52)];
    const { graph } = readOnnx(
      bytesOf(Uint8Array.from(delimited(7, delimited(5, [...dims, 0x10, 1, 0x42, 0])))),
    );
    expect(graph.initializers[0]?.values).toBeUndefined();
  });

  test("is read for its weights no more than they are long", () => {
    const weight = new Uint8Array(1 << 20);
    const tensor = [0x08, ...varint(1 << 18), 0x10, 1, 0x42, 1, 0x77, 0x4a, ...varint(weight.length)];
    const head = Uint8Array.from([
      0x3a,
      ...varint(tensor.length + weight.length + 4),
      0x2a,
      ...varint(tensor.length + weight.length),
      ...tensor,
    ]);
    const bytes = new Uint8Array(head.length + weight.length);
    bytes.set(head);
    let asked = 0;
    const source = bytesOf(bytes);
    const { graph } = readOnnx({
      size: bytes.length,
      read(position, length) {
        asked += length;
        return source.read(position, length);
      },
    });
    expect(graph.initializers).toMatchObject([{ name: "w", dims: [1 << 18] }]);
    expect(asked).toBeLessThan(20_000);
  });
});
