/** Pictures as tensors: PNG and JPEG to [1, channels, height, width] in 0 … 1, and back to PNG. */
import { decode as decodePng, encode as encodePng } from "fast-png";
import jpeg from "jpeg-js";
import { requireTensor } from "../tensor/arguments.ts";
import { Tensor } from "../tensor/tensor.ts";
import { FormatError } from "./format-error.ts";
import { pictureOnly } from "./png-chunks.ts";

/** Large photographs have fewer. */
const MOST_PIXELS = 2 ** 25;

/** Decodes a PNG or JPEG picture; transparency is dropped. Throws a FormatError for anything else. */
export function readImage(bytes: Uint8Array): Tensor {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return fromPng(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return fromJpeg(bytes);
  throw new FormatError("image", "it is neither PNG nor JPEG");
}

function fromPng(bytes: Uint8Array): Tensor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33) throw new FormatError("PNG", "it ends inside of its header");
  if (!endsWith(bytes, PNG_END)) throw new FormatError("PNG", "it ends inside of its picture");
  const [pixelsWide, pixelsHigh, depth] = [view.getUint32(16), view.getUint32(20), bytes[24]!];
  checkSize("PNG", pixelsWide, pixelsHigh);
  // rows are deflated, at most 1032 to 1: a header that claims more lies
  if (Math.ceil((pixelsWide * depth) / 8) * pixelsHigh > bytes.length * 1032)
    throw new FormatError(
      "PNG",
      `${bytes.length} bytes cannot hold its ${pixelsWide} × ${pixelsHigh} pixels`,
    );
  try {
    const { width, height, data, channels, depth, palette } = decodePng(pictureOnly(bytes));
    if (palette) return planes(height, width, 3, (i, c) => (palette[data[i]!]?.[c] ?? 0) / 255);
    const colours = channels >= 3 ? 3 : 1;
    return planes(height, width, colours, (i, c) => data[i * channels + c]! / (2 ** depth - 1));
  } catch (error) {
    throw error instanceof FormatError ? error : new FormatError("PNG", (error as Error).message);
  }
}

function fromJpeg(bytes: Uint8Array): Tensor {
  if (!endsWith(bytes, JPEG_END)) throw new FormatError("JPEG", "it ends inside of its picture");
  const size = jpegSize(bytes);
  if (size) checkSize("JPEG", size.width, size.height);
  try {
    const { width, height, data } = jpeg.decode(bytes, {
      useTArray: true,
      maxResolutionInMP: MOST_PIXELS / 1e6,
      maxMemoryUsageInMB: 512,
    });
    return planes(height, width, 3, (i, c) => data[i * 4 + c]! / 255);
  } catch (error) {
    throw new FormatError("JPEG", (error as Error).message);
  }
}

/**
 * The size that the frame header states (SOF0 … SOF15 but for the tables DHT, JPG and DAC); undefined where there is none,
 * which the decoder says better. https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.2.2
 */
function jpegSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = bytes[at + 1]!;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
  }
  return undefined;
}

/** The chunk IEND with its check sum, and the mark EOI. Bytes of other programs may follow. */
const PNG_END = [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];
const JPEG_END = [0xff, 0xd9];
function endsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  for (let from = bytes.length - mark.length; from > 0; from--)
    if (mark.every((byte, i) => bytes[from + i] === byte)) return true;
  return false;
}

function checkSize(format: string, width: number, height: number): void {
  if (width * height > MOST_PIXELS)
    throw new FormatError(format, `it has ${width} × ${height} pixels, more than ${MOST_PIXELS}`);
}

function planes(
  height: number,
  width: number,
  channels: number,
  at: (pixel: number, channel: number) => number,
): Tensor {
  const data = new Float32Array(channels * height * width);
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < height * width; i++) data[c * height * width + i] = at(i, c);
  return Tensor.wrap(data, [1, channels, height, width]);
}

/** A PNG of a tensor [1, 1 or 3, height, width] with values in 0 … 1. */
export function writePng(tensor: Tensor): Uint8Array {
  requireTensor("writePng", "tensor", tensor);
  const [batch, channels, height, width] = tensor.shape;
  if (tensor.shape.length !== 4 || batch !== 1 || (channels !== 1 && channels !== 3))
    throw new FormatError("PNG", `a picture is [1, 1 or 3, height, width], not [${tensor.shape.join(", ")}]`);
  const plane = height! * width!;
  const data = new Uint8Array(plane * channels);
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < plane; i++)
      data[i * channels + c] = Math.max(0, Math.min(255, Math.round(tensor.raw[c * plane + i]! * 255)));
  return encodePng({ width: width!, height: height!, data, channels });
}
