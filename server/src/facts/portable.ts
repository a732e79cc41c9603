/**
 * A spec as facts carry it: what it says of itself is its own, its rules are inherited. So facts are data that can be
 * copied and sent; a copy knows what a layer is, and whoever has its rules looks them up by its name.
 *
 *   structuredClone(portable(conv2d)).params        // and no functions
 */
import type { LayerSpec } from "@convlens/engine/specs";

const known = new WeakMap<LayerSpec, LayerSpec>();

/** The same for the same spec. */
export function portable(spec: LayerSpec): LayerSpec {
  const before = known.get(spec);
  if (before) return before;
  const own = Object.entries(spec).filter(([, value]) => isData(value));
  const carried: LayerSpec = Object.assign(Object.create(spec), Object.fromEntries(own));
  known.set(spec, carried);
  known.set(carried, carried);
  return carried;
}

const isData = (value: unknown): boolean =>
  typeof value === "object" && value !== null
    ? Object.values(value).every(isData)
    : typeof value !== "function";
