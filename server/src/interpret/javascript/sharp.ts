/**
 * Pictures as the library sharp makes raw bytes of them: how many, where the program says the size and the channels.
 *
 *   await sharp(file).resize(224, 224).removeAlpha().raw().toBuffer()        // 224 × 224 × 3 bytes
 *   const { data, info } = await … .toBuffer({ resolveWithObject: true })    // info.width: 224
 *
 * A pipeline changes with each call, so that what is known of it stands in its fields, where branches join it.
 * https://sharp.pixelplumbing.com/api-output#raw
 */
import { type Dim, isUnknown, mul, unknown } from "@convlens/engine/specs";
import type { BuiltinValue, CallSite, ObjectValue, Value, World } from "../../facts/values.ts";
import { asString, constant, notKnown, size, toDim, UNKNOWN } from "../../facts/vocabulary.ts";
import { builtin } from "./namespace.ts";
import { typedArray } from "./typed-arrays.ts";

/** The module "sharp". */
export const sharpModule = (specifier: string): BuiltinValue | undefined =>
  specifier === "sharp" ? sharp : undefined;

const sharp: BuiltinValue = {
  kind: "builtin",
  name: "sharp",
  call: ({ world }) => newPipeline(world),
  construct: ({ world }) => newPipeline(world),
  get: (name) => (name === "default" ? sharp : undefined),
};

const [WIDTH, HEIGHT, CHANNELS, RAW] = ["#width", "#height", "#channels", "#raw"];
const OPEN = notKnown("as the picture has it");

const newPipeline = (world: World): ObjectValue =>
  world.object(
    [
      [WIDTH, OPEN],
      [HEIGHT, OPEN],
      [CHANNELS, OPEN],
      [RAW, constant(false)],
    ],
    pipeline,
  );

const pipeline: BuiltinValue = {
  kind: "builtin",
  name: "sharp",
  members: (name, self) =>
    self.kind === "object" ? builtin(name, (site) => step(name, self, site)) : undefined,
};

/** What leaves size and channels as they are. */
const SAME =
  /^(rotate|autoOrient|flip|flop|sharpen|median|blur|dilate|erode|negate|normali[sz]e|clahe|convolve|linear|recomb|flatten|modulate|gamma|tint|composite|withMetadata|keepMetadata|keepExif|withExif|timeout|on|once)$/;
const ENCODED = /^(png|jpe?g|webp|gif|jp2|tiff|avif|heif|jxl|tile)$/;

function step(name: string, self: ObjectValue, site: CallSite): Value {
  const { world, args } = site;
  const set = (key: string, value: Value): void => world.setField(self, key, value);
  switch (name) {
    case "toBuffer":
      return toBuffer(self, site);
    case "clone":
      return world.object([...self.fields], pipeline);
    case "metadata":
    case "stats":
    case "toFile":
    case "pipe":
      return UNKNOWN;
    case "resize":
    case "extract":
      for (const [key, dim] of sizesOf(name, args)) set(key, dim);
      return self;
    case "removeAlpha":
      if (channelsOf(self) !== 1) set(CHANNELS, constant(3));
      return self;
    case "ensureAlpha":
      if (channelsOf(self) !== 1) set(CHANNELS, constant(4));
      return self;
    case "greyscale":
    case "grayscale":
      set(CHANNELS, args.length === 0 ? constant(1) : OPEN);
      return self;
    case "raw":
      set(RAW, constant(args.length === 0));
      return self;
    case "toFormat":
      set(RAW, constant(asString(args[0]) === "raw" && args.length === 1));
      return self;
    case "toColourspace":
    case "toColorspace":
      if (asString(args[0]) !== "srgb") set(CHANNELS, OPEN);
      return self;
    default:
      if (ENCODED.test(name)) set(RAW, constant(false));
      // a turn of the picture changes its sides, whatever else is not known anything
      else if (!SAME.test(name) || (name === "rotate" && args.length > 0))
        for (const key of [WIDTH, HEIGHT, CHANNELS]) set(key, OPEN);
      return self;
  }
}

/** `resize(w, h, options?)`, `resize({ width, height })`, `extract({ left, top, width, height })`. */
function sizesOf(name: string, [first, second, third]: readonly Value[]): [string, Value][] {
  const listed = first?.kind === "object";
  const options = listed ? first : third;
  const known = options === undefined || (options.kind === "object" && options.complete);
  const option = (key: string): Value | undefined =>
    options?.kind === "object" ? options.fields.get(key) : undefined;
  const [width, height] = listed ? [option("width"), option("height")] : [first, second];
  const fit = option("fit") ?? constant("cover");
  const exact =
    known &&
    /^(cover|contain|fill)$/.test(asString(fit) ?? "") &&
    !option("withoutEnlargement") &&
    !option("withoutReduction");
  const [w, h] = [pixels(width), pixels(height)];
  if (name === "resize" && (!exact || isUnknown(w) || isUnknown(h)))
    return [
      [WIDTH, OPEN],
      [HEIGHT, OPEN],
    ];
  return [
    [WIDTH, isUnknown(w) ? OPEN : size(w)],
    [HEIGHT, isUnknown(h) ? OPEN : size(h)],
  ];
}

/** Whole numbers alone: sharp refuses others. */
function pixels(value: Value | undefined): Dim {
  const dim = toDim(value);
  return typeof dim === "number" && !Number.isSafeInteger(dim) ? unknown : dim;
}

const channelsOf = (self: ObjectValue): Dim => toDim(self.fields.get(CHANNELS));

/** Raw bytes by their number, encoded ones as they come; with `info` where that is asked for. */
function toBuffer(self: ObjectValue, { world, args: [options] }: CallSite): Value {
  const sure = !world.isShared(self);
  const read = (key: string): Dim => (sure ? toDim(self.fields.get(key)) : unknown);
  const raw = self.fields.get(RAW);
  const isRaw = sure && raw?.kind === "const" && raw.value === true;
  const [width, height, channels] = [read(WIDTH), read(HEIGHT), read(CHANNELS)];
  const known = isRaw && ![width, height, channels].some(isUnknown);
  const data = typedArray("Uint8Array", known ? mul(mul(width, height), channels) : unknown);
  if (options === undefined) return data;
  const asked = options.kind === "object" ? options.fields.get("resolveWithObject") : undefined;
  if (asked?.kind !== "const" || asked.value !== true) return UNKNOWN;
  const told = (dim: Dim): Value => (isUnknown(dim) ? OPEN : size(dim));
  const info = world.object([
    ["width", told(width)],
    ["height", told(height)],
    ["channels", told(channels)],
    ["size", told(data.length)],
  ]);
  world.state.set(info, "complete", false);
  return world.object([
    ["data", data],
    ["info", info],
  ]);
}
