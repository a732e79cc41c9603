/**
 * Keeps every n-th number of a plane's rows and columns: what a 1×1 convolution with a stride sees, which is an ordinary
 * matrix product then.
 *
 * [planes, D, H, W] → [planes, …output] in the workspace; task = a few planes.
 */
import { exportParallel } from "../runtime/control.ts";
import type { Runtime } from "../runtime/index.ts";
import { forRuns, loadStrided, storeFloats } from "./arithmetic.ts";
import { product, type Triple } from "./geometry.ts";
import { argument, type Stage } from "./plan.ts";

export interface Subsampling {
  readonly planes: number;
  readonly from: Triple;
  readonly to: Triple;
  readonly stride: Triple;
}

/** Floats that one task writes: some microseconds of work. */
const FLOATS_PER_TASK = 4096;

/** The stage that writes the kept numbers into the workspace. */
export function subsampleStage(runtime: Runtime, shape: Subsampling): Stage {
  const { planes, from, to, stride } = shape;
  const perTask = Math.max(1, Math.floor(FLOATS_PER_TASK / product(to)));
  const kernel = runtime.kernels.get(`subsample ${JSON.stringify(shape)}`, (module) => {
    const body = module.function(3, (f, [task, , args]) => {
      const first = f.i32(task!.mul(perTask));
      const end = f.i32(first.add(perTask));
      f.if(end.gt(planes), () => end.set(planes));
      const plane = f.i32(argument(args!, "input").add(first.mul(product(from) * 4)));
      const target = f.i32(argument(args!, "workspace").add(first.mul(product(to) * 4)));
      const [slice, row, x] = [f.i32(), f.i32(), f.i32()];
      f.range(first, end, 1, () => {
        slice.set(plane);
        f.repeat(to[0], () => {
          row.set(slice);
          f.repeat(to[1], () => {
            x.set(row);
            forRuns(f, to[2], [target], (offset, floats) => {
              storeFloats(f, target, loadStrided(x, stride[2], floats), floats, offset);
              x.increase(floats * stride[2] * 4);
            });
            row.increase(stride[1] * from[2] * 4);
          });
          slice.increase(stride[0] * from[1] * from[2] * 4);
        });
        plane.increase(product(from) * 4);
      });
    });
    exportParallel(module, "subsample", body);
  });
  return { entry: kernel.entry("subsample"), tasks: Math.ceil(planes / perTask) };
}
