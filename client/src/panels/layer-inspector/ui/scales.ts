/** The colours of a run: its tensors from their least to their greatest value, kernels and products around zero. */
import type { Cell, LayerRun } from "@convlens/server/protocol";
import { aroundZero, type Scale, scaleOf } from "../../ui/colour-map.ts";
import type { Planes } from "../../ui/tensor.ts";

export interface Scales {
  readonly x: Scale;
  readonly w: Scale;
  readonly out: Scale;
  product(cell: Cell): Scale;
}

export function colourScales(run: LayerRun, input: Planes, output: Planes): Scales {
  const { min = -1, max = 1 } = run.weights[0]?.stats ?? {};
  return {
    x: scaleOf(input, "sequential"),
    w: aroundZero(min, max),
    out: scaleOf(output, "sequential"),
    product: ({ terms }) => aroundZero(...extent(terms.map(({ product }) => product))),
  };
}

const extent = (values: readonly number[]): [number, number] => [
  values.reduce((a, b) => Math.min(a, b), 0),
  values.reduce((a, b) => Math.max(a, b), 0),
];
