/**
 * Copies planes into larger ones with zeros (or another number) around, so that the kernels behind need not look at borders.
 *
 * [planes, D, H, W] → [planes, D', H', W'], with the input at offset `low`; task = a few planes.
 */
import { exportParallel } from "../runtime/control.ts";
import type { Runtime } from "../runtime/index.ts";
import type { Kernel } from "../runtime/kernel-cache.ts";
import { type FunctionBuilder, f32x4, type I32, type LocalI32 } from "../wasm/index.ts";
import { copyFloats, fillFloats } from "./arithmetic.ts";
import { product, type Triple } from "./geometry.ts";
import { ARGUMENT, argument, type Stage } from "./plan.ts";

export interface Padding {
  readonly planes: number;
  readonly from: Triple;
  readonly to: Triple;
  readonly low: Triple;
  /** What surrounds the input, if not 0. */
  readonly fill?: number;
  /** Tell the plan when a number is NaN or infinite. */
  readonly watchFinite?: boolean;
}

/** Floats that one task copies: some microseconds of work. */
const FLOATS_PER_TASK = 16384;

/** The stage that pads the input into the workspace. */
export function padStage(runtime: Runtime, padding: Padding): Stage {
  const perTask = Math.max(1, Math.floor(FLOATS_PER_TASK / product(padding.to)));
  return {
    entry: padKernel(runtime, padding, perTask).entry("pad"),
    tasks: Math.ceil(padding.planes / perTask),
  };
}

function padKernel(runtime: Runtime, padding: Padding, perTask: number): Kernel {
  const { planes, from, to } = padding;
  return runtime.kernels.get(`pad ${JSON.stringify(padding)}`, (module) => {
    const body = module.function(3, (f, [task, , args]) => {
      const first = f.i32(task!.mul(perTask));
      const end = f.i32(first.add(perTask));
      f.if(end.gt(planes), () => end.set(planes));
      const source = f.i32(argument(args!, "input").add(first.mul(product(from) * 4)));
      const target = f.i32(argument(args!, "workspace").add(first.mul(product(to) * 4)));
      const watch = f.v128();
      f.range(first, end, 1, () => emitPadPlane(f, target, source, padding, watch));
      if (padding.watchFinite) {
        const sum = f.f32(
          watch
            .lane(0)
            .add(watch.lane(1))
            .add(watch.lane(2).add(watch.lane(3))),
        );
        f.if(sum.ne(sum), () => f.i32Store(args!, 1, ARGUMENT.notFinite));
      }
    });
    exportParallel(module, "pad", body);
  });
}

/** Writes one padded plane and moves both pointers past it. `watch` collects NaN (x · 0 is 0 for all finite x). */
export function emitPadPlane(
  f: FunctionBuilder,
  target: LocalI32,
  source: LocalI32,
  { from, to, low, fill = 0, watchFinite }: Padding,
  watch?: ReturnType<FunctionBuilder["v128"]>,
): void {
  const [depth, height, width] = from;
  const [, paddedHeight, paddedWidth] = to;
  const gap = paddedWidth - width; // the end of one row and the start of the next are one run of zeros
  const leading = (low[0] * paddedHeight + low[1]) * paddedWidth + low[2];
  const between = (paddedHeight - height) * paddedWidth;
  const row = () =>
    copyFloats(f, target, source, width, (value) => {
      if (watchFinite && watch) watch.set(watch.add(value.mul(f32x4(0))));
      return value;
    });
  const slice = () => {
    f.repeat(height - 1, () => {
      row();
      fillFloats(f, target, gap, fill);
    });
    row();
  };
  fillFloats(f, target, leading, fill);
  f.repeat(depth - 1, () => {
    slice();
    fillFloats(f, target, gap + between, fill);
  });
  slice();
  fillFloats(f, target, product(to) - leading - extent(from, to), fill);
}

/** Floats from the input's first to its last, inside the padded plane. */
function extent([depth, height, width]: Triple, [, paddedHeight, paddedWidth]: Triple): number {
  return ((depth - 1) * paddedHeight + height - 1) * paddedWidth + width;
}

/** Where the convolution kernels read: the input itself, or its padded copy in the workspace. */
export type Source = "input" | "workspace";

export function sourceAddress(args: LocalI32, source: Source): I32 {
  return argument(args, source);
}
