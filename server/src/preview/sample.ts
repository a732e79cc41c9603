/** What a model is fed with: the test picture, noise, patterns or a file, in the shape that the model takes. */
import { Tensor } from "@convlens/engine";
import { readImage, readNpy } from "@convlens/engine/io";
import type { Files } from "./files.ts";
import { firstAxes, lastAxes, shapeFirst } from "./layout.ts";
import { ByteCache } from "./lru.ts";
import { Noise } from "./noise.ts";
import { cropToAspect, resize } from "./picture/resize.ts";
import { NotRunnable, type PlanInput } from "./plan.ts";
import type { Sample } from "./protocol.ts";

const MOST_BYTES = 256 * 2 ** 20;

export class Samples {
  private readonly files: Files;
  private readonly picture: string;
  private decoded: { readonly key: string; readonly pixels: Tensor } | undefined;
  private readonly made = new ByteCache<Tensor>(32e6);

  /** `picture`: the bundled one. */
  constructor(files: Files, picture: string) {
    this.files = files;
    this.picture = picture;
  }

  /** Equal for equal values. */
  key(sample: Sample): string {
    return sample.kind === "file"
      ? `${sample.path} ${this.files.stamp(sample.path)}`
      : JSON.stringify(sample);
  }

  /** The values of an input. Throws NotRunnable or a FormatError: "This PNG file cannot be read: …". */
  tensor(input: PlanInput, sample: Sample): Tensor {
    const key = `${input.key} ${this.key(sample)}`;
    const known = this.made.get(key);
    if (known) return known;
    const tensor = this.make(input, sample);
    this.made.set(key, tensor, 4 * tensor.numel());
    return tensor;
  }

  private make(input: PlanInput, sample: Sample): Tensor {
    const { shape, content } = input;
    const count = shape.reduce((a, b) => a * b, 1);
    switch (content.kind) {
      case "fill":
        return Tensor.from(new Float32Array(count).fill(content.value), shape);
      case "range":
        return Tensor.from(
          Float32Array.from({ length: count }, (_, i) => content.start + i * content.step),
          shape,
        );
      case "parameter":
        return Tensor.from(new Noise(content.path.length).normal(count, 0.02), shape);
      case "indices":
        if (sample.kind === "file" && sample.path.endsWith(".npy"))
          return this.array(sample.path, shape, false);
        return Tensor.from(new Noise(seedOf(sample)).below(count, content.below), shape);
      default:
        return this.values(input, sample);
    }
  }

  private values({ shape, channelsLast: last }: PlanInput, sample: Sample): Tensor {
    if (sample.kind === "file" && sample.path.endsWith(".npy")) return this.array(sample.path, shape, last);
    const first = last ? shapeFirst(shape) : shape;
    return inLayout(
      Tensor.from(
        fill(first, sample, () => this.pixels(sample)),
        first,
      ),
      last,
    );
  }

  /** Red, green and blue, or grey, as [1, channels, height, width]. */
  private pixels(sample: Sample): Tensor {
    const path = sample.kind === "file" ? sample.path : this.picture;
    const key = `${path} ${this.files.stamp(path)}`;
    if (this.decoded?.key !== key) this.decoded = { key, pixels: readImage(this.bytes(path)) };
    return this.decoded.pixels;
  }

  private bytes(path: string): Uint8Array {
    if (this.files.stamp(path) === undefined)
      throw new NotRunnable(
        `There is no file ${path}. A sample is a .png, .jpg or .npy file; its path is relative to the source file.`,
      );
    const size = this.files.size(path) ?? 0;
    if (size > MOST_BYTES)
      throw new NotRunnable(
        `${path} has ${(size / 2 ** 20).toFixed(0)} MB; samples of up to ${MOST_BYTES / 2 ** 20} MB are read.`,
      );
    return this.files.read(path);
  }

  /** An array as it is, where its shape is the input's but for a batch axis of one; else resized as a picture. */
  private array(path: string, shape: readonly number[], last: boolean): Tensor {
    const array = readNpy(this.bytes(path));
    if (array.shape.join() === shape.join()) return array;
    if (array.shape.join() === shape.slice(1).join() && shape[0] === 1) return array.reshape(shape);
    const from = array.shape.length === shape.length - 1 ? array.reshape([1, ...array.shape]) : array;
    if (from.shape.length !== 4 || shape.length !== 4)
      throw new NotRunnable(
        `The array of ${path} is [${array.shape.join(", ")}], the model takes [${shape.join(", ")}].`,
      );
    const wanted = last ? shapeFirst(shape) : shape;
    return inLayout(Tensor.from(fromPixels(wanted, last ? from.permute(firstAxes(4)) : from), wanted), last);
  }
}

