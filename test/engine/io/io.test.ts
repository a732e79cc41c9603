/** Files go round, and files that lie get a clear error before memory is taken. */
import { randn, Tensor } from "@convlens/engine";
import {
  FormatError,
  readImage,
  readNpy,
  readNpz,
  readSafetensors,
  writeNpy,
  writeNpz,
  writePng,
  writeSafetensors,
} from "@convlens/engine/io";
import * as fc from "fast-check";
import jpeg from "jpeg-js";
import { describe, expect, test } from "vitest";

const same = (a: Tensor, b: Tensor): void => {
  expect(a.shape).toEqual(b.shape);
  expect(a.data).toEqual(b.data);
};

describe("npy", () => {
  test("goes round, in archives too", () => {
    for (const shape of [[], [3], [2, 0], [2, 3, 4]]) {
      const tensor = randn(shape);
      same(readNpy(writeNpy(tensor)), tensor);
    }
    const [a, b] = [randn(2, 3), randn(4)];
    const back = readNpz(writeNpz({ a, b }));
    same(back.a!, a);
    same(back.b!, b);
  });

  test("reads what NumPy writes: doubles, integers, Fortran order", () => {
    const file = (descr: string, order: string, shape: string, body: ArrayBufferLike): Uint8Array => {
      const header = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`.padEnd(117);
      const bytes = new Uint8Array(128 + body.byteLength);
      bytes.set([0x93, 78, 85, 77, 80, 89, 1, 0, 118, 0]);
      bytes.set(new TextEncoder().encode(`${header}\n`), 10);
      bytes.set(new Uint8Array(body), 128);
      return bytes;
    };
    expect(readNpy(file("<f8", "False", "(2,)", Float64Array.of(1.5, -2).buffer)).data).toEqual(
      Float32Array.of(1.5, -2),
    );
    expect(readNpy(file("<i8", "True", "(2, 2)", BigInt64Array.of(1n, 2n, 3n, 4n).buffer)).data).toEqual(
      Float32Array.of(1, 3, 2, 4),
    );
    expect(() => readNpy(file("<c8", "False", "(1,)", new ArrayBuffer(8)))).toThrow(
      /element type <c8 is not supported/,
    );
    expect(() => readNpy(file("<f4", "False", "(99999999999, 99999999)", new ArrayBuffer(8)))).toThrow(
      FormatError,
    );
    expect(() => readNpy(file("<f4", "False", "(4,)", new ArrayBuffer(8)))).toThrow(
      /takes 16 bytes, and there are 8/,
    );
  });
});

describe("safetensors", () => {
  test("goes round", () => {
    const tensors = { weight: randn(4, 3, 2), bias: randn(4) };
    const back = readSafetensors(writeSafetensors(tensors));
    same(back.weight!, tensors.weight);
    same(back.bias!, tensors.bias);
  });

  test("refuses lengths, offsets and headers that lie", () => {
    const file = (header: string, length = BigInt(header.length), body = 8): Uint8Array => {
      const bytes = new Uint8Array(8 + header.length + body);
      new DataView(bytes.buffer).setBigUint64(0, length, true);
      bytes.set(new TextEncoder().encode(header), 8);
      return bytes;
    };
    const entry = (shape: string, offsets: string): string =>
      `{"a":{"dtype":"F32","shape":${shape},"data_offsets":${offsets}}}`;
    expect(readSafetensors(file(entry("[2]", "[0,8]"))).a!.shape).toEqual([2]);
    for (const bad of [
      file("{}", 2n ** 63n),
      file("{}", 1000n),
      file("not json"),
      file("[]"),
      file(entry("[2]", "[0,800]")),
      file(entry("[99999999999]", "[0,8]")),
      file(entry("[-1]", "[0,8]")),
      file(entry("[2]", "[8,0]")),
      file(entry("[1]", "[0,4]")), // four bytes that belong to no tensor
      file(entry("[1]", "[4,8]")),
      file(
        '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
      ),
      file('{"a":{"dtype":"__proto__","shape":[2],"data_offsets":[0,8]}}'),
      file('{"a":null}'),
      new Uint8Array(3),
    ]) {
      expect(() => readSafetensors(bad)).toThrow(FormatError);
    }
  });

  test("never throws anything else, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const read of [readSafetensors, readNpy, readNpz, readImage]) {
          try {
            read(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(FormatError);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

test("cut short anywhere, every file says so", () => {
  const picture = randn(1, 3, 6, 5);
  const image = { width: 16, height: 16, data: new Uint8Array(1024).map((_, i) => (i * 7) % 256) };
  const files: [(bytes: Uint8Array) => unknown, Uint8Array][] = [
    [readNpy, writeNpy(randn(3, 4))],
    [readNpz, writeNpz({ a: randn(3, 4), b: randn(5) })],
    [readSafetensors, writeSafetensors({ a: randn(3, 4), b: randn(5) })],
    [readImage, writePng(picture)],
    [readImage, jpeg.encode(image, 80).data],
  ];
  for (const [read, bytes] of files)
    for (let length = 0; length < bytes.length; length++)
      expect(() => read(bytes.subarray(0, length)), `${read.name} ${length}`).toThrow(FormatError);
});

test("takes no more memory than the bytes can stand for", () => {
  const npz = writeNpz({ a: randn(3, 4) });
  const view = new DataView(npz.buffer, npz.byteOffset);
  const entry = npz.findIndex((_, i) => npz[i] === 0x50 && npz[i + 1] === 0x4b && npz[i + 2] === 1);
  view.setUint32(entry + 24, 2 ** 31 - 1, true); // the unpacked size that the directory claims
  expect(() => readNpz(npz)).toThrow(/claims 2147483647 bytes/);
  const png = writePng(randn(1, 3, 2, 2));
  new DataView(png.buffer, png.byteOffset).setUint32(16, 5000);
  new DataView(png.buffer, png.byteOffset).setUint32(20, 5000);
  expect(() => readImage(png)).toThrow(/cannot hold its 5000 × 5000 pixels/);
});

describe("images", () => {
  test("PNG goes round to a byte's precision, in grey and in colour", () => {
    for (const channels of [1, 3]) {
      const picture = Tensor.from(
        Float32Array.from({ length: channels * 20 }, (_, i) => ((i * 13) % 256) / 255),
        [1, channels, 4, 5],
      );
      const back = readImage(writePng(picture));
      expect(back.shape).toEqual(picture.shape);
      for (const [i, value] of back.data.entries()) expect(value).toBeCloseTo(picture.data[i]!, 2);
    }
  });

  test("JPEG is decoded to its colours", () => {
    const data = new Uint8Array(8 * 8 * 4).fill(255).map((_, i) => (i % 4 === 1 ? 0 : 255));
    const picture = readImage(jpeg.encode({ width: 8, height: 8, data }, 100).data);
    expect(picture.shape).toEqual([1, 3, 8, 8]);
    expect(picture.data[0]).toBeGreaterThan(0.95);
    expect(picture.data[64]).toBeLessThan(0.05);
  });

  test("a corrupt picture says so", () => {
    const png = writePng(Tensor.from(new Float32Array(12), [1, 3, 2, 2]));
    expect(() => readImage(png.subarray(0, 20))).toThrow(FormatError);
    expect(() => readImage(png.map((byte, i) => (i > 40 ? byte ^ 255 : byte)))).toThrow(FormatError);
    expect(() => readImage(Uint8Array.of(1, 2, 3))).toThrow(/neither PNG nor JPEG/);
  });
});
