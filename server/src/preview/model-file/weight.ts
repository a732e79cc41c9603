/**
 * What the numbers of a stored tensor are like: read piece by piece, so that one of any size costs a piece of memory, with
 * pauses in which others are answered.
 *
 *   (await weightOf(file, "conv1.weight", host, signal)).stats.std
 */
import { type ElementType, elementType } from "@convlens/engine/io";
import { prettyShape } from "@convlens/engine/specs";
import type { FileHost } from "../../disk/file-host.ts";
import { showBytes } from "../../ide/hover-math.ts";
import { type ModelFile, type StoredTensor, storedTensors } from "../../model-files/index.ts";
import { NotRunnable } from "../plan.ts";
import type { ModelWeight, Stats } from "../protocol.ts";

/** Bytes that are read at once: a multiple of every element's size. */
const PIECE = 1 << 20;
const BINS = 48;
const MOST_FIRST = 12;

/** "bfloat16" → bf, 2 bytes. */
function typeOf(name: string): ElementType | undefined {
  if (name === "bool") return elementType("b", 1);
  const [, kind, bits] = /^(bfloat|float|int|uint)(\d+)$/.exec(name) ?? [];
  const short = { bfloat: "bf", float: "f", int: "i", uint: "u" }[kind ?? ""];
  return short === undefined ? undefined : elementType(short, Number(bits) / 8);
}

/** Throws a NotRunnable with a sentence where the numbers cannot be read. */
export async function weightOf(
  file: ModelFile,
  name: string,
  host: Pick<FileHost, "readBytes" | "stat">,
  signal: AbortSignal,
): Promise<ModelWeight> {
  const tensor = storedTensors(file).get(name);
  const type = tensor && typeOf(tensor.quantized?.type ?? tensor.type);
  if (!tensor?.place) throw new NotRunnable(`The numbers of ${name} do not lie in the file as they are.`);
  if (!type) throw new NotRunnable(`Numbers of the type ${tensor.type} are not read.`);
  const count = tensor.dims.reduce((a, b) => a * b, 1);
  if (count * type.size !== tensor.place.length)
    throw new NotRunnable(
      `${name} has ${count} numbers of ${type.size} bytes, and ${tensor.place.length} bytes in the file.`,
    );
  const { scale, min } = tensor.quantized ?? { scale: 1, min: 0 };
  const each = async (visit: (value: number) => void): Promise<void> => {
    for await (const bytes of pieces(file, tensor, host, signal)) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let at = 0; at + type.size <= bytes.length; at += type.size)
        visit(type.read(view, at) * scale + min);
    }
  };
  return {
    name,
    type: tensor.type,
    shape: prettyShape(tensor.dims),
    bytes: showBytes(tensor.place.length),
    ...(await statsOf(each)),
  };
}

/** Twice over the numbers: their extremes and moments, then the bins between the extremes. */
async function statsOf(
  each: (visit: (value: number) => void) => Promise<void>,
): Promise<Pick<ModelWeight, "stats" | "first">> {
  const first: number[] = [];
  let [count, sum, squares, zeros, nonFinite] = [0, 0, 0, 0, 0];
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  await each((value) => {
    if (first.length < MOST_FIRST) first.push(value);
    if (value - value !== 0) {
      nonFinite++;
      return;
    }
    count++;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) zeros++;
    sum += value;
    squares += value * value;
  });
  if (count === 0) {
    const none: Stats = { min: 0, mean: 0, max: 0, std: 0, zeros: 0, dead: 0, nonFinite, histogram: [] };
    return { first, stats: none };
  }
  const histogram = new Array<number>(BINS).fill(0);
  const perBin = max > min ? BINS / (max - min) : 0;
  await each((value) => {
    if (value - value === 0) histogram[Math.min(BINS - 1, Math.floor((value - min) * perBin))]!++;
  });
  const mean = sum / count;
  const std = Math.sqrt(Math.max(0, squares / count - mean * mean));
  return {
    first,
    stats: { min, mean, max, std, zeros: zeros / (count + nonFinite), dead: 0, nonFinite, histogram },
  };
}

async function* pieces(
  file: ModelFile,
  { name, place }: StoredTensor,
  host: Pick<FileHost, "readBytes" | "stat">,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (!place) return;
  const folder = file.path.slice(0, file.path.lastIndexOf("/") + 1);
  const paths = place.files.length > 0 ? place.files.map((each) => folder + each) : [file.path];
  let skip = place.offset;
  let left = place.length;
  let rest: Uint8Array = new Uint8Array(0); // of an element that goes on in the next shard
  for (const path of paths) {
    const size = host.stat?.(path)?.size;
    if (size === undefined) throw new NotRunnable(`${path} is not there.`);
    if (skip >= size) {
      skip -= size;
      continue;
    }
    for (let at = skip; at < size && left > 0; ) {
      const bytes = host.readBytes?.(path, at, Math.min(PIECE, size - at, left));
      if (!bytes || bytes.length === 0) throw new NotRunnable(`${path} cannot be read.`);
      at += bytes.length;
      left -= bytes.length;
      const joined = rest.length === 0 ? bytes : joinedOf(rest, bytes);
      const whole = left === 0 ? joined.length : joined.length - (joined.length % 8);
      yield joined.subarray(0, whole);
      rest = joined.slice(whole);
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) throw new NotRunnable("Cancelled.");
    }
    skip = 0;
  }
  if (left > 0) throw new NotRunnable(`${name} goes on behind the end of the file.`);
}

function joinedOf(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
