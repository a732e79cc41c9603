/**
 * A PNG reduced to what a picture needs, and its unpacked size checked before a decoder takes memory for it. Profiles,
 * texts and animations are compressed too, and nobody here looks at them: they are left out.
 *
 *   decodePng(pictureOnly(bytes))
 *
 * Format: https://www.w3.org/TR/png-3/#5Chunk-layout
 */
import { Unzlib } from "fflate";
import { FormatError } from "./format-error.ts";

const SIGNATURE_BYTES = 8;
const NEEDED: ReadonlySet<string> = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);
/** Samples of a pixel by colour type: grey, RGB, palette, grey with alpha, RGB with alpha. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Packed bytes that are unpacked at a time: at most 1032 times as many come out. */
const PIECE = 2 ** 14;
/** An interlaced picture has seven passes, each with a byte a row and bits that fill up. */
const PASSES = 7;

/** Throws a FormatError where the data unpacks to more than the pixels of the header. */
export function pictureOnly(bytes: Uint8Array): Uint8Array {
  const chunks = [...chunksOf(bytes)].filter(({ type }) => NEEDED.has(type));
  const header = chunks.find(({ type }) => type === "IHDR");
  if (!header || header.data.length < 13) throw new FormatError("PNG", "it has no header");
  checkUnpacked(
    chunks.flatMap(({ type, data }) => (type === "IDAT" ? [data] : [])),
    mostBytes(header.data),
  );
  const parts = [bytes.subarray(0, SIGNATURE_BYTES), ...chunks.map(({ whole }) => whole)];
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

function* chunksOf(bytes: Uint8Array): Generator<{ type: string; data: Uint8Array; whole: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = SIGNATURE_BYTES; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw new FormatError("PNG", "it ends inside of its picture");
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) };
    if (type === "IEND") return;
    at = end;
  }
}

/** Bytes that the rows of the picture take unpacked, each with one byte for its filter. */
function mostBytes(header: Uint8Array): number {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const bits = header[8]! * (SAMPLES[header[9]!] ?? 4);
  return (Math.ceil((width * bits) / 8) + 1) * height + (header[12] ? PASSES * (width + height) * 8 : 0);
}

function checkUnpacked(parts: readonly Uint8Array[], most: number): void {
  let unpacked = 0;
  const counter = new Unzlib((chunk) => {
    unpacked += chunk.length;
    if (unpacked > most)
      throw new FormatError("PNG", `its data unpacks to more than the ${most} bytes of its pixels`);
  });
  for (const part of parts)
    for (let at = 0; at < part.length; at += PIECE) counter.push(part.subarray(at, at + PIECE));
}
