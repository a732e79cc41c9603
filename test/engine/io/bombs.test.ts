/** Small files that unpack to much: refused before memory is taken. */
import { Tensor } from "@convlens/engine";
import { readImage, readNpz, readSafetensors, writePng } from "@convlens/engine/io";
import { zipSync, zlibSync } from "fflate";
import { expect, test } from "vitest";

/** A chunk of a PNG; nobody looks at its check sum. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  new DataView(bytes.buffer).setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  return bytes;
}

/** A picture of one grey pixel with these chunks between header and end. */
function pixel(...chunks: readonly Uint8Array[]): Uint8Array {
  const png = writePng(Tensor.from([0.2], [1, 1, 1, 1]));
  const [start, end] = [png.subarray(0, 33), png.subarray(-12)];
  return Uint8Array.from([start, ...chunks, end].flatMap((part) => [...part]));
}

const zeros = (bytes: number): Uint8Array => zlibSync(new Uint8Array(bytes), { level: 9 });

test("a PNG whose data unpacks to more than its pixels", () => {
  expect(readImage(pixel(chunk("IDAT", zlibSync(Uint8Array.of(0, 51))))).data[0]).toBeCloseTo(0.2);
  expect(() => readImage(pixel(chunk("IDAT", zeros(2 ** 26))))).toThrow(
    "its data unpacks to more than the 2 bytes of its pixels",
  );
});

test("profiles and texts of a PNG are not unpacked", () => {
  const profile = chunk("iCCP", Uint8Array.of(120, 0, 0, ...zeros(2 ** 24)));
  const text = chunk("zTXt", Uint8Array.of(120, 0, 0, ...zeros(2 ** 24)));
  const image = readImage(pixel(profile, text, chunk("IDAT", zlibSync(Uint8Array.of(0, 51)))));
  expect(image.shape).toEqual([1, 1, 1, 1]);
});

test("a JPEG that states a size beyond what is decoded", () => {
  const frame = [0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0x40, 0x00, 0x40, 0x00, 1, 1, 0x11, 0, 0xff, 0xd9];
  expect(() => readImage(Uint8Array.from(frame))).toThrow("it has 16384 × 16384 pixels, more than");
});

test("a PNG that states a size beyond what is decoded", () => {
  const png = writePng(Tensor.from([0.2], [1, 1, 1, 1]));
  const view = new DataView(png.buffer, png.byteOffset);
  view.setUint32(16, 10_000);
  view.setUint32(20, 10_000);
  expect(() => readImage(png)).toThrow("it has 10000 × 10000 pixels, more than");
});

test("an archive that claims more than its bytes can hold", () => {
  const zip = zipSync({ "x.npy": new Uint8Array(100) });
  const view = new DataView(zip.buffer, zip.byteOffset);
  const central = zip.findIndex((_, i) => i + 4 <= zip.length && view.getUint32(i, true) === 0x02014b50);
  view.setUint32(central + 24, 2 ** 31, true);
  expect(() => readNpz(zip)).toThrow(/x\.npy claims 2147483648 bytes packed into/);
});

test("a weights file of more tensors than anything has", () => {
  const entry = '{"dtype":"F32","shape":[0],"data_offsets":[0,0]}';
  const header = `{${Array.from({ length: 100_001 }, (_, i) => `"${i}":${entry}`).join(",")}}`;
  const bytes = new Uint8Array(8 + header.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(new TextEncoder().encode(header), 8);
  expect(() => readSafetensors(bytes)).toThrow("it holds 100001 tensors, and 100000 are the most");
});
