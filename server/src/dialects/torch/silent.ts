/**
 * Mistakes that PyTorch accepts and that no rule of a single layer sees: they are told as warnings.
 *
 *   conv.forward(x).add(bias)                  // [N, 16, 16, 16] + [16]: along the width, not along the channels
 *   new nn.AdaptiveAvgPool2d(0).forward(x)     // [N, 8, 0, 0]: an empty map
 */
import { type Dim, dimOf, isUnknown, prettyShape, type Shape } from "@convlens/engine/specs";
import type { Problem } from "../../facts/problem.ts";
import type { Application, Tensor } from "../../facts/values.ts";

/** What is suspicious about a use whose rule found nothing to say. */
export const silentMistakes = (use: Application, outputs: readonly Shape[]): readonly Problem[] => [
  ...biasAlongWidth(use),
  ...emptyMap(use, outputs),
];

const COMBINES: ReadonlySet<string> = new Set(["add", "sub", "mul", "div"]);

/** A vector with a value for each channel, lined up with the last axis of a map. */
function biasAlongWidth({ op, inputs }: Application): Problem[] {
  if (!COMBINES.has(op) || inputs.length !== 2) return [];
  const [a, b] = inputs as [Tensor, Tensor];
  const [map, vector] = (a.shape?.length ?? 0) > (b.shape?.length ?? 0) ? [a, b] : [b, a];
  if (!map.shape || vector.shape?.length !== 1 || vector.producer || map.assumed) return [];
  const [size] = vector.shape as readonly [Dim];
  const width = map.shape.at(-1)!;
  const channels = map.shape[1];
  if (size === 1 || size !== channels || isUnknown(size) || !isFeatureMap(map)) return [];
  // another fixed width is an error of the operation itself; of an equal one only learned values tell that no row was meant
  if (typeof width === "number" && (width !== size || !vector.parameter)) return [];
  const view = [size, ...map.shape.slice(2).map(() => 1)];
  return [
    {
      code: "bias-axis",
      stage: "forward",
      at: { input: vector === a ? 0 : 1 },
      severity: "warning",
      message: `lines ${prettyShape(vector.shape)} up with the last axis of ${prettyShape(map.shape)}, although axis 1 holds the ${prettyShape([channels]).slice(1, -1)} channels: view it as ${prettyShape(view)}`,
      expected: view,
    },
  ];
}

/** Whether a layer with a window made the map, so that axis 1 holds its channels. */
function isFeatureMap(map: Tensor): boolean {
  let at = map;
  for (let steps = 0; steps < 20; steps++) {
    const { producer } = at;
    if (!producer) return false;
    const { outChannels } = producer.args;
    if (outChannels !== undefined)
      return (map.shape?.length ?? 0) > 2 && dimOf(outChannels) === map.shape?.[1];
    const [input] = producer.inputs;
    if (!input?.shape || input.shape.length !== map.shape?.length || input.shape[1] !== map.shape[1])
      return false;
    at = input;
  }
  return false;
}

/** Values went in and none comes out: later layers run on nothing. */
function emptyMap({ op, spec, inputs }: Application, outputs: readonly Shape[]): Problem[] {
  const [output] = outputs;
  const [input] = inputs;
  if (!(spec.geometry || /Pool|^pad$|Pad\d|interpolate|Upsample/.test(op))) return [];
  if (!output?.includes(0) || !input?.shape || inputs.some(({ shape }) => shape?.includes(0))) return [];
  return [
    {
      code: "output-empty",
      stage: "forward",
      at: "call",
      severity: "warning",
      message: `gives an empty map: ${prettyShape(input.shape)} becomes ${prettyShape(output)}`,
    },
  ];
}
