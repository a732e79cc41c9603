/** Initial weights of TensorFlow.js's layers are spread as the real library's own. */
import { runnable } from "@convlens/engine/graph";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { type Config, inner, layerOp, realLayer, type Shape } from "./real.ts";

interface Spread {
  readonly mean: number;
  readonly deviation: number;
  readonly most: number;
}

function spreadOf(values: ArrayLike<number>): Spread {
  const all = Array.from(values);
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  const deviation = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
  return { mean, deviation, most: Math.max(...all.map(Math.abs)) };
}

/** Each weight of a layer, drawn by the real library and by us. */
function expectSameSpread(name: string, config: Config, shape: Shape): void {
  const ours = runnable(layerOp(name, config, [shape]), 5)!.weights;
  tf.tidy(() => {
    const layer = realLayer(name, config);
    layer.apply(tf.zeros([...shape]));
    for (const [i, [key, weight]] of [...ours].entries()) {
      const [mine, theirs] = [spreadOf(weight.raw), spreadOf(layer.getWeights()[i]!.dataSync())];
      const label = `${key} of ${name} ${JSON.stringify(config)}`;
      if (theirs.deviation === 0) {
        expect([...new Set(weight.raw)], label).toEqual([theirs.mean]);
        continue;
      }
      expect(Math.abs(mine.mean), label).toBeLessThan(theirs.deviation / 10);
      expect(mine.deviation / theirs.deviation, label).toBeGreaterThan(0.93);
      expect(mine.deviation / theirs.deviation, label).toBeLessThan(1.07);
      // uniform and cut distributions have a bound, which some value of so many comes near
      if (!/orthogonal|randomNormal/.test(JSON.stringify(config)) && !/recurrent/.test(key))
        expect(mine.most / theirs.most, label).toBeCloseTo(1, 1);
    }
  });
}

describe("initial weights", () => {
  const layers: readonly [string, Config, Shape][] = [
    ["conv2d", { filters: 64, kernelSize: 3 }, [1, 8, 8, 32]],
    ["conv2dTranspose", { filters: 64, kernelSize: 3 }, [1, 8, 8, 32]],
    ["depthwiseConv2d", { kernelSize: 7, depthMultiplier: 4 }, [1, 8, 8, 32]],
    ["separableConv2d", { kernelSize: 7, filters: 64, depthMultiplier: 4 }, [1, 8, 8, 32]],
    ["dense", { units: 100 }, [1, 90]],
    ["embedding", { inputDim: 100, outputDim: 64 }, [1, 4]],
    ["batchNormalization", {}, [1, 4, 8]],
    ["layerNormalization", {}, [1, 4, 8]],
    ["prelu", {}, [1, 4, 8]],
    ["simpleRNN", { units: 24 }, [1, 4, 80]],
    ["gru", { units: 24 }, [1, 4, 80]],
    ["lstm", { units: 24 }, [1, 4, 80]],
    ["convLstm2d", { filters: 8, kernelSize: 3 }, [1, 2, 8, 8, 32]],
    ["bidirectional", { layer: inner("lstm", { units: 24 }) }, [1, 4, 80]],
    ["timeDistributed", { layer: inner("dense", { units: 100, biasInitializer: "ones" }) }, [1, 4, 90]],
    ["rnn", { cell: inner("gruCell", { units: 24, kernelInitializer: "heUniform" }) }, [1, 4, 80]],
  ];
  for (const [name, config, shape] of layers) test(name, () => expectSameSpread(name, config, shape));

  const initializers =
    "glorotNormal glorotUniform heNormal heUniform leCunNormal leCunUniform randomNormal randomUniform truncatedNormal varianceScaling orthogonal ones zeros".split(
      " ",
    );
  for (const kernelInitializer of initializers)
    test(kernelInitializer, () =>
      expectSameSpread(
        "dense",
        { units: kernelInitializer === "orthogonal" ? 20 : 80, kernelInitializer },
        [1, 120],
      ),
    );

  test("the forget gate may start at 1", () => {
    const made = runnable(layerOp("lstm", { units: 2, unitForgetBias: true }, [[1, 3, 2]]))!;
    expect([...made.weights.get("bias")!.raw]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  });

  for (const shape of [
    [30, 50],
    [50, 30],
  ] as const)
    test(`orthogonal weights of ${shape} are orthonormal`, () => {
      const op = layerOp("dense", { units: shape[1], kernelInitializer: "orthogonal" }, [[1, shape[0]]]);
      const weight = runnable(op)!.weights.get("kernel")!;
      const short = shape[0] < shape[1] ? weight : weight.transpose(0, 1);
      const products = short.matmul(short.transpose(0, 1));
      for (const [at, value] of products.raw.entries())
        expect(value).toBeCloseTo(at % (short.shape[0]! + 1) === 0 ? 1 : 0, 5);
    });

  test("are the same for the same seed", () => {
    const kernel = (seed: number) => [
      ...runnable(layerOp("dense", { units: 3 }, [[1, 4]]), seed)!.weights.get("kernel")!.raw,
    ];
    expect(kernel(1)).toEqual(kernel(1));
    expect(kernel(1)).not.toEqual(kernel(2));
  });
});
