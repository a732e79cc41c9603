/** Every golden value case through the public API: results against PyTorch in float64, relative error in the norm. */
import { F, nn, Tensor } from "@convlens/engine";
import { torchLayers } from "@convlens/engine/specs";
import { describe, expect, test } from "vitest";
import { callFunction } from "../../../engine/src/ops/function.ts";
import {
  camelArgs,
  FAMILIES,
  functionName,
  type GoldenRow,
  type GoldenTensor,
  goldenLines,
  goldenTensors,
} from "../../golden/golden.ts";

type LayerClass = new (options: Record<string, unknown>) => nn.Layer;
const classes = nn as unknown as Record<string, LayerClass>;

const tensorOf = ({ data, shape }: GoldenTensor): Tensor => Tensor.from(data, shape);

function run(row: GoldenRow, tensors: Map<string, GoldenTensor>): Tensor[] {
  const inputs = (row.inputs as string[]).map((name) => tensorOf(tensors.get(name)!));
  const args = camelArgs(row.args);
  const name = functionName(row.layer);
  if (name) {
    const two = /^permute_(view|reshape)$/.exec(name);
    if (two)
      return callFunction(two[1]!, callFunction("permute", inputs, { dims: args.dims as number[] }), {
        shape: args.shape as number[],
      });
    return callFunction(name, inputs, args as never);
  }
  const layer = new classes[row.layer]!(args);
  layer.train(row.train === true);
  const state = Object.fromEntries(
    Object.entries((row.state ?? {}) as Record<string, string>).map(([key, tensor]) => [
      key,
      tensorOf(tensors.get(tensor)!),
    ]),
  );
  const call = camelArgs(row.call ?? {});
  if (torchLayers.get(row.layer)!.materialize) {
    expect(String(layer), row.id).toBe(row.repr);
    layer.forward(...inputs, call);
    expect(String(layer), row.id).toBe((row.materialized as { repr: string }).repr);
  } else if (row.repr) expect(String(layer), row.id).toBe(row.repr);
  if (Object.keys(state).length > 0) layer.loadStateDict(state);
  return [layer.forward(...inputs, call)].flat() as Tensor[];
}

/** ‖ours − theirs‖ / ‖theirs‖ over the finite values; others must be the same. */
function relativeError(ours: Float32Array, theirs: ArrayLike<number>): number {
  let [difference, size] = [0, 0];
  for (let i = 0; i < ours.length; i++) {
    const [a, b] = [ours[i]!, theirs[i]!];
    if (!Number.isFinite(b) || !Number.isFinite(a)) {
      if (!Object.is(a, b)) return Number.POSITIVE_INFINITY;
      continue;
    }
    difference += (a - b) ** 2;
    size += b * b;
  }
  return difference === 0 ? 0 : Math.sqrt(difference / size);
}

describe("golden values", () => {
  const worst: string[] = [];
  for (const family of FAMILIES) {
    test(family, () => {
      const rows = goldenLines<GoldenRow>(`values/${family}.jsonl`);
      const tensors = goldenTensors(`values/${family}.safetensors`);
      let largest = 0;
      for (const row of rows) {
        const outputs = run(row, tensors);
        expect(
          outputs.map(({ shape }) => [...shape]),
          row.id,
        ).toEqual(row.expected_shapes);
        for (const [i, name] of (row.outputs as string[]).entries()) {
          const error = relativeError(outputs[i]!.raw, tensors.get(name)!.data);
          expect(
            error,
            `${row.id} ${row.layer} ${JSON.stringify(row.args)} ${JSON.stringify(row.input_shapes)}`,
          ).toBeLessThanOrEqual(1e-5);
          largest = Math.max(largest, error);
        }
      }
      worst.push(`${family}: ${rows.length} cases, worst ${largest.toExponential(1)}`);
    });
  }
  test("the worst error of each family", () => {
    console.log(worst.join("\n"));
    expect(worst.length).toBe(FAMILIES.length);
    expect(F.relu(Tensor.from([-1, 2], [2])).data).toEqual(Float32Array.of(0, 2));
  });
});
