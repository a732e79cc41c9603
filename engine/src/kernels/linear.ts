/**
 * y = x · Wᵀ + bias: the matrix product of a fully connected layer. Columns are output features, packed once per plan;
 * rows are samples, read in place.
 */
import { exportParallel } from "../runtime/control.ts";
import { host, type Runtime } from "../runtime/index.ts";
import type { FunctionRef, LocalV128, ModuleBuilder } from "../wasm/index.ts";
import { applyEpilogue, type Epilogue, forRuns, multiplyAdd, storeFloats } from "./arithmetic.ts";
import { forEqualRuns } from "./gemm-kernel.ts";
import { splitRows } from "./micro-kernel.ts";
import { argument, EmptyPlan, KernelPlan, type Plan, upload } from "./plan.ts";

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
}

/** Multiply-adds that a task should have at least, so that waking a thread pays. */
const TASK_MACS = 1 << 16;

/**
 * A plan for y[rows, outFeatures] = epilogue(x[rows, inFeatures] · weightsᵀ + bias); `weights` is
 * [outFeatures, inFeatures]. Null without SIMD. Throws LimitError over the memory budget.
 */
export function planLinear(
  runtime: Runtime,
  g: LinearGeometry,
  weights: ArrayLike<number>,
  bias: ArrayLike<number> | null = null,
  epilogue: Epilogue = "none",
): Plan | null {
  if (!host.simd) return null;
  const outputShape = [g.rows, g.outFeatures];
  if (g.rows * g.outFeatures === 0) return new EmptyPlan(outputShape);
  const shape = chooseShape(g, epilogue);
  const kernel = runtime.kernels.get(`linear ${JSON.stringify(shape)}`, (module) =>
    buildLinear(module, shape),
  );
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
        weights: upload(runtime, packPanels(g, weights, columns)),
        bias: upload(runtime, biases),
      },
    ],
  });
}

function chooseShape(g: LinearGeometry, epilogue: Epilogue): LinearShape {
  const vectors = g.rows < 3 ? 4 : 2; // few rows: more columns keep enough sums in flight
  const panelMacs = g.rows * g.inFeatures * vectors * 4;
  return {
    ...g,
    epilogue,
    heights: splitRows(g.rows, 4),
    vectors,
    panelsPerTask: Math.max(1, Math.ceil(TASK_MACS / Math.max(1, panelMacs))),
  };
}

/** [panel][inFeatures][columns], zeros beyond the last feature. */
function packPanels(
  { inFeatures, outFeatures }: LinearGeometry,
  weights: ArrayLike<number>,
  columns: number,
) {
  const packed = new Float32Array(Math.ceil(outFeatures / columns) * columns * inFeatures);
  for (let feature = 0; feature < outFeatures; feature++) {
    const panel = Math.floor(feature / columns) * columns * inFeatures + (feature % columns);
    for (let k = 0; k < inFeatures; k++) packed[panel + k * columns] = weights[feature * inFeatures + k]!;
  }
  return packed;
}

function buildLinear(module: ModuleBuilder, shape: LinearShape): void {
  const { inFeatures, outFeatures, heights, vectors, panelsPerTask } = shape;
  const columns = vectors * 4;
  const panels = Math.ceil(outFeatures / columns);
  const rest = outFeatures - (panels - 1) * columns;
  const panelKernel = (features: number) => emitRows(module, shape, heights, features);
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
      f.if(
        panel.eq(panels - 1),
        () => f.call(last, ...operands),
        () => f.call(whole, ...operands),
      );
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
  const { inFeatures, outFeatures } = shape;
  const tiles = new Map([...new Set(heights)].map((rows) => [rows, emitTile(module, shape, rows, features)]));
  return module.function(4, (f, [input, weights, bias, output]) => {
    forEqualRuns(heights, (rows, count) =>
      f.repeat(count, () => {
        f.call(tiles.get(rows)!, input!, weights!, bias!, output!);
        input!.increase(rows * inFeatures * 4);
        output!.increase(rows * outFeatures * 4);
      }),
    );
  });
}

/** Function (input, weights, bias, output): a tile of rows × one panel. */
function emitTile(
  module: ModuleBuilder,
  { inFeatures, outFeatures, vectors, epilogue }: LinearShape,
  rows: number,
  features: number,
): FunctionRef {
  return module.function(4, (f, [input, weights, bias, output]) => {
    const sums = Array.from({ length: rows }, () => f.v128s(vectors));
    const columns = f.v128s(vectors);
    const sample = f.v128();
    for (const rowSums of sums) for (const [v, sum] of rowSums.entries()) sum.set(bias!.v128Load(v * 16));
    const step = () => {
      for (const [v, column] of columns.entries()) column.set(weights!.v128Load(v * 16));
      for (const [row, rowSums] of sums.entries()) {
        sample.set(input!.v128LoadSplat(row * inFeatures * 4));
        for (const [v, sum] of rowSums.entries()) multiplyAdd(sum, sample, columns[v]!);
      }
      input!.increase(4);
      weights!.increase(vectors * 16);
    };
    f.repeat(inFeatures, step);
    const store = (rowSums: readonly LocalV128[]) => {
      forRuns(f, features, [], (offset, floats) => {
        const vector = applyEpilogue(rowSums[Math.floor(offset / 16)]!, epilogue);
        const upperHalf = offset % 16 !== 0;
        storeFloats(f, output!, upperHalf ? vector.shuffle(vector, [2, 3, 2, 3]) : vector, floats, offset);
      });
      output!.increase(outFeatures * 4);
    };
    for (const rowSums of sums) store(rowSums);
  });
}
