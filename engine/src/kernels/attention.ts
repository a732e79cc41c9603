/**
 * Self-attention between its projections: softmax(q · kᵀ / √width) · v in each head. Rows of the input hold a token's
 * queries, keys and values of all heads: [q | k | v].
 *
 * A task is a stretch of the tokens of one example and head. It packs the keys and values of all tokens, then takes a
 * few rows at a time: scores, softmax, and the weighted sum of values.
 */
import { exportParallel } from "../runtime/control.ts";
import { host, type Runtime } from "../runtime/index.ts";
import { type FunctionRef, f32x4, type LocalI32, type ModuleBuilder } from "../wasm/index.ts";
import { forRuns, loadFloats, storeFloats } from "./arithmetic.ts";
import { forEqualRuns } from "./gemm-kernel.ts";
import { splitRows } from "./micro-kernel.ts";
import { aligned, argument, KernelPlan, type Plan, uploadIntegers } from "./plan.ts";
import { emitRowTile } from "./row-tile.ts";
import { emitSoftmax } from "./softmax.ts";
import { denseTile } from "./wide.ts";
import { emitTranspose } from "./winograd-transform.ts";

export interface AttentionGeometry {
  readonly batch: number;
  readonly tokens: number;
  readonly heads: number;
  /** Features of a head, a multiple of 4. */
  readonly width: number;
  /** Tokens of one example lie side by side, or examples of one token. */
  readonly batchFirst: boolean;
  /** Also write the weights, averaged over the heads, as [batch, tokens, tokens] into the run's `second` buffer. */
  readonly averages: boolean;
}

interface AttentionShape extends AttentionGeometry {
  readonly rows: number;
  readonly vectors: number;
  readonly rowsPerTask: number;
}

/** Floats of all weights, which are kept until they are averaged. */
const MOST_WEIGHTS = 2 ** 25;
const TASKS_WANTED = 12;

/** A plan from [tokens · batch, 3 · heads · width] to [tokens · batch, heads · width]. Null where it does not suit. */
export function planAttention(runtime: Runtime, g: AttentionGeometry): Plan | null {
  const { vectors, rows } = denseTile(runtime);
  const weights = g.batch * g.heads * g.tokens * paddedTokens(g, vectors);
  if (!host.simd || g.width % 4 !== 0 || weights > MOST_WEIGHTS) return null;
  const stretches = Math.ceil(TASKS_WANTED / (g.batch * g.heads));
  const rowsPerTask = Math.min(g.tokens, Math.ceil(g.tokens / stretches / rows) * rows);
  const shape = { ...g, rows, vectors, rowsPerTask };
  const kernel = runtime.kernels.get(`attention ${JSON.stringify(shape)}`, (module) => {
    exportParallel(module, "attend", emitAttend(module, shape));
    exportParallel(module, "average", emitAverage(module, shape));
  });
  const zeros = uploadIntegers(runtime, new Int32Array(vectors * 4));
  const attend = {
    entry: kernel.entry("attend"),
    tasks: g.batch * g.heads * Math.ceil(g.tokens / rowsPerTask),
    tables: zeros,
  };
  const average = { entry: kernel.entry("average"), tasks: g.batch * g.tokens };
  return new KernelPlan(runtime, {
    algorithm: "GEMM",
    outputShape: [g.batch * g.tokens, g.heads * g.width],
    macs: 2 * g.batch * g.heads * g.tokens ** 2 * g.width,
    stages: g.averages ? [attend, average] : [attend],
    workspaceBytes: weights * 4,
    scratchBytes: packedBytes(shape).all,
  });
}

/** A row of weights has whole panels of tokens. */
function paddedTokens({ tokens }: AttentionGeometry, vectors: number): number {
  const columns = vectors * 4; // at least eight, which softmax takes at a time
  return Math.ceil(tokens / columns) * columns;
}

