/**
 * Depthwise convolution by strips: a strip is some columns of the output over its whole height. Going down the input rows,
 * each row is loaded once for every column of the kernel and added to all output rows that see it, which wait in
 * registers; whenever one is complete it is written and its registers start the next.
 *
 * Strips at the left and right border know at generation which of their inputs lie outside, rows at top and bottom too,
 * so nothing is copied or padded.
 */
import { exportParallel } from "../runtime/control.ts";
import {
  type FunctionBuilder,
  type FunctionRef,
  f32x4,
  type LocalI32,
  type LocalV128,
  type ModuleBuilder,
  type V128,
} from "../wasm/index.ts";
import { applyEpilogue, type Epilogue, multiplyAdd } from "./arithmetic.ts";
import { argument } from "./plan.ts";

type Pair = readonly [rows: number, columns: number];

export interface DepthwiseShape {
  /** Planes in all, channels among them, and planes that one task takes. */
  readonly planes: number;
  readonly channels: number;
  readonly planesPerTask: number;
  readonly input: Pair;
  readonly output: Pair;
  readonly kernel: Pair;
  readonly stride: 1 | 2;
  /** Rows and columns of zeros before the input. */
  readonly low: Pair;
  /** Vectors side by side in strips that touch no border. */
  readonly vectors: 1 | 2;
  readonly epilogue: Epilogue;
}

/** Weights of so many taps stay in registers. */
export const KEPT_TAPS = 9;

export function buildDepthwise(module: ModuleBuilder, shape: DepthwiseShape): void {
  const { planes, channels, planesPerTask, input, output, kernel } = shape;
  const convolve = emitPlane(module, shape);
  const body = module.function(3, (f, [task, , args]) => {
    const first = f.i32(task!.mul(planesPerTask));
    const end = f.i32(first.add(planesPerTask));
    f.if(end.gt(planes), () => end.set(planes));
    f.range(first, end, 1, (plane) => {
      const channel = f.i32(plane.remU(channels));
      f.call(
        convolve,
        argument(args!, "input").add(plane.mul(input[0] * input[1] * 4)),
        argument(args!, "output").add(plane.mul(output[0] * output[1] * 4)),
        argument(args!, "weights").add(channel.mul(kernel[0] * kernel[1] * 4)),
        argument(args!, "bias").add(channel.shl(2)),
      );
    });
  });
  exportParallel(module, "depthwise", body);
}

/** Function (x, y, weights, bias): one plane, strip by strip. */
function emitPlane(module: ModuleBuilder, shape: DepthwiseShape): FunctionRef {
  const { input, output, kernel, stride, low, vectors } = shape;
  const width = output[1];
  return module.function(4, (f, [x, y, weights, bias]) => {
    const strip = new Strip(f, shape, x!, y!, weights!, bias!);
    const touchesBorder = (column: number) => {
      const first = column * stride - low[1];
      return first < 0 || first + 3 * stride + kernel[1] - 1 + (stride - 1) * 4 >= input[1];
    };
    const starts = Array.from({ length: Math.floor(width / 4) }, (_, i) => i * 4);
    const inner = starts.filter((column) => !touchesBorder(column));
    for (const column of starts.filter(touchesBorder)) strip.at(column);
    if (width % 4 > 0) strip.at(width - 4); // overlaps its neighbour
    const [first = 0] = inner;
    const whole = Math.floor(inner.length / vectors) * vectors;
    f.range(first, first + whole * 4, vectors * 4, (column) => strip.from(column, vectors));
    if (whole < inner.length) strip.at(inner.at(-1)!);
  });
}

/** Emits the code of strips. */
class Strip {
  readonly #f: FunctionBuilder;
  readonly #shape: DepthwiseShape;
  readonly #pointers: readonly LocalI32[];
  readonly #weights: LocalI32;
  readonly #kept: readonly LocalV128[];
  readonly #bias: LocalV128;
  readonly #weight: LocalV128;
  readonly #x: LocalI32;
  readonly #y: LocalI32;
  readonly #sums: LocalV128[][];
  readonly #columns: LocalV128[];
  readonly #deinterleaved: LocalV128[];

