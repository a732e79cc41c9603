/** Every golden shape and error case through the specs, with numbers and with symbols. */
import {
  type Args,
  construct,
  decide,
  evaluate,
  infer,
  type LayerSpec,
  product,
  reprOf,
  type Shape,
  symbol,
  torchFunctions,
  torchLayers,
} from "@convlens/engine/specs";
import { describe, expect, test } from "vitest";
import { camelArgs, FAMILIES, functionName, type GoldenRow, goldenLines } from "../../golden/golden.ts";

interface Step {
  readonly spec: LayerSpec;
  readonly args: Record<string, unknown>;
}

/** The specs a row runs: one, or two for a permute followed by a view. */
function stepsOf(row: GoldenRow): Step[] {
  const args = camelArgs(row.args);
  const name = functionName(row.layer);
  if (!name) return [{ spec: torchLayers.get(row.layer)!, args }];
  const two = /^permute_(view|reshape)$/.exec(name);
  if (two)
    return [
      { spec: torchFunctions.get("permute")!, args: { dims: args.dims } },
      { spec: torchFunctions.get(two[1]!)!, args: { shape: args.shape } },
    ];
  return [{ spec: torchFunctions.get(name)!, args }];
}

function run(row: GoldenRow, inputs: readonly Shape[]) {
  const problems: { stage: string; code: string; severity?: string }[] = [];
  const conditions = [];
  let shapes = inputs;
  const options = { callArgs: camelArgs(row.call ?? {}) as Args, training: row.train === true };
  let params = 0;
  for (const { spec, args } of stepsOf(row)) {
    const made = construct(spec, args as Args);
    problems.push(...made.problems);
    conditions.push(...made.conditions);
    if (made.problems.some((problem) => problem.severity !== "warning"))
      return { shapes: [], problems, conditions, params };
    params += Object.values(spec.parameters?.(made.args) ?? {}).reduce(
      (sum, shape) => sum + (product(shape) as number),
      0,
    );
    if (row.construct_only || row.access) return { shapes: [], problems, conditions, params };
    let { args: full } = made;
    let used = spec;
    for (const prior of (row.prior_inputs as number[][] | undefined) ?? []) {
      const plain = used.materialize?.(full, prior);
      if (plain) [used, full] = [torchLayers.get(plain.name)!, plain.args];
    }
    const result = infer(used, full, shapes, options);
    problems.push(...result.problems);
    conditions.push(...result.conditions);
    shapes = result.outputs;
  }
  return {
    shapes,
    problems: problems.filter((problem) => problem.severity !== "warning"),
    conditions,
    params,
  };
}

describe("golden shapes", () => {
  for (const family of FAMILIES) {
    test(family, () => {
      const rows = goldenLines<GoldenRow>(`shapes/${family}.jsonl`);
      for (const row of rows) {
        const { shapes, problems, params } = run(row, row.input_shapes);
        expect(problems, row.id).toEqual([]);
        expect(shapes, row.id).toEqual(row.expected_shapes);
        if (row.param_count !== undefined) expect(params, row.id).toBe(row.param_count);
      }
    });

    test(`${family}, symbolic then substituted`, () => {
      let decided = 0;
      const rows = goldenLines<GoldenRow>(`shapes/${family}.jsonl`);
      for (const row of rows) {
        // every size of every input becomes a symbol; equal sizes share one, so that what must agree agrees
        const values: Record<string, number> = {};
        const inputs = row.input_shapes.map((shape) =>
          shape.map((size) => {
            if (size < 2) return size;
            values[`s${size}`] = size;
            return symbol(`s${size}`);
          }),
        );
        const { shapes, problems, conditions } = run(row, inputs);
        expect(problems, row.id).toEqual([]);
        for (const condition of conditions) expect(decide(condition), row.id).toBeUndefined();
        for (const [i, shape] of shapes.entries()) {
          const expected = row.expected_shapes![i];
          if (!shape || !expected || shapes.length !== row.expected_shapes!.length) continue;
          expect(shape.length, row.id).toBe(expected.length);
          for (const [axis, dim] of shape.entries()) {
            const value = evaluate(dim, values);
            if (value === undefined) continue;
            expect(value, `${row.id} axis ${axis}`).toBe(expected[axis]);
            decided++;
          }
        }
      }
      expect(decided).toBeGreaterThan(rows.length / 2);
    });
  }
});

/** Errors that concern values, types of elements or not shapes at all: nothing a shape rule could see. */
const NOT_ABOUT_SHAPES: Readonly<Record<string, string>> = {
  "dtype-mismatch": "the element type of the input",
  "not-a-tensor": "a list in place of a tensor",
  "lazy-uninitialized-access": "reading a weight that does not exist yet",
  "linear-dtype": "the element type of the input",
  "embedding-dtype": "the element type of the input",
  "embedding-index": "the values of the input",
  "mean-integer": "the element type of the input",
  "view-not-contiguous": "the memory layout behind a permuted tensor",
};

describe("golden errors", () => {
  const rows = goldenLines<GoldenRow>("errors.jsonl");
  test("each is a problem, each near miss is none", () => {
    const counts = { errors: 0, silent: 0, skipped: 0 };
    const wrong: string[] = [];
    for (const row of rows) {
      if (row.expect === "error" && (row.kind as string) in NOT_ABOUT_SHAPES) {
        counts.skipped++;
        continue;
      }
      const { problems } = run(row, row.input_shapes);
      // MaxPool1d raises on an empty result only where a gradient is asked for
      const raised =
        problems.length > 0 ||
        (row.grad === true && run(row, row.input_shapes).shapes[0]?.includes(0) === true);
      if (row.expect === "error") {
        counts.errors++;
        if (!raised)
          wrong.push(
            `${row.id} ${row.kind}: ${row.layer} ${JSON.stringify(row.args)} ${JSON.stringify(row.input_shapes)} raised nothing; ${row.message}`,
          );
      } else {
        counts.silent++;
        if (problems.length)
          wrong.push(
            `${row.id} ${row.kind}: ${row.layer} ${JSON.stringify(row.args)} ${JSON.stringify(row.input_shapes)} is legal, but ${problems[0]!.code}`,
          );
      }
    }
    console.log(
      `golden errors: ${counts.errors} found, ${counts.silent} legal ones silent, ${counts.skipped} skipped (${Object.keys(NOT_ABOUT_SHAPES).join(", ")})`,
    );
    expect(wrong).toEqual([]);
  });
});

describe("golden repr", () => {
  test("layers print as PyTorch prints them", () => {
    const wrong: string[] = [];
    for (const family of FAMILIES) {
      for (const row of goldenLines<GoldenRow>(`values/${family}.jsonl`)) {
        const spec = torchLayers.get(row.layer);
        if (!spec || !row.repr || row.layer === "MultiheadAttention") continue;
        const { args } = construct(spec, camelArgs(row.args) as Args);
        const text = reprOf(spec, args);
        if (text !== row.repr) wrong.push(`${row.id}: ${text} instead of ${row.repr}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
