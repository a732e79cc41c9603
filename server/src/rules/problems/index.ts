/** All kinds of findings: one file each. Written by test/server/rules/problems.test.ts. */
import type { ProblemCode } from "../../facts/problem-code.ts";
import type { Rule } from "../kit/rule.ts";
import { activationName } from "./activation-name.ts";
import { annotationContradicted } from "./annotation-contradicted.ts";
import { annotationSyntax } from "./annotation-syntax.ts";
import { annotationUnreachable } from "./annotation-unreachable.ts";
import { argumentMissing } from "./argument-missing.ts";
import { argumentNegative } from "./argument-negative.ts";
import { argumentType } from "./argument-type.ts";
import { argumentUnknown } from "./argument-unknown.ts";
import { argumentValue } from "./argument-value.ts";
import { attentionEmbed } from "./attention-embed.ts";
import { attentionHeads } from "./attention-heads.ts";
import { attentionShape } from "./attention-shape.ts";
import { batchFolded } from "./batch-folded.ts";
import { biasAxis } from "./bias-axis.ts";
import { boxSize } from "./box-size.ts";
import { broadcast } from "./broadcast.ts";
import { broadcastOuter } from "./broadcast-outer.ts";
import { catEmpty } from "./cat-empty.ts";
import { catRank } from "./cat-rank.ts";
import { catSize } from "./cat-size.ts";
import { channelsUnknown } from "./channels-unknown.ts";
import { chunk } from "./chunk.ts";
import { constraintName } from "./constraint-name.ts";
import { convInChannels } from "./conv-in-channels.ts";
import { dataFormat } from "./data-format.ts";
import { dilation } from "./dilation.ts";
import { dimRange } from "./dim-range.ts";
import { dotSize } from "./dot-size.ts";
import { einsum } from "./einsum.ts";
import { elementType } from "./element-type.ts";
import { embeddingIndex } from "./embedding-index.ts";
import { embeddingLength } from "./embedding-length.ts";
import { expand } from "./expand.ts";
import { filterSize } from "./filter-size.ts";
import { flattenOpen } from "./flatten-open.ts";
import { flattenOrder } from "./flatten-order.ts";
import { foldBlocks } from "./fold-blocks.ts";
import { foldChannels } from "./fold-channels.ts";
import { gatherBatch } from "./gather-batch.ts";
import { graphDisconnected } from "./graph-disconnected.ts";
import { groupsDivide } from "./groups-divide.ts";
import { imageChannels } from "./image-channels.ts";
import { indexRange } from "./index-range.ts";
import { initialState } from "./initial-state.ts";
import { initializerName } from "./initializer-name.ts";
import { inputShapeMissing } from "./input-shape-missing.ts";
import { kernelSize } from "./kernel-size.ts";
import { kernelTooLarge } from "./kernel-too-large.ts";
import { layerBuilt } from "./layer-built.ts";
import { layerUndeclared } from "./layer-undeclared.ts";
import { layerUnused } from "./layer-unused.ts";
import { layout } from "./layout.ts";
import { limit } from "./limit.ts";
import { linearInFeatures } from "./linear-in-features.ts";
import { linearRank } from "./linear-rank.ts";
import { lossBroadcast } from "./loss-broadcast.ts";
import { lossName } from "./loss-name.ts";
import { lossScalar } from "./loss-scalar.ts";
import { lossTarget } from "./loss-target.ts";
import { matmul } from "./matmul.ts";
import { mergeBatch } from "./merge-batch.ts";
import { mergeInputs } from "./merge-inputs.ts";
import { metricName } from "./metric-name.ts";
import { mirrorPad } from "./mirror-pad.ts";
import { missingFlatten } from "./missing-flatten.ts";
import { modelFile } from "./model-file.ts";
import { modelFormat } from "./model-format.ts";
import { modelGraph } from "./model-graph.ts";
import { modelInput } from "./model-input.ts";
import { modelInputBatch } from "./model-input-batch.ts";
import { modelInputCount } from "./model-input-count.ts";
import { modelInputDims } from "./model-input-dims.ts";
import { modelInputDtype } from "./model-input-dtype.ts";
import { modelInputLayout } from "./model-input-layout.ts";
import { modelInputName } from "./model-input-name.ts";
import { modelInputRank } from "./model-input-rank.ts";
import { modelInputSymbol } from "./model-input-symbol.ts";
import { modelInputTensor } from "./model-input-tensor.ts";
import { modelOutputCount } from "./model-output-count.ts";
import { modelOutputKind } from "./model-output-kind.ts";
import { modelOutputName } from "./model-output-name.ts";
import { negativeAxis } from "./negative-axis.ts";
import { normAxis } from "./norm-axis.ts";
import { normFeatures } from "./norm-features.ts";
import { normGroups } from "./norm-groups.ts";
import { normOneValue } from "./norm-one-value.ts";
import { normRank } from "./norm-rank.ts";
import { normShape } from "./norm-shape.ts";
import { numericPadding } from "./numeric-padding.ts";
import { optimizerName } from "./optimizer-name.ts";
import { optionIgnored } from "./option-ignored.ts";
import { outputEmpty } from "./output-empty.ts";
import { outputNegative } from "./output-negative.ts";
import { outputPadding } from "./output-padding.ts";
import { padding } from "./padding.ts";
import { paddingMode } from "./padding-mode.ts";
import { permuteDims } from "./permute-dims.ts";
import { pixelShuffle } from "./pixel-shuffle.ts";
import { poolPadding } from "./pool-padding.ts";
import { rank } from "./rank.ts";
import { regularizerName } from "./regularizer-name.ts";
import { reshapeArgs } from "./reshape-args.ts";
import { reshapeSize } from "./reshape-size.ts";
import { rnnInputSize } from "./rnn-input-size.ts";
import { rnnState } from "./rnn-state.ts";
import { sameStride } from "./same-stride.ts";
import { sampleCount } from "./sample-count.ts";
import { severalOutputs } from "./several-outputs.ts";
import { shapeAsserted } from "./shape-asserted.ts";
import { sliceRange } from "./slice-range.ts";
import { softmaxAxis } from "./softmax-axis.ts";
import { splitSizes } from "./split-sizes.ts";
import { squeezeSize } from "./squeeze-size.ts";
import { stackSize } from "./stack-size.ts";
import { statefulBatch } from "./stateful-batch.ts";
import { stride } from "./stride.ts";
import { strideDilation } from "./stride-dilation.ts";
import { targetShape } from "./target-shape.ts";
import { tensorArguments } from "./tensor-arguments.ts";
import { tensorDataLength } from "./tensor-data-length.ts";
import { tensorDataType } from "./tensor-data-type.ts";
import { tensorDims } from "./tensor-dims.ts";
import { tensorReshape } from "./tensor-reshape.ts";
import { tensorValues } from "./tensor-values.ts";
import { tile } from "./tile.ts";
import { topk } from "./topk.ts";
import { tupleLength } from "./tuple-length.ts";
import { unusedDisable } from "./unused-disable.ts";
import { upsample } from "./upsample.ts";
import { upsampleSize } from "./upsample-size.ts";
import { variableShape } from "./variable-shape.ts";
import { weightShape } from "./weight-shape.ts";
import { weightSize } from "./weight-size.ts";
import { weightsMismatch } from "./weights-mismatch.ts";