  constructor(
    f: FunctionBuilder,
    shape: DepthwiseShape,
    x: LocalI32,
    y: LocalI32,
    weights: LocalI32,
    bias: LocalI32,
  ) {
    this.#f = f;
    this.#shape = shape;
    this.#pointers = [x, y];
    this.#weights = weights;
    const taps = shape.kernel[0] * shape.kernel[1];
    this.#kept = Array.from({ length: taps <= KEPT_TAPS ? taps : 0 }, (_, tap) =>
      f.v128(weights.v128LoadSplat(tap * 4)),
    );
    this.#bias = f.v128(bias.v128LoadSplat());
    this.#weight = f.v128();
    this.#x = f.i32();
    this.#y = f.i32();
    this.#sums = Array.from({ length: Math.ceil(shape.kernel[0] / shape.stride) }, () =>
      f.v128s(shape.vectors),
    );
    this.#columns = f.v128s(shape.vectors);
    this.#deinterleaved = f.v128s(3);
  }

  /** Four columns at a place that is known. */
  at(column: number): void {
    this.#move(column * this.#shape.stride * 4, column * 4);
    this.#emit(column, 1);
  }

  /** `vectors` · 4 columns that touch no border. */
  from(column: LocalI32, vectors: number): void {
    this.#move(column.mul(this.#shape.stride * 4), column.mul(4));
    this.#emit(null, vectors);
  }

  #move(input: Parameters<LocalI32["add"]>[0], output: Parameters<LocalI32["add"]>[0]): void {
    const [x, y] = this.#pointers;
    this.#x.set(x!.add(input));
    this.#y.set(y!.add(output));
  }

  /** Going down the input rows; the sums of output row o wait in place o mod `places`. */
  #emit(column: number | null, vectors: number): void {
    const { input, output, kernel, stride, low } = this.#shape;
    const [rows] = kernel;
    const places = this.#sums.length;
    const place = (out: number) => this.#sums[((out % places) + places) % places]!;
    const begin = (out: number) => {
      for (let v = 0; v < vectors; v++) place(out)[v]!.set(this.#bias);
    };
    /** The output rows that see an input row, those outside included. */
    const seenBy = (row: number) =>
      Array.from({ length: rows }, (_, ky) => ({ ky, out: (row + low[0] - ky) / stride })).filter(({ out }) =>
        Number.isInteger(out),
      );
    const exists = ({ out }: { out: number }) => out >= 0 && out < output[0];
    const inputRow = (row: number) => {
      const targets = seenBy(row).filter(exists);
      this.#addRow(
        column,
        vectors,
        targets.map(({ ky, out }) => ({ ky, sums: place(out) })),
      );
      this.#x.increase(input[1] * 4);
      const complete = targets.find(({ ky }) => ky === rows - 1);
      if (complete) {
        this.#write(place(complete.out), vectors);
        begin(complete.out);
      }
    };
    for (let out = 0; out < places; out++) begin(out);
    // rows whose outputs all exist repeat in cycles
    const cycle = places * stride;
    const all = Array.from({ length: input[0] }, (_, row) => row);
    const isSteady = (row: number) => seenBy(row).every(exists);
    const first = all.find(isSteady) ?? input[0];
    const steady = all.findIndex((row) => row >= first && !isSteady(row));
    const cycles = Math.floor(((steady < 0 ? input[0] : steady) - first) / cycle);
    for (let row = 0; row < first; row++) inputRow(row);
    this.#f.repeat(cycles, () => {
      for (let row = first; row < first + cycle; row++) inputRow(row);
    });
    for (let row = first + cycles * cycle; row < input[0]; row++) inputRow(row);
    // outputs whose last rows lie below the input
    const below = Array.from({ length: output[0] }, (_, out) => out).filter(
      (out) => out * stride - low[0] + rows > input[0],
    );
    for (const out of below) {
      this.#write(place(out), vectors);
      begin(out);
    }
  }

  /** Adds one input row, times its row of weights, to each of the sums. */
  #addRow(
    column: number | null,
    vectors: number,
    targets: readonly { ky: number; sums: readonly LocalV128[] }[],
  ): void {
    if (targets.length === 0) return;
    const { kernel } = this.#shape;
    for (let kx = 0; kx < kernel[1]; kx++) {
      this.#load(column, vectors, kx);
      for (const { ky, sums } of targets) {
        const tap = ky * kernel[1] + kx;
        const factor = this.#kept[tap] ?? this.#weight;
        if (factor === this.#weight) factor.set(this.#weights.v128LoadSplat(tap * 4));
        for (let v = 0; v < vectors; v++) multiplyAdd(sums[v]!, factor, this.#columns[v]!);
      }
    }
  }

  /** The inputs that kernel column `kx` sees. */
  #load(column: number | null, vectors: number, kx: number): void {
    const { stride, low } = this.#shape;
    const at = kx - low[1];
    if (stride === 1) {
      for (let v = 0; v < vectors; v++) this.#columns[v]!.set(this.#four(column, at + v * 4));
      return;
    }
    // columns at, at + 2, at + 4, at + 6: every second of eight, which give two kernel columns; a third follows
    // from the first with one more input
    const [even, odd, next] = this.#deinterleaved as [LocalV128, LocalV128, LocalV128];
    const which = kx % 2 === 0 ? even : odd;
    if (kx === 0) {
      next.set(this.#four(column, at + 4));
      odd.set(this.#four(column, at));
      even.set(odd.shuffle(next, [0, 2, 4, 6]));
      odd.set(odd.shuffle(next, [1, 3, 5, 7]));
    } else if (kx >= 2) which.set(which.shuffle(this.#four(column, at + 3), [1, 2, 3, 7]));
    this.#columns[0]!.set(which);
  }

  /** Four inputs `at` columns from the strip's first; zeros where a strip at the border sees none. */
  #four(column: number | null, at: number): V128 {
    const width = this.#shape.input[1];
    const first = column === null ? 0 : column * this.#shape.stride + at;
    if (column === null || (first >= 0 && first + 3 < width)) return this.#x.v128Load(at * 4);
    const inside = Math.max(0, Math.min(width - 4, first));
    const lanes = [0, 1, 2, 3].map((lane) => {
      const position = first + lane;
      return position < 0 || position >= width ? 0 : 4 + position - inside;
    });
    return f32x4(0).shuffle(this.#x.v128Load((at + inside - first) * 4), lanes);
  }

  #write(sums: readonly LocalV128[], vectors: number): void {
    const { epilogue, output } = this.#shape;
    for (let v = 0; v < vectors; v++) this.#f.v128Store(this.#y, applyEpilogue(sums[v]!, epilogue), v * 16);
    this.#y.increase(output[1] * 4);
  }
}
