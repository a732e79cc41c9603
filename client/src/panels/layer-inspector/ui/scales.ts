/** The colours of the explorer: each map from its own least to its own greatest value, kernels and products around zero. */
import type { Cell, LayerRun } from "@convlens/server/protocol";
import { aroundZero, type Scale } from "../../ui/colour-map.ts";

/** Of the kernel's values. */
export function kernelScale({ weights }: LayerRun): Scale {
  const { min = -1, max = 1 } = weights[0]?.stats ?? {};
  return aroundZero(min, max);
}

/** Of the products behind a cell. */
export function productScale({ terms }: Cell): Scale {
  let most = 0;
  for (const { product } of terms) most = Math.max(most, Math.abs(product));
  return aroundZero(-most, most);
}