export const problems: Readonly<Record<ProblemCode, Rule>> = {
  "activation-name": activationName,
  "annotation-contradicted": annotationContradicted,
  "annotation-syntax": annotationSyntax,
  "annotation-unreachable": annotationUnreachable,
  "argument-missing": argumentMissing,
  "argument-negative": argumentNegative,
  "argument-type": argumentType,
  "argument-unknown": argumentUnknown,
  "argument-value": argumentValue,
  "attention-embed": attentionEmbed,
  "attention-heads": attentionHeads,
  "attention-shape": attentionShape,
  "batch-folded": batchFolded,
  "bias-axis": biasAxis,
  "box-size": boxSize,
  broadcast,
  "broadcast-outer": broadcastOuter,
  "cat-empty": catEmpty,
  "cat-rank": catRank,
  "cat-size": catSize,
  "channels-unknown": channelsUnknown,
  chunk,
  "constraint-name": constraintName,
  "conv-in-channels": convInChannels,
  "data-format": dataFormat,
  dilation,
  "dim-range": dimRange,
  "dot-size": dotSize,
  einsum,
  "element-type": elementType,
  "embedding-index": embeddingIndex,
  "embedding-length": embeddingLength,
  expand,
  "filter-size": filterSize,
  "flatten-open": flattenOpen,
  "flatten-order": flattenOrder,
  "fold-blocks": foldBlocks,
  "fold-channels": foldChannels,
  "gather-batch": gatherBatch,
  "graph-disconnected": graphDisconnected,
  "groups-divide": groupsDivide,
  "image-channels": imageChannels,
  "index-range": indexRange,
  "initial-state": initialState,
  "initializer-name": initializerName,
  "input-shape-missing": inputShapeMissing,
  "kernel-size": kernelSize,
  "kernel-too-large": kernelTooLarge,
  "layer-built": layerBuilt,
  "layer-undeclared": layerUndeclared,
  "layer-unused": layerUnused,
  layout,
  limit,
  "linear-in-features": linearInFeatures,
  "linear-rank": linearRank,
  "loss-broadcast": lossBroadcast,
  "loss-name": lossName,
  "loss-scalar": lossScalar,
  "loss-target": lossTarget,
  matmul,
  "merge-batch": mergeBatch,
  "merge-inputs": mergeInputs,
  "metric-name": metricName,
  "mirror-pad": mirrorPad,
  "missing-flatten": missingFlatten,
  "model-file": modelFile,
  "model-format": modelFormat,
  "model-graph": modelGraph,
  "model-input": modelInput,
  "model-input-batch": modelInputBatch,
  "model-input-count": modelInputCount,
  "model-input-dims": modelInputDims,
  "model-input-dtype": modelInputDtype,
  "model-input-layout": modelInputLayout,
  "model-input-name": modelInputName,
  "model-input-rank": modelInputRank,
  "model-input-symbol": modelInputSymbol,
  "model-input-tensor": modelInputTensor,
  "model-output-count": modelOutputCount,
  "model-output-kind": modelOutputKind,
  "model-output-name": modelOutputName,
  "negative-axis": negativeAxis,
  "norm-axis": normAxis,
  "norm-features": normFeatures,
  "norm-groups": normGroups,
  "norm-one-value": normOneValue,
  "norm-rank": normRank,
  "norm-shape": normShape,
  "numeric-padding": numericPadding,
  "optimizer-name": optimizerName,
  "option-ignored": optionIgnored,
  "output-empty": outputEmpty,
  "output-negative": outputNegative,
  "output-padding": outputPadding,
  padding,
  "padding-mode": paddingMode,
  "permute-dims": permuteDims,
  "pixel-shuffle": pixelShuffle,
  "pool-padding": poolPadding,
  rank,
  "regularizer-name": regularizerName,
  "reshape-args": reshapeArgs,
  "reshape-size": reshapeSize,
  "rnn-input-size": rnnInputSize,
  "rnn-state": rnnState,
  "same-stride": sameStride,
  "sample-count": sampleCount,
  "several-outputs": severalOutputs,
  "shape-asserted": shapeAsserted,
  "slice-range": sliceRange,
  "softmax-axis": softmaxAxis,
  "split-sizes": splitSizes,
  "squeeze-size": squeezeSize,
  "stack-size": stackSize,
  "stateful-batch": statefulBatch,
  stride,
  "stride-dilation": strideDilation,
  "target-shape": targetShape,
  "tensor-arguments": tensorArguments,
  "tensor-data-length": tensorDataLength,
  "tensor-data-type": tensorDataType,
  "tensor-dims": tensorDims,
  "tensor-reshape": tensorReshape,
  "tensor-values": tensorValues,
  tile,
  topk,
  "tuple-length": tupleLength,
  "unused-disable": unusedDisable,
  upsample,
  "upsample-size": upsampleSize,
  "variable-shape": variableShape,
  "weight-shape": weightShape,
  "weight-size": weightSize,
  "weights-mismatch": weightsMismatch,
};
