/**
 * Pixels of a canvas: four bytes each.
 *
 *   context.getImageData(0, 0, 224, 224).data.length     // 200704
 *   new ImageData(w, h)
 */
import { isUnknown, mul, unknown } from "@convlens/engine/specs";
import type { CallSite, Value } from "../../facts/values.ts";
import { size, toDim, UNKNOWN } from "../../facts/vocabulary.ts";
import { typedArray } from "./typed-arrays.ts";

/** `new ImageData(width, height)`, `new ImageData(data, width, height?)` */
export function newImageData(site: CallSite): Value {
  const [first, second, third] = site.args;
  if (first?.kind === "const" || first?.kind === "size") return pixels(first, second, site);
  return pixels(second, third, site);
}

/** `context.getImageData(x, y, width, height)`, whatever is known of the context. */
export const takenImageData = (site: CallSite): Value => pixels(site.args[2], site.args[3], site);

function pixels(width: Value | undefined, height: Value | undefined, { world }: CallSite): Value {
  const [w, h] = [toDim(width), toDim(height)];
  const known = !isUnknown(w) && !isUnknown(h);
  const image = world.object([
    ["data", typedArray("Uint8ClampedArray", known ? mul(4, mul(w, h)) : unknown)],
    ["width", isUnknown(w) ? UNKNOWN : size(w)],
    ["height", isUnknown(h) ? UNKNOWN : size(h)],
  ]);
  world.state.set(image, "complete", false);
  return image;
}
