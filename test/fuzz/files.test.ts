/** Cut and changed files of every kind that is read: a value, or a sentence that says what is wrong; never more than a budget. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { ConvLensError, randn } from "@convlens/engine";
import {
  FormatError,
  readImage,
  readNpy,
  readNpz,
  readSafetensors,
  writeNpy,
  writePng,
} from "@convlens/engine/io";
import { test } from "vitest";
import { fuzz, type Random } from "./fuzz.ts";

const isRefusal = (error: unknown): boolean => error instanceof FormatError || error instanceof ConvLensError;

/** A .safetensors file: the length of a JSON header, the header, the values. */
function safetensors(): Uint8Array {
  const header = new TextEncoder().encode(
    JSON.stringify({
      weight: { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] },
      bias: { dtype: "F32", shape: [2], data_offsets: [24, 32] },
      __metadata__: { format: "pt" },
    }),
  );
  const file = new Uint8Array(8 + header.length + 32);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  return file;
}

const samples = new URL("../../media/samples/", import.meta.url);
const pictures = readdirSync(samples)
  .filter((name) => /\.(png|jpe?g)$/.test(name))
  .map((name) => new Uint8Array(readFileSync(new URL(name, samples))));

const kinds: readonly { readonly bytes: Uint8Array; read(bytes: Uint8Array): unknown }[] = [
  { bytes: writeNpy(randn([3, 4])), read: readNpy },
  { bytes: safetensors(), read: readSafetensors },
  { bytes: safetensors(), read: readNpz },
  { bytes: writePng(randn([1, 3, 6, 5]).sigmoid()), read: readImage },
  ...pictures.map((bytes) => ({ bytes, read: readImage })),
];

test("a file is read or refused", async () => {
  await fuzz({ runs: 2000 }, (random) => {
    const { bytes, read } = random.pick(kinds);
    const broken = damaged(bytes, random);
    const before = process.memoryUsage().arrayBuffers;
    try {
      read(broken);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
    assert(process.memoryUsage().arrayBuffers - before < 600e6);
  });
});

/** Cut, changed in a few places (most of them near the head), or with a stretch of its own put elsewhere. */
function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = random.chance(0.3) ? bytes.slice(0, random.below(bytes.length)) : bytes.slice();
  for (let changes = random.below(6); changes > 0 && copy.length > 0; changes--) {
    const near = random.chance(0.8) ? Math.min(copy.length, 120) : copy.length;
    const at = random.below(near);
    if (random.chance(0.2)) copy.copyWithin(at, random.below(copy.length), at + random.below(32));
    else copy[at] = random.pick([0, 1, 127, 128, 255, random.below(256)]);
  }
  return copy;
}
