/** Candidate edits for each kind of problem, preferred first. They are tried on a copy before anybody sees them. */
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import { argumentFixes } from "./arguments.ts";
import { channelFixes } from "./channels.ts";
import type { Read } from "./edit.ts";
import { groupFixes } from "./groups.ts";
import { insertionFixes } from "./insertions.ts";
import { catFixes, flattenOrder, matmulFixes, permuteFixes, splitFixes } from "./joins.ts";
import { optionNameFixes, wordFixes } from "./names.ts";
import { projectionFixes } from "./projection.ts";
import { axisFixes, channelAxis, normOverChannels } from "./ranks.ts";
import { keepSize, keepSizeBefore } from "./sizes.ts";
import { targetFixes } from "./targets.ts";
import {
  flattenFixes,
  lossFixes,
  nameFixes,
  numericPaddingFixes,
  rankFixes,
  sizeFixes,
  strideFixes,
  targetShapeFixes,
} from "./tfjs.ts";

type Suggest = (subject: Subject, read: Read) => readonly Fix[];

/** The suggestions of several sources, in their order. */
const all =
  (...sources: readonly Suggest[]): Suggest =>
  (subject, read) =>
    sources.flatMap((source) => source(subject, read));

const suggestions: Readonly<Record<string, Suggest>> = {
  "conv-in-channels": all(channelAxis, channelFixes),
  "linear-in-features": all(channelFixes, keepSizeBefore),
  "norm-features": channelFixes,
  "rnn-input-size": channelFixes,
  "attention-embed": channelFixes,
  "attention-heads": groupFixes,
  "groups-divide": groupFixes,
  "norm-groups": groupFixes,
  "norm-shape": all(normOverChannels, argumentFixes),
  "pool-padding": argumentFixes,
  "output-padding": argumentFixes,
  stride: argumentFixes,
  "kernel-size": argumentFixes,
  "embedding-index": argumentFixes,
  "index-range": argumentFixes,
  dilation: argumentFixes,
  padding: argumentFixes,
  "kernel-too-large": argumentFixes,
  "same-stride": argumentFixes,
  "dim-range": argumentFixes,
  "reshape-size": (subject, read) =>
    subject.args.targetShape === undefined ? argumentFixes(subject, read) : targetShapeFixes(subject),
  "pixel-shuffle": channelFixes,
  "linear-rank": insertionFixes,
  layout: insertionFixes,
  broadcast: all(insertionFixes, keepSize, projectionFixes),
  "cat-size": all(catFixes, keepSize),
  matmul: matmulFixes,
  "permute-dims": permuteFixes,
  "split-sizes": splitFixes,
  "flatten-order": flattenOrder,
  "bias-axis": insertionFixes,
  "loss-broadcast": insertionFixes,
  "broadcast-outer": insertionFixes,
  "loss-target": all(insertionFixes, targetFixes),
  "activation-name": nameFixes,
  "initializer-name": nameFixes,
  "regularizer-name": nameFixes,
  "constraint-name": nameFixes,
  "data-format": nameFixes,
  "padding-mode": all(nameFixes, argumentFixes, wordFixes),
  "argument-value": wordFixes,
  "argument-unknown": optionNameFixes,
  "stride-dilation": strideFixes,
  "upsample-size": argumentFixes,
  "softmax-axis": argumentFixes,
  "negative-axis": argumentFixes,
  "tuple-length": argumentFixes,
  rank: all(rankFixes, axisFixes),
  "missing-flatten": flattenFixes,
  "output-empty": sizeFixes,
  "output-negative": sizeFixes,
  "numeric-padding": numericPaddingFixes,
  "target-shape": lossFixes,
};

export const fixesFor = (subject: Subject, read: Read): readonly Fix[] =>
  suggestions[subject.problem.code]?.(subject, read) ?? [];