/** Keys as [panel of tokens][width][columns], values as [panel of features][token][columns]. */
function packedBytes(shape: AttentionShape) {
  const columns = shape.vectors * 4;
  const keys = aligned(paddedTokens(shape, shape.vectors) * shape.width * 4);
  const values = aligned(Math.ceil(shape.width / columns) * columns * shape.tokens * 4);
  return { keys, all: keys + values };
}

/** Bytes from token to token of the input; of the output a third of it. */
function tokenBytes({ batch, heads, width, batchFirst }: AttentionShape): number {
  return 3 * heads * width * 4 * (batchFirst ? 1 : batch);
}

function emitAttend(module: ModuleBuilder, shape: AttentionShape): FunctionRef {
  const { heads, width, tokens, vectors, rowsPerTask } = shape;
  const stretches = Math.ceil(tokens / rowsPerTask);
  const pack = emitPack(module, shape);
  const whole = emitStretch(module, shape, rowsPerTask);
  const rest = tokens - (stretches - 1) * rowsPerTask;
  const last = rest === rowsPerTask ? whole : emitStretch(module, shape, rest);
  const weightBytes = paddedTokens(shape, vectors) * 4;
  const exampleBytes = 3 * heads * width * 4 * (shape.batchFirst ? tokens : 1);
  return module.function(3, (f, [task, thread, args]) => {
    const stretch = f.i32(task!.remU(stretches));
    const item = f.i32(task!.divU(stretches));
    const example = f.i32(item.divU(heads));
    const head = f.i32(item.remU(heads).mul(width * 4));
    const firstRow = f.i32(stretch.mul(rowsPerTask));
    const queries = f.i32(argument(args!, "input").add(example.mul(exampleBytes)).add(head));
    const packed = f.i32(argument(args!, "scratch").add(thread!.mul(aligned(packedBytes(shape).all))));
    const output = argument(args!, "output")
      .add(example.mul(exampleBytes / 3))
      .add(head);
    const weights = argument(args!, "workspace").add(item.mul(tokens).add(firstRow).mul(weightBytes));
    f.call(pack, queries.add(heads * width * 4), packed);
    const operands = [
      queries.add(firstRow.mul(tokenBytes(shape))),
      packed,
      weights,
      output.add(firstRow.mul(tokenBytes(shape) / 3)),
      argument(args!, "tables"),
    ];
    f.if(
      stretch.eq(stretches - 1),
      () => f.call(last, ...operands),
      () => f.call(whole, ...operands),
    );
  });
}

/** Function (keys, target): packs all keys, divided by √width, and all values of an example and head. */
function emitPack(module: ModuleBuilder, shape: AttentionShape): FunctionRef {
  const { heads, width, tokens, vectors } = shape;
  const columns = vectors * 4;
  const step = tokenBytes(shape);
  return module.function(2, (f, [keys, target]) => {
    const rows = f.v128s(4);
    const locals = f.v128s(4);
    const to = f.i32();
    const from = f.i32();
    /** Four tokens, of which the last may repeat; all their features become columns of a panel. */
    const quad = (token: LocalI32, count: number) => {
      to.set(target!.add(token.divU(columns).mul(columns * width * 4)).add(token.remU(columns).shl(2)));
      from.set(keys!.add(token.mul(step)));
      f.repeat(width / 4, () => {
        for (const [lane, row] of rows.entries())
          row.set(from.v128Load(Math.min(lane, count - 1) * step).mul(f32x4(1 / Math.sqrt(width))));
        emitTranspose(rows, locals, (k, value) => f.v128Store(to, value, k * columns * 4));
        to.increase(4 * columns * 4);
        from.increase(16);
      });
    };
    const whole = tokens - (tokens % 4);
    f.range(0, whole, 4, (token) => quad(token, 4));
    if (whole < tokens) quad(f.i32(whole), tokens - whole);

    to.set(target!.add(packedBytes(shape).keys));
    for (let feature = 0; feature < width; feature += columns) {
      const used = Math.min(columns, width - feature);
      from.set(keys!.add((heads * width + feature) * 4));
      f.repeat(tokens, () => {
        for (let c = 0; c < used; c += 4) f.v128Store(to, from.v128Load(c * 4), c * 4);
        from.increase(step);
        to.increase(columns * 4);
      });
    }
  });
}

