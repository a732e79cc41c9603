/** TensorFlow.js's recurrent layers and wrappers against the real library, over random configs. */
import { runnable } from "@convlens/engine/graph";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  activation,
  type Config,
  every,
  expectLayer,
  expectSameLayer,
  inner,
  layerOp,
  type Shape,
  shapeOf,
  small,
} from "./real.ts";

describe("recurrent layers", () => {
  const sequence = { returnSequences: fc.boolean(), returnState: fc.boolean(), goBackwards: fc.boolean() };
  const cell = {
    units: small(1, 5),
    useBias: fc.boolean(),
    activation,
    recurrentActivation: fc.constantFrom(undefined, "sigmoid"),
  };
  for (const name of ["simpleRNN", "gru", "lstm"]) {
    const own = name === "simpleRNN" ? { units: cell.units, useBias: cell.useBias, activation } : cell;
    every(
      name,
      [fc.record({ ...own, ...sequence }), shapeOf(3)],
      (config, shape) => expectLayer(name, config as Config, [shape]),
      40,
    );
    every(
      `bidirectional ${name}`,
      [
        fc.record({ ...own, ...sequence }),
        fc.constantFrom("sum", "mul", "concat", "ave", null, undefined),
        shapeOf(3),
      ],
      (config, mergeMode, shape) =>
        expectLayer("bidirectional", { layer: inner(name, config as Config), mergeMode }, [shape]),
      40,
    );
  }
  test("an initial state comes as further inputs", () => {
    expectSameLayer("lstm", { units: 3, returnSequences: true }, [
      [2, 4, 5],
      [2, 3],
      [2, 3],
    ]);
  });
  every(
    "rnn over cells",
    [
      fc.array(fc.tuple(fc.constantFrom("simpleRNNCell", "gruCell", "lstmCell"), small(1, 4)), {
        minLength: 1,
        maxLength: 3,
      }),
      fc.record(sequence),
      shapeOf(3),
    ],
    (cells, config, shape) =>
      expectLayer("rnn", { cell: cells.map(([name, units]) => inner(name, { units })), ...config }, [shape]),
    30,
  );
});

describe("timeDistributed", () => {
  const layers: readonly [string, Config, Shape][] = [
    ["dense", { units: 3, activation: "softmax" }, [2, 3, 4]],
    ["conv2d", { filters: 2, kernelSize: 2 }, [2, 3, 5, 5, 2]],
    ["flatten", {}, [2, 3, 4, 2]],
    ["maxPooling1d", { poolSize: 2 }, [2, 3, 4, 2]],
    ["batchNormalization", {}, [2, 3, 4]],
  ];
  for (const [name, config, shape] of layers)
    test(`of ${name}`, () => expectLayer("timeDistributed", { layer: inner(name, config) }, [shape]));
});

test("what cannot be computed is undefined", () => {
  const unknown = inner("randomWidth", {});
  expect(runnable(layerOp("randomWidth", {}, [[1, 4, 4, 1]]))).toBeUndefined();
  expect(runnable(layerOp("timeDistributed", { layer: unknown }, [[1, 2, 4, 4, 1]]))).toBeUndefined();
});
