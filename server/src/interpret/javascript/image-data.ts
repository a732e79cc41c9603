/**
 * Canvases and their pixels, four bytes each.
 *
 *   context.getImageData(0, 0, 224, 224).data.length     // 200704
 *   new ImageData(w, h)
 *   const canvas = document.createElement("canvas"); canvas.width = 224;     // 224 until somebody else has it
 */
import { type Dim, isUnknown, mul, unknown } from "@convlens/engine/specs";
import type { BuiltinValue, CallSite, Value } from "../../facts/values.ts";
import { asString, constant, size, toDim, UNKNOWN } from "../../facts/vocabulary.ts";
import { builtin } from "./namespace.ts";
import { typedArray } from "./typed-arrays.ts";

/** `new ImageData(width, height)`, `new ImageData(data, width, height?)` */
export function newImageData(site: CallSite): Value {
  const [first, second, third] = site.args;
  if (first?.kind === "const" || first?.kind === "size") return pixels(first, second, site);
  return pixels(second, third, site);
}

/** What calls of something unknown give that only canvases have; undefined for all others. */
export function ofCanvas(method: string | undefined, site: CallSite): Value | undefined {
  // context.getImageData(x, y, width, height), whatever is known of the context
  if (method === "getImageData") return pixels(site.args[2], site.args[3], site);
  if (method === "createElement" && asString(site.args[0]) === "canvas")
    return newCanvas({ ...site, args: [constant(300), constant(150)] });
  return undefined;
}

/** `new OffscreenCanvas(width, height)`: a plain object, so that whoever is passed it may have changed its size. */
export function newCanvas({ args: [width, height], world }: CallSite): Value {
  const canvas = world.object([
    ["width", width ?? UNKNOWN],
    ["height", height ?? UNKNOWN],
  ]);
  world.state.set(canvas, "complete", false);
  const context = world.object([["canvas", canvas]]);
  world.state.set(context, "complete", false);
  world.setField(
    canvas,
    "getContext",
    builtin("getContext", ({ args: [kind] }) => (asString(kind) === "2d" ? context : UNKNOWN)),
  );
  return canvas;
}

/** Canvases of Node.js: `createCanvas(width, height)`. */
export const canvasModule = (specifier: string): BuiltinValue | undefined =>
  specifier === "canvas" || specifier === "@napi-rs/canvas" || specifier === "skia-canvas"
    ? canvases
    : undefined;

const canvases: BuiltinValue = {
  kind: "builtin",
  name: "canvas",
  get: (name) => {
    if (name === "default") return canvases;
    return name === "createCanvas" ? builtin(name, newCanvas) : undefined;
  },
};

function pixels(width: Value | undefined, height: Value | undefined, { world }: CallSite): Value {
  const [w, h] = [whole(width), whole(height)];
  const known = !isUnknown(w) && !isUnknown(h);
  const image = world.object([
    ["data", typedArray("Uint8ClampedArray", known ? mul(4, mul(w, h)) : unknown)],
    ["width", isUnknown(w) ? UNKNOWN : size(w)],
    ["height", isUnknown(h) ? UNKNOWN : size(h)],
  ]);
  world.state.set(image, "complete", false);
  return image;
}

/** Canvases cut off what is no whole number. */
function whole(value: Value | undefined): Dim {
  const dim = toDim(value);
  return typeof dim === "number" && !Number.isSafeInteger(dim) ? unknown : dim;
}
