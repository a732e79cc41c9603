/** Candidate edits for each kind of problem, preferred first. They are tried on a copy before anybody sees them. */
import type { Fix } from "../../analysis.ts";
import type { Subject } from "../../interpret/values.ts";
import { argumentFixes } from "./arguments.ts";
import { channelFixes } from "./channels.ts";
import { groupFixes } from "./groups.ts";
import { insertionFixes } from "./insertions.ts";
import { flattenFixes, lossFixes, nameFixes, rankFixes, strideFixes, targetShapeFixes } from "./tfjs.ts";

type Suggest = (subject: Subject) => readonly Fix[];

const suggestions: Readonly<Record<string, Suggest>> = {
  "conv-in-channels": channelFixes,
  "linear-in-features": channelFixes,
  "norm-features": channelFixes,
  "rnn-input-size": channelFixes,
  "attention-embed": channelFixes,
  "groups-divide": groupFixes,
  "norm-groups": groupFixes,
  "norm-shape": argumentFixes,
  "pool-padding": argumentFixes,
  "output-padding": argumentFixes,
  stride: argumentFixes,
  dilation: argumentFixes,
  padding: argumentFixes,
  "kernel-too-large": argumentFixes,
  "same-stride": argumentFixes,
  "dim-range": argumentFixes,
  "reshape-size": (subject) =>
    subject.args.targetShape === undefined ? argumentFixes(subject) : targetShapeFixes(subject),
  "pixel-shuffle": channelFixes,
  "linear-rank": insertionFixes,
  layout: insertionFixes,
  broadcast: insertionFixes,
  "bias-axis": insertionFixes,
  "loss-broadcast": insertionFixes,
  "broadcast-outer": insertionFixes,
  "loss-target": insertionFixes,
  "activation-name": nameFixes,
  "initializer-name": nameFixes,
  "regularizer-name": nameFixes,
  "constraint-name": nameFixes,
  "data-format": nameFixes,
  "padding-mode": nameFixes,
  "stride-dilation": strideFixes,
  "upsample-size": argumentFixes,
  "softmax-axis": argumentFixes,
  "negative-axis": argumentFixes,
  "tuple-length": argumentFixes,
  rank: rankFixes,
  "missing-flatten": flattenFixes,
  "target-shape": lossFixes,
};

export const fixesFor = (subject: Subject): readonly Fix[] =>
  suggestions[subject.problem.code]?.(subject) ?? [];
