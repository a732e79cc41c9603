/** Random configurations, half of them with a small mistake: the engine runs what PyTorch ran and refuses what it refused. */
import { ConvLensError, nn, type Tensor, zeros } from "@convlens/engine";
import { expect, test } from "vitest";
import {
  camelArgs,
  functionName,
  type GoldenRow,
  goldenLines,
  oddity,
  skippedText,
} from "../../golden/golden.ts";
import { callFunction } from "./call-function.ts";

type LayerClass = new (options: Record<string, unknown>) => nn.Layer;
const classes = nn as unknown as Record<string, LayerClass>;

interface Outcome {
  stage: "construct" | "forward" | "done";
  error?: Error;
  shapes?: readonly (readonly number[])[];
  reprs: string[];
  params?: number;
}

function run(row: GoldenRow): Outcome {
  const outcome: Outcome = { stage: "construct", reprs: [] };
  const args = camelArgs(row.args);
  const inputs = row.input_shapes.map((shape) => zeros(shape));
  try {
    const fn = functionName(row.layer);
    let outputs: Tensor[];
    if (fn) {
      outcome.stage = "forward";
      outputs = callByName(fn, inputs, args);
    } else {
      const layer = new classes[row.layer]!(args).train(row.train === true);
      outcome.reprs.push(String(layer));
      outcome.stage = "forward";
      outputs = [layer.forward(...inputs, camelArgs(row.call ?? {}))].flat();
      outcome.reprs.push(String(layer));
      outcome.params = layer.parameters().reduce((sum, tensor) => sum + tensor.numel(), 0);
    }
    outcome.stage = "done";
    outcome.shapes = outputs.map(({ shape }) => shape);
  } catch (error) {
    expect(error, row.id).toBeInstanceOf(ConvLensError);
    outcome.error = error as Error;
  }
  return outcome;
}

function callByName(fn: string, inputs: readonly Tensor[], args: Record<string, unknown>): Tensor[] {
  const two = /^permute_(view|reshape)$/.exec(fn);
  if (!two) return callFunction(fn, inputs, args as never);
  return callFunction(two[1]!, callFunction("permute", inputs, { dims: args.dims } as never), {
    shape: args.shape,
  } as never);
}

/** 1.0 is 1 in JavaScript, and -0.0 is as good as 0. */
const plain = (repr: unknown): string => String(repr).replaceAll(/-?(\d+)\.0\b/g, "$1");

test("configurations that PyTorch ran or refused", () => {
  const wrong: string[] = [];
  const counts = { ran: 0, refused: 0 };
  const skipped: string[] = [];
  for (const row of goldenLines<GoldenRow>("torch/configurations.jsonl")) {
    const why = oddity(row);
    if (why !== undefined) {
      skipped.push(why);
      continue;
    }
    const { stage, error, shapes, reprs, params } = run(row);
    const say = (what: string) =>
      wrong.push(
        `${row.id} ${row.layer} ${JSON.stringify(row.args)} ${JSON.stringify(row.input_shapes)}: ${what}`,
      );
    if (row.expect === "error") {
      counts.refused++;
      if (stage !== row.stage) say(`${row.stage} expected, got ${stage} ${error?.message ?? ""}`);
      continue;
    }
    counts.ran++;
    if (error) say(error.message);
    else if (JSON.stringify(shapes) !== JSON.stringify(row.expected_shapes))
      say(`${JSON.stringify(shapes)} instead of ${JSON.stringify(row.expected_shapes)}`);
    if (row.repr !== undefined && plain(reprs[0]) !== plain(row.repr)) say(`prints ${reprs[0]}`);
    const { materialized } = row as { materialized?: { repr: string } };
    if (materialized && plain(reprs[1]) !== plain(materialized.repr)) say(`prints ${reprs[1]}`);
    if (row.param_count !== undefined && params !== row.param_count) say(`${params} parameters`);
  }
  console.log(`configurations: ${counts.ran} ran, ${counts.refused} refused, ${skippedText(skipped)}`);
  expect(wrong).toEqual([]);
});
