/** PyTorch's golden value cases, run from names and arguments alone: the values of PyTorch, the very bits of `nn`. */
import { nn, Tensor } from "@convlens/engine";
import { costOf, type Op, type OpArgs, opArgs, runnable } from "@convlens/engine/graph";
import { complete, torchFunctions, torchLayers } from "@convlens/engine/specs";
import { describe, expect, test } from "vitest";
import { camelArgs, functionName, goldenLines, goldenTensors, VALUE_FAMILIES } from "../../golden/golden.ts";
import { relativeError } from "../nn/golden-run.ts";

interface Row {
  readonly id: string;
  readonly layer: string;
  readonly args: Record<string, unknown>;
  readonly call?: Record<string, unknown>;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly state?: Readonly<Record<string, string>>;
  readonly train?: boolean;
}

/** The op of a golden row; undefined for what is no single inference: training, pairs of functions. */
function opOf(
  { layer, args, call, train }: Row,
  inputShapes: readonly (readonly number[])[],
): Op | undefined {
  const fn = functionName(layer);
  const name = fn ?? layer;
  const spec = (fn ? torchFunctions : torchLayers).get(name);
  if (!spec || train) return undefined;
  return structuredClone({
    library: "torch",
    kind: fn ? "function" : "layer",
    name,
    args: opArgs(complete(spec, camelArgs(args) as never)),
    ...(call && { callArgs: camelArgs(call) as never }),
    inputShapes,
  });
}

const CONVOLUTIONS = VALUE_FAMILIES.filter((family) => /conv|fold/.test(family));

describe("runnables of PyTorch's golden cases", () => {
  for (const family of VALUE_FAMILIES) {
    test(family, () => {
      const tensors = goldenTensors(`values/${family}.safetensors`);
      const read = (name: string) => Tensor.from(tensors.get(name)!.data, tensors.get(name)!.shape);
      let ran = 0;
      for (const row of goldenLines<Row>(`values/${family}.jsonl`)) {
        const inputs = row.inputs.map(read);
        const op = opOf(
          row,
          inputs.map(({ shape }) => shape),
        );
        if (!op) continue;
        const made = runnable(op);
        if (!made) throw new Error(`${row.id}: ${row.layer} cannot be run`);
        for (const [name, key] of Object.entries(row.state ?? {}))
          if (!name.endsWith("num_batches_tracked")) made.setWeight(name, read(key));
        const outputs = made.run(inputs, op.callArgs);
        for (const [i, key] of row.outputs.entries()) {
          expect(outputs[i]!.shape, row.id).toEqual(tensors.get(key)!.shape);
          expect(relativeError(outputs[i]!.raw, tensors.get(key)!.data), row.id).toBeLessThanOrEqual(1e-5);
        }
        if (CONVOLUTIONS.includes(family)) expectSameAsNn(row, op, made.weights, inputs, outputs[0]!);
        expect(costOf(op).bytes).toBe(
          4 *
            [...inputs, ...outputs, ...made.weights.values()].reduce(
              (sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1),
              0,
            ),
        );
        ran++;
      }
      expect(ran).toBeGreaterThan(0);
    });
  }
});

type LayerClass = new (args: OpArgs) => nn.Layer;

function expectSameAsNn(
  row: Row,
  op: Op,
  weights: ReadonlyMap<string, Tensor>,
  inputs: Tensor[],
  output: Tensor,
): void {
  const layer = new (nn as unknown as Record<string, LayerClass>)[op.name]!(camelArgs(row.args) as never);
  layer.eval();
  if (/^Lazy/.test(op.name)) layer.forward(...inputs, op.callArgs);
  layer.loadStateDict(Object.fromEntries(weights));
  expect([...(layer.forward(...inputs, op.callArgs) as Tensor).raw], row.id).toEqual([...output.raw]);
}

const conv: Op = {
  library: "torch",
  kind: "layer",
  name: "Conv2d",
  args: opArgs(complete(torchLayers.get("Conv2d")!, { inChannels: 16, outChannels: 8, kernelSize: 5 })),
  inputShapes: [[1, 16, 20, 20]],
};

describe("a runnable", () => {
  test("has the same weights for the same seed, others for another", () => {
    const weight = (seed: number) => [...runnable(conv, seed)!.weights.get("weight")!.raw];
    expect(weight(3)).toEqual(weight(3));
    expect(weight(3)).not.toEqual(weight(4));
  });
  test("tells what computed it", () => {
    const made = runnable(conv)!;
    made.run([Tensor.from(new Float32Array(6400).fill(1), [1, 16, 20, 20])]);
    expect(made.algorithm).toBe("implicit GEMM");
    const tiny = runnable({ ...conv, name: "ReLU", args: {}, inputShapes: [[2]] })!;
    tiny.run([Tensor.from([1, -1], [2])]);
    expect(tiny.algorithm).toBe("plain loops");
  });
  test("refuses weights that it has not", () => {
    const made = runnable(conv)!;
    expect(() => made.setWeight("kernel", Tensor.from([1], [1]))).toThrow(
      "has no weight kernel; its weights are weight, bias",
    );
    expect(() => made.setWeight("bias", Tensor.from([1], [1]))).toThrow("its weight bias is [8], not [1]");
  });
  test("is undefined for what nobody knows", () => {
    expect(runnable({ ...conv, name: "Conv9d" })).toBeUndefined();
  });
});
