/** What the families of layers share: links, ranks and the trailing axes of inputs that may come without a batch. */
import type { Dim } from "../dims/index.ts";
import { pretty, prettyShape, symbol } from "../dims/index.ts";
import type { Call, Problem, Shape } from "./spec.ts";

export type Rank = 1 | 2 | 3;
export const RANKS: readonly Rank[] = [1, 2, 3];

export const torchDocs = (name: string): string =>
  `https://pytorch.org/docs/stable/generated/torch.nn.${name}.html`;
export const functionDocs = (name: string): string =>
  `https://pytorch.org/docs/stable/generated/torch.${name}.html`;

/** Names of spatial axes: L; H, W; D, H, W. */
export const spaceNames = (rank: Rank): readonly string[] =>
  rank === 1 ? ["L"] : rank === 2 ? ["H", "W"] : ["D", "H", "W"];
/** [N, channels, H, W] with free sizes. */
export const hintFor = (channels: Dim, rank: Rank): Shape => [
  symbol("N"),
  channels,
  ...spaceNames(rank).map((name) => symbol(name)),
];

export const show = pretty;
export const showShape = prettyShape;

/** An input of `rank` spatial axes, with or without the batch axis. */
export interface Spatial {
  readonly batch: Dim | undefined; // absent: unbatched
  readonly channels: Dim;
  readonly space: readonly Dim[];
  /** The output with these channels and this space, batched as the input was. */
  with(channels: Dim, space: readonly Dim[]): Shape;
}

/** Takes an input apart; undefined where its rank is not known or was a problem. */
export function spatial(
  call: Call,
  rank: Rank,
  problem: (input: readonly Dim[]) => Problem,
): Spatial | undefined {
  const [input] = call.inputs;
  if (!input) return undefined;
  if (input.length !== rank + 1 && input.length !== rank + 2) {
    call.fail(problem(input));
    return undefined;
  }
  const batched = input.length === rank + 2;
  const [channels, ...space] = (batched ? input.slice(1) : input) as [Dim, ...Dim[]];
  const batch = batched ? input[0] : undefined;
  return { batch, channels, space, with: (c, s) => (batch === undefined ? [c, ...s] : [batch, c, ...s]) };
}

/** A problem of the whole call about the input's rank. */
export const rankProblem = (message: string, runtime: string, exception = "RuntimeError"): Problem => ({
  code: "rank",
  stage: "forward",
  at: { input: 0 },
  message,
  runtime,
  exception,
});
