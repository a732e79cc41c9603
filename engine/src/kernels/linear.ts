/**
 * y = x · Wᵀ + bias: the matrix product of a fully connected layer. Columns are output features, packed once per plan;
 * rows are samples, read in place.
 */
import { exportParallel } from "../runtime/control.ts";
import { type FloatBuffer, host, type Runtime } from "../runtime/index.ts";
import { type FunctionRef, i32, type ModuleBuilder } from "../wasm/index.ts";
import { type Epilogue, stepsOf, takesSecond, thenOf } from "./arithmetic.ts";
import { forEqualRuns } from "./gemm-kernel.ts";
import { packWeights } from "./gemm-weights.ts";
import { splitRows } from "./micro-kernel.ts";
import { argument, EmptyPlan, KernelPlan, keyOf, type Plan, upload } from "./plan.ts";
import { emitRowTile } from "./row-tile.ts";
import { emitStepsInPlace } from "./steps.ts";
import { denseTile } from "./wide.ts";

export interface LinearGeometry {
  /** Samples: all leading dimensions of the input together. */
  readonly rows: number;
  readonly inFeatures: number;
  readonly outFeatures: number;
}

interface LinearShape extends LinearGeometry {
  readonly epilogue: Epilogue;
  /** Samples that are computed together, in order. */
  readonly heights: readonly number[];
  /** Vectors of four output features in a panel, and panels in a task. */
  readonly vectors: number;
  readonly panelsPerTask: number;
  /** Input features that are summed at a time. */
  readonly featureBlock: number;
}

/** Multiply-adds that a task should have at least, so that waking a thread pays. */
const TASK_MACS = 1 << 16;

/**
 * A plan for y[rows, outFeatures] = epilogue(x[rows, inFeatures] · weightsᵀ + bias); `weights` is
 * [outFeatures, inFeatures]. The epilogue's other operand goes in with the run's options, as `second`. Null without SIMD or features. Throws LimitError over the memory budget.
 */
export function planLinear(
  runtime: Runtime,
  g: LinearGeometry,
  weights: ArrayLike<number>,
  bias: ArrayLike<number> | null = null,
  epilogue: Epilogue = "none",
): Plan | null {
  if (!host.simd || g.inFeatures === 0) return null;
  const outputShape = [g.rows, g.outFeatures];
  if (g.rows * g.outFeatures === 0) return new EmptyPlan(outputShape);
  const shape = chooseShape(runtime, g, epilogue);
  const kernel = runtime.kernels.get(`linear ${keyOf(shape)}`, (module) => buildLinear(module, shape));
  const columns = shape.vectors * 4;
  const biases = new Float32Array(Math.ceil(g.outFeatures / columns) * columns);
  if (bias) biases.set(bias);
  return new KernelPlan(runtime, {
    algorithm: "GEMM",
    outputShape,
    macs: g.rows * g.inFeatures * g.outFeatures,
    stages: [
      {
        entry: kernel.entry("linear"),
        tasks: Math.ceil(g.outFeatures / columns / shape.panelsPerTask),
        weights: packPanels(runtime, g, weights, columns),
        bias: upload(runtime, biases),
      },
    ],
  });
}

/** Features of a sample whose panel of weights stays in the first-level cache. */
const FEATURE_BLOCK = 256;

function chooseShape(runtime: Runtime, g: LinearGeometry, epilogue: Epilogue): LinearShape {
  const dense = denseTile(runtime);
  // few rows: more columns keep enough sums in flight
  const [height, vectors] = g.rows < 3 ? [2, 4] : [dense.rows, dense.vectors];
  const panelMacs = g.rows * g.inFeatures * vectors * 4;
  return {
    ...g,
    epilogue,
    heights: splitRows(g.rows, height),
    vectors,
    featureBlock: Math.ceil(g.inFeatures / Math.ceil(g.inFeatures / FEATURE_BLOCK)),
    panelsPerTask: Math.max(1, Math.ceil(TASK_MACS / Math.max(1, panelMacs))),
  };
}