const inLayout = (tensor: Tensor, last: boolean): Tensor =>
  last && tensor.shape.length > 2 ? tensor.permute(lastAxes(tensor.shape.length)) : tensor;

const seedOf = (sample: Sample): number => (sample.kind === "randn" ? sample.seed : 0);

/** Values of a shape whose channels come first. */
function fill(shape: readonly number[], sample: Sample, pixels: () => Tensor): Float32Array {
  const count = shape.reduce((a, b) => a * b, 1);
  const width = shape.at(-1) ?? 1;
  const height = shape.length > 2 ? (shape.at(-2) ?? 1) : 1;
  const at = (value: (x: number, y: number) => number): Float32Array =>
    Float32Array.from({ length: count }, (_, i) => value(i % width, Math.floor(i / width) % height));
  switch (sample.kind) {
    case "zeros":
      return new Float32Array(count);
    case "ones":
      return new Float32Array(count).fill(1);
    case "ramp":
      return at((x, y) => (x + y) / Math.max(1, width + height - 2));
    case "checkerboard":
      return at((x, y) => (Math.floor(x / 8) + Math.floor(y / 8)) % 2);
    case "randn":
      return new Noise(sample.seed).normal(count);
    default:
      if (width * height === 1) return new Noise(0).normal(count); // a code, not a picture
      if (shape.length >= 4) return fromPixels(shape, pixels());
      return shape.length === 3 && sample.kind === "picture"
        ? waves(shape as [number, number, number])
        : sample.kind === "file"
          ? lineOf(shape, pixels())
          : new Noise(0).normal(count);
  }
}

/** A picture in [N, C, H, W], or moving sideways through [N, C, D, H, W]. */
function fromPixels(shape: readonly number[], pixels: Tensor): Float32Array {
  const [batch, channels] = shape as [number, number];
  const [height, width] = shape.slice(-2) as [number, number];
  const frames = shape.slice(2, -2).reduce((a, b) => a * b, 1);
  const [, given, fromHeight, fromWidth] = pixels.shape as [number, number, number, number];
  const cropped = cropToAspect(pixels.raw, given, [fromHeight, fromWidth], width / height);
  const planes = resize(cropped.data, given, cropped.size, [height, width]);
  const plane = height * width;
  const colour = (c: number): Float32Array => {
    if (channels === 1 && given === 3) return grey(planes, plane);
    const from = c % given;
    return planes.subarray(from * plane, (from + 1) * plane);
  };
  const data = new Float32Array(batch * channels * frames * plane);
  for (let n = 0; n < batch; n++)
    for (let c = 0; c < channels; c++)
      for (let f = 0; f < frames; f++) {
        const at = ((n * channels + c) * frames + f) * plane;
        // channels beyond red, green and blue, and later frames, see it shifted
        const shift = (f * 2 + Math.floor(c / 3) * 5) % width;
        const source = colour(c);
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++)
            data[at + y * width + x] = source[y * width + ((x + shift) % width)]!;
      }
  return data;
}

/** Luma of red, green and blue: ITU-R BT.601. */
const grey = (planes: Float32Array, plane: number): Float32Array =>
  Float32Array.from(
    { length: plane },
    (_, i) => 0.299 * planes[i]! + 0.587 * planes[plane + i]! + 0.114 * planes[2 * plane + i]!,
  );

/** Something like sound: a rising tone that swells and fades, each channel a little behind the one before. */
function waves([batch, channels, length]: readonly [number, number, number]): Float32Array {
  const data = new Float32Array(batch * channels * length);
  for (let i = 0; i < data.length; i++) {
    const t = (i % length) / length;
    const phase = (Math.floor(i / length) % channels) * 0.7;
    const swell = Math.sin(Math.PI * t) ** 2 * (0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * t + phase));
    data[i] = swell * Math.sin(2 * Math.PI * (6 * t + 14 * t * t) + phase);
  }
  return data;
}

/** The middle line of a picture for inputs without height. */
function lineOf(shape: readonly number[], pixels: Tensor): Float32Array {
  const length = shape.at(-1) ?? 1;
  const [, given, height, width] = pixels.shape as [number, number, number, number];
  const middle = new Float32Array(given * width);
  for (let c = 0; c < given; c++)
    middle.set(
      pixels.raw.subarray((c * height + (height >> 1)) * width, (c * height + (height >> 1) + 1) * width),
      c * width,
    );
  const lines = resize(middle, given, [1, width], [1, length]);
  const count = shape.reduce((a, b) => a * b, 1);
  return Float32Array.from(
    { length: count },
    (_, i) => lines[(Math.floor(i / length) % given) * length + (i % length)]!,
  );
}
