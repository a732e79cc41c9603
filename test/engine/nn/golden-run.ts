/** One golden value case through the public API: shared by the tests in Node and in browsers. */
import type { nn, Tensor } from "@convlens/engine";
import type { Args } from "@convlens/engine/specs";

export interface ValueRow {
  readonly id: string;
  readonly layer: string;
  readonly args: Record<string, unknown>;
  readonly call?: Record<string, unknown>;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly expected_shapes: readonly (readonly number[])[];
  readonly state?: Readonly<Record<string, string>>;
  readonly repr?: string;
  readonly materialized?: { readonly repr: string };
  readonly train?: boolean;
}
export interface RawTensor {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}
/** The parts of the engine that a case needs. */
export interface Engine {
  readonly nn: object;
  readonly Tensor: { from(data: ArrayLike<number>, shape: readonly number[]): Tensor };
  callFunction(name: string, inputs: readonly Tensor[], args: Args): Tensor[];
}

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const camelArgs = (args: Record<string, unknown>): Args =>
  Object.fromEntries(Object.entries(args).map(([name, value]) => [camel(name), value])) as Args;

/** The largest relative error (norm) of the case's outputs. Throws where a shape or a repr differs. */
export function runRow(engine: Engine, row: ValueRow, tensors: ReadonlyMap<string, RawTensor>): number {
  const read = (name: string): Tensor =>
    engine.Tensor.from(tensors.get(name)!.data, tensors.get(name)!.shape);
  const outputs = compute(engine, row, row.inputs.map(read), read);
  const shapes = JSON.stringify(outputs.map(({ shape }) => shape));
  if (shapes !== JSON.stringify(row.expected_shapes))
    throw new Error(`${row.id}: shapes ${shapes} instead of ${JSON.stringify(row.expected_shapes)}`);
  return Math.max(...row.outputs.map((name, i) => relativeError(outputs[i]!.data, tensors.get(name)!.data)));
}

function compute(
  engine: Engine,
  row: ValueRow,
  inputs: readonly Tensor[],
  read: (name: string) => Tensor,
): Tensor[] {
  const args = camelArgs(row.args);
  const fn = /^(?:torch|Tensor|F)\.(\w+)$/.exec(row.layer)?.[1];
  if (fn) {
    const two = /^permute_(view|reshape)$/.exec(fn);
    if (!two) return engine.callFunction(fn, inputs, args);
    return engine.callFunction(two[1]!, engine.callFunction("permute", inputs, { dims: args.dims! }), {
      shape: args.shape!,
    });
  }
  const Layer = (engine.nn as Record<string, new (options: Args) => nn.Layer>)[row.layer]!;
  const layer = new Layer(args);
  layer.train(row.train === true);
  const call = camelArgs(row.call ?? {});
  checkRepr(row, String(layer), row.repr);
  if (row.materialized) {
    layer.forward(...inputs, call);
    checkRepr(row, String(layer), row.materialized.repr);
  }
  const state = Object.entries(row.state ?? {});
  if (state.length > 0)
    layer.loadStateDict(Object.fromEntries(state.map(([key, name]) => [key, read(name)])));
  return [layer.forward(...inputs, call)].flat(2) as Tensor[];
}

function checkRepr({ id }: ValueRow, ours: string, theirs: string | undefined): void {
  if (theirs !== undefined && ours !== theirs) throw new Error(`${id}: prints ${ours} instead of ${theirs}`);
}

/** ‖ours − theirs‖ / ‖theirs‖ over the finite values; the others must be the same. */
export function relativeError(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
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