/** [panel][inFeatures][columns], zeros beyond the last feature. */
function packPanels(
  runtime: Runtime,
  { inFeatures, outFeatures }: LinearGeometry,
  values: ArrayLike<number>,
  columns: number,
): FloatBuffer {
  const panels = Math.ceil(outFeatures / columns);
  const rest = outFeatures - (panels - 1) * columns;
  const tapOffsets = Int32Array.from({ length: inFeatures }, (_, k) => k);
  return packWeights(
    runtime,
    { values, groupStep: 0, rowStep: inFeatures, tapOffsets },
    {
      groups: 1,
      heights: Array.from({ length: panels }, (_, i) => [i === panels - 1 ? rest : columns]),
      tapBlock: inFeatures,
      ...(rest < columns && { width: columns }),
    },
  );
}

function buildLinear(module: ModuleBuilder, shape: LinearShape): void {
  const { rows, inFeatures, outFeatures, heights, vectors, panelsPerTask, epilogue } = shape;
  const columns = vectors * 4;
  const panels = Math.ceil(outFeatures / columns);
  const rest = outFeatures - (panels - 1) * columns;
  // bounds alone are kept in registers
  const isFollowed = takesSecond(epilogue) || thenOf(epilogue).length > 0;
  const own = isFollowed ? { ...shape, epilogue: "none" as const } : shape;
  const follow = isFollowed && emitStepsInPlace(module, stepsOf(epilogue));
  const panelKernel = (features: number) => emitRows(module, own, heights, features);
  const whole = panelKernel(columns);
  const last = rest === columns ? whole : panelKernel(rest);
  const body = module.function(3, (f, [task, , args]) => {
    const first = f.i32(task!.mul(panelsPerTask));
    const end = f.i32(first.add(panelsPerTask));
    f.if(end.gt(panels), () => end.set(panels));
    f.range(first, end, 1, (panel) => {
      const weights = argument(args!, "weights").add(panel.mul(columns * inFeatures * 4));
      const bias = argument(args!, "bias").add(panel.mul(columns * 4));
      const output = argument(args!, "output").add(panel.mul(columns * 4));
      const operands = [argument(args!, "input"), weights, bias, output];
      const run = (kernel: FunctionRef, features: number) => () => {
        f.call(kernel, ...operands);
        const toSecond = argument(args!, "second").sub(argument(args!, "output"));
        if (follow) f.call(follow, output, toSecond, rows, outFeatures * 4, features);
      };
      f.if(panel.eq(panels - 1), run(last, rest), run(whole, columns));
    });
  });
  exportParallel(module, "linear", body);
}

/** Function (input, weights, bias, output): all rows of one panel, of which `features` columns exist. */
function emitRows(
  module: ModuleBuilder,
  shape: LinearShape,
  heights: readonly number[],
  features: number,
): FunctionRef {
  const { inFeatures, outFeatures, vectors, epilogue, featureBlock } = shape;
  const bytes = { row: inFeatures * 4, result: outFeatures * 4 };
  const tiles = new Map(
    [...new Set(heights)].map((rows) => [
      rows,
      emitRowTile(module, { rows, vectors, features, ...bytes, epilogue }),
    ]),
  );
  return module.function(4, (f, [input, weights, bias, output]) => {
    const count = f.i32(featureBlock);
    const x = f.i32();
    const y = f.i32();
    const isLast = f.i32();
    f.range(0, inFeatures, featureBlock, (first) => {
      isLast.set(first.ge(inFeatures - featureBlock));
      f.if(isLast, () => count.set(i32(inFeatures).sub(first)));
      x.set(input!.add(first.shl(2)));
      y.set(output!);
      forEqualRuns(heights, (rows, times) =>
        f.repeat(times, () => {
          f.call(tiles.get(rows)!, x, weights!, bias!, y, count, isLast);
          x.increase(rows * bytes.row);
          y.increase(rows * bytes.result);
        }),
      );
      weights!.increase(count.mul(vectors * 16));
      bias!.set(0); // the next features add to these
    });
  });
}
