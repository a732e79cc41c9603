/**
 * The code under which each kind of golden error is to be found. A kind stands under several codes where its cases
 * differ in what is wrong: a channel mismatch that a channels-last input explains is `layout`.
 */
const kindsByCode: Readonly<Record<string, string>> = {
  "argument-missing": "missing-argument",
  "argument-negative":
    "negative-channels zero-out-channels zero-in-channels negative-kernel linear-bad-size norm-negative-features adaptive-pool-negative pixel-shuffle-factor",
  "argument-type":
    "non-integer-kernel non-integer-channels non-integer-stride non-integer-padding unfold-non-integer linear-bad-size unflatten-type",
  "argument-unknown": "unexpected-argument",
  "argument-value": "gelu-approximate dropout-probability avgpool-zero-divisor",
  "attention-embed": "attention-embed-dim",
  "attention-heads": "attention-heads",
  "attention-shape": "attention-key-value-mismatch attention-batch-mismatch",
  broadcast: "broadcast-mismatch matmul-batch",
  "cat-empty": "cat-empty-list",
  "cat-rank": "cat-rank cat-scalar",
  "cat-size": "cat-size-mismatch",
  chunk: "chunk-arguments",
  "conv-in-channels":
    "channel-mismatch channel-mismatch-unbatched channel-mismatch-grouped channels-last batched-taken-as-unbatched lazy-channel-mismatch",
  dilation: "nonpositive-dilation unfold-bad-hyperparameter fold-bad-hyperparameter pool-nonpositive-dilation",
  "dim-range":
    "softmax-dim flatten-dim flatten-default-1d unflatten-dim cat-dim stack-dim permute-dim transpose-dim squeeze-dim unsqueeze-dim reduce-dim reduce-duplicate-dim chunk-arguments flatten-function",
  "embedding-index": "embedding-padding-idx",
  expand: "expand-size",
  "flatten-order": "flatten-order flatten-function",
  "fold-blocks": "fold-L-mismatch fold-kernel-too-large fold-bad-output-size",
  "fold-channels": "fold-channels-divide-kernel",
  "groups-divide": "groups-divide-in groups-divide-out groups-nonpositive",
  "kernel-size": "zero-kernel unfold-zero-kernel fold-zero-kernel pool-zero-kernel",
  "kernel-too-large": "kernel-larger-than-input kernel-larger-than-input-valid unfold-kernel-too-large",
  layout: "channel-mismatch channel-mismatch-grouped channels-last",
  "linear-in-features": "linear-in-features lazy-linear-mismatch",
  "linear-rank": "linear-in-features-not-flattened",
  matmul: "matmul-inner matmul-scalar bmm-mismatch",
  "norm-features":
    "prelu-parameters batchnorm-channels batchnorm-1d-unbatched-misread groupnorm-channels instancenorm-channels",
  "norm-groups": "groupnorm-divide groupnorm-zero-groups",
  "norm-one-value": "instancenorm-one-element",
  "norm-shape": "layernorm-shape layernorm-rank layernorm-empty-shape",
  "output-empty":
    "zero-size-spatial transpose-output-too-small transpose-output-zero pool-kernel-larger pool-kernel-larger-dilated avgpool3d-kernel-larger-unpadded",
  "output-padding": "output-padding-too-large negative-output-padding output-size-out-of-range",
  padding:
    "negative-padding unfold-bad-hyperparameter fold-bad-hyperparameter pad-odd-length pad-crops-everything functional-pad",
  "padding-mode":
    "bad-padding-string padding-string-unsupported bad-padding-mode transpose-padding-mode reflect-pad-too-large circular-pad-too-large same-pad-too-large circular-unbatched reflectionpad-too-large",
  "permute-dims": "permute-length permute-duplicate",
  "pixel-shuffle": "pixel-shuffle-channels pixel-unshuffle-size",
  "pool-padding": "pool-padding-too-large pool-negative-padding",
  rank: "wrong-rank-high wrong-rank-low unfold-wrong-rank unfold-empty-input fold-wrong-rank fold-empty-input linear-scalar-input attention-rank batchnorm-rank groupnorm-rank instancenorm-rank pool-rank pool-empty-channels adaptive-pool-rank adaptive-pool-empty-input pixel-shuffle-rank upsample-rank pad-rank pad-too-many-axes functional-pad",
  "reshape-args": "unflatten-two-inferred view-two-inferred view-negative-size view-ambiguous-zero",
  "reshape-size": "unflatten-size view-size",
  "same-stride": "same-with-stride",
  "split-sizes": "split-sizes",
  "stack-size": "stack-mismatch",
  stride: "nonpositive-stride unfold-bad-hyperparameter fold-bad-hyperparameter pool-nonpositive-stride",
  "tuple-length":
    "kernel-tuple-length stride-tuple-length padding-tuple-length dilation-tuple-length padding-tuple-length-with-mode output-padding-tuple-length output-size-length unfold-tuple-length fold-tuple-length pool-tuple-length adaptive-pool-output-size-length",
  upsample:
    "upsample-size-and-scale upsample-mode-rank upsample-align-corners-nearest upsample-mode upsample-tuple-length upsample-empty-output",
};

/** Whether a finding of this code is about an error of this kind. */
export const isCodeOf = (code: string, kind: string): boolean =>
  kindsByCode[code]?.split(" ").includes(kind) ?? false;