/** Function (queries, packed, weights, output, zeros): `count` tokens, a few rows at a time. */
function emitStretch(module: ModuleBuilder, shape: AttentionShape, count: number): FunctionRef {
  const heights = splitRows(count, shape.rows);
  const rowKernels = new Map([...new Set(heights)].map((rows) => [rows, emitTokens(module, shape, rows)]));
  const weightBytes = paddedTokens(shape, shape.vectors) * 4;
  return module.function(5, (f, [queries, packed, weights, output, zeros]) => {
    forEqualRuns(heights, (rows, times) =>
      f.repeat(times, () => {
        f.call(rowKernels.get(rows)!, queries!, packed!, weights!, output!, zeros!);
        queries!.increase(rows * tokenBytes(shape));
        output!.increase((rows * tokenBytes(shape)) / 3);
        weights!.increase(rows * weightBytes);
      }),
    );
  });
}

/** Function (queries, packed, weights, output, zeros): `rows` tokens. */
function emitTokens(module: ModuleBuilder, shape: AttentionShape, rows: number): FunctionRef {
  const { width, tokens, vectors } = shape;
  const columns = vectors * 4;
  const weightBytes = paddedTokens(shape, vectors) * 4;
  const base = { rows, vectors, epilogue: "none" as const };
  const score = emitRowTile(module, {
    ...base,
    features: columns,
    row: tokenBytes(shape),
    result: weightBytes,
  });
  const sum = new Map(
    [columns, width % columns]
      .filter((features) => features > 0)
      .map((features) => [
        features,
        emitRowTile(module, { ...base, features, row: weightBytes, result: tokenBytes(shape) / 3 }),
      ]),
  );
  const softmax = emitSoftmax(module, tokens);
  return module.function(5, (f, [queries, packed, weights, output, zeros]) => {
    const row = f.i32(weights!);
    const panel = f.i32(packed!);
    f.repeat(Math.ceil(tokens / columns), () => {
      f.call(score, queries!, panel, zeros!, row, width, 1);
      panel.increase(width * columns * 4);
      row.increase(columns * 4);
    });
    row.set(weights!);
    f.repeat(rows, () => {
      f.call(softmax, row);
      row.increase(weightBytes);
    });
    panel.set(packed!.add(packedBytes(shape).keys));
    for (let feature = 0; feature < width; feature += columns) {
      const features = Math.min(columns, width - feature);
      f.call(sum.get(features)!, weights!, panel, zeros!, output!.add(feature * 4), tokens, 1);
      panel.increase(tokens * columns * 4);
    }
  });
}

/** A task is one token: the mean of its weights over the heads. */
function emitAverage(module: ModuleBuilder, shape: AttentionShape): FunctionRef {
  const { heads, tokens, vectors } = shape;
  const weightBytes = paddedTokens(shape, vectors) * 4;
  return module.function(3, (f, [task, , args]) => {
    const row = f.i32(
      argument(args!, "workspace").add(
        task!
          .divU(tokens)
          .mul(heads * tokens)
          .add(task!.remU(tokens))
          .mul(weightBytes),
      ),
    );
    const target = f.i32(argument(args!, "second").add(task!.mul(tokens * 4)));
    const sum = f.v128();
    const head = f.i32();
    forRuns(f, tokens, [row, target], (offset, floats) => {
      sum.set(f32x4(0));
      head.set(row);
      f.repeat(heads, () => {
        sum.set(sum.add(loadFloats(head, floats, offset)));
        head.increase(tokens * weightBytes);
      });
      storeFloats(f, target, sum.mul(f32x4(1 / heads)), floats, offset);
    });
  });
}
