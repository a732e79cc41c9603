/** Figures of a hover: bytes of a tensor, receptive field and jump of a layer. */
import { bitsOf } from "@convlens/engine/onnx";
import {
  add,
  type Dim,
  decide,
  eq,
  isOpen,
  isUnknown,
  le,
  mul,
  pretty,
  product,
  type Shape,
  sub,
  substitute,
  sum,
  symbol,
  unknown,
} from "@convlens/engine/specs";
import { macsOf } from "../facts/macs.ts";
import type { Application } from "../facts/values.ts";
import { t } from "../texts/index.ts";

/** Bytes of a tensor, of numbers of 32 bits where its element type is not known; of texts they are unknown. */
export function bytesOf(shape: Shape, type = "float32"): Dim | undefined {
  const each = bitsOf(type) / 8;
  return shape && Number.isInteger(each) && each > 0 ? mul(each, cellsOf(shape)) : undefined;
}

/** A batch that TensorFlow.js leaves open counts as N examples. */
function cellsOf([batch, ...item]: readonly Dim[]): Dim {
  return product(batch === undefined ? [] : [isOpen(batch) ? symbol("N") : batch, ...item]);
}

/** "1.2 MB" for a number, "480000·N B" for an expression. */
export function showBytes(bytes: Dim): string {
  if (typeof bytes !== "number") return `${pretty(bytes)} B`;
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toPrecision(3)} KB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toPrecision(3)} MB` : `${(bytes / 1e9).toPrecision(3)} GB`;
}

/** "11.7 M", "1.81 G": counts as people say them. */
export function showCount(count: Dim): string {
  if (typeof count !== "number") return pretty(count);
  if (count < 1e4) return count.toLocaleString("en-US");
  const [unit, scale] =
    count < 1e6 ? ["K", 1e3] : count < 1e9 ? ["M", 1e6] : count < 1e12 ? ["G", 1e9] : (["T", 1e12] as const);
  return `${(count / (scale as number)).toPrecision(3)} ${unit}`;
}

/** "118 K × N" where the amount grows with the batch. */
export function perItem(amount: Dim, show: (amount: Dim) => string): string {
  const one = substitute(amount, { N: 1 });
  return one === amount ? show(amount) : `${show(one)} × N`;
}

/** "7, jump 2", "7 × 9, jump 2"; undefined where it has no end or is not known. */
export function fieldText(application: Application): string | undefined {
  const size = fieldSize(application);
  return size && t("{0}, jump {1}", size, pretty(receptiveField(application)![0]!.jump));
}

/** "7", "7 × 9" */
export function fieldSize(application: Application): string | undefined {
  const field = receptiveField(application);
  if (!field?.length) return undefined;
  const sizes = new Set(field.map(({ size }) => pretty(size)));
  return sizes.size === 1 ? [...sizes][0] : field.map((axis) => pretty(axis.size)).join(" × ");
}

/** What a part of a model comes to; a layer that is used twice has its parameters once. */
export function totalsOf(uses: readonly Application[]): {
  readonly layers: number;
  readonly params: Dim;
  readonly macs: Dim;
} {
  const seen = new Set<number>();
  const own = uses.filter(({ layer }) => layer && !seen.has(layer.id) && seen.add(layer.id));
  return {
    layers: own.length,
    params: sum(own.map(({ params }) => params ?? 0)),
    macs: sum(uses.map((use) => macsOf(use) ?? 0)),
  };
}

export interface ReceptiveField {
  readonly size: Dim; // input cells that one output cell sees
  readonly jump: Dim; // input cells between neighbouring output cells
}

/**
 * r += (k − 1)·d·jump, jump ·= stride, from the input of the model on; the larger one where paths join. Undefined before
 * the first window, and behind what sees the whole map or moves its cells: transposed layers, matrix products, what
 * flattens, enlarges or pools to a given size. Statistics of normalisation count for nothing.
 * Araujo, Norris, Sim: Computing Receptive Fields of Convolutional Neural Networks (2019).
 */
export function receptiveField(application: Application): readonly ReceptiveField[] | undefined {
  const field = fieldAfter(application);
  return field?.length ? field : undefined;
}

/** One size an axis; none before the first window; undefined where there is an end to it. */
type Field = readonly ReceptiveField[] | undefined;

/** By use, which is never changed: each row of a deep model asks for all that stand before it. */
const known = new WeakMap<Application, { readonly field: Field }>();

function fieldAfter(use: Application): Field {
  const before = known.get(use);
  if (before) return before.field;
  known.set(use, { field: undefined }); // guards against cycles
  const field = fieldFrom(use);
  known.set(use, { field });
  return field;
}

function fieldFrom(use: Application): Field {
  const before = use.inputs.map(({ producer }) => (producer ? fieldAfter(producer) : []));
  if (!before.every((field) => field !== undefined) || use.failed) return undefined;
  const started = before.filter(({ length }) => length > 0);
  const geometry = use.spec.geometry?.(use.args);
  if (geometry) {
    const { windows, transposed } = geometry;
    const start = started[0] ?? windows.map((): ReceptiveField => ({ size: 1, jump: 1 }));
    return transposed || start.length !== windows.length
      ? undefined
      : windows.map((w, i) => step(start[i]!, w));
  }
  if (mixesPlaces(use)) return undefined;
  if (started.length === 0) return [];
  const joined = started.every(({ length }) => length === started[0]!.length) && keepsPlaces(use);
  return joined ? widest(started) : undefined;
}

/** A cell that takes more than a scale and a shift, or products not known, is computed of others: Linear, attention. */
function mixesPlaces(use: Application): boolean {
  const macs = macsOf(use) ?? 0;
  if (macs === 0) return false;
  const cells = sum(use.outputs.map(({ shape }) => cellsOf(shape ?? [unknown])));
  return isUnknown(macs) || decide(le(macs, mul(2, cells))) !== true;
}

/** Whether each cell comes of those at its place: the shape stays, but for the axis that several are joined along. */
function keepsPlaces({ inputs, outputs, spec }: Application): boolean {
  if (spec.margins) return true;
  const after = outputs[0]?.shape;
  const mayDiffer = inputs.length > 1 ? 1 : 0;
  return inputs.every(({ shape, producer }) => {
    if (!producer) return true; // a number, a learned tensor
    if (!after || shape?.length !== after.length) return false;
    const differ = shape.filter(
      (size, axis) => size !== after[axis] && decide(eq(size, after[axis]!)) !== true,
    );
    return differ.length <= mayDiffer;
  });
}

function step(field: ReceptiveField, w: { kernel: Dim; dilation: Dim; stride: Dim }): ReceptiveField {
  return {
    size: add(field.size, mul(mul(sub(w.kernel, 1), w.dilation), field.jump)),
    jump: mul(field.jump, w.stride),
  };
}

/** The largest field of the joined paths where all are numbers. */
function widest(fields: readonly (readonly ReceptiveField[])[]): readonly ReceptiveField[] {
  return fields[0]!.map((_, axis) =>
    fields
      .map((field) => field[axis]!)
      .reduce((best, other) =>
        typeof other.size === "number" && typeof best.size === "number" && other.size > best.size
          ? other
          : best,
      ),
  );
}

export const isKnown = (dim: Dim | undefined): dim is Dim => dim !== undefined && !isUnknown(dim);
