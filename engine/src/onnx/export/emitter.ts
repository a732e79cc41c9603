/** Collects the nodes and constants of a file that is being made. */
import { ConvLensError } from "../../errors/convlens-error.ts";
import { type Dim, isUnknown, type Shape } from "../../specs/index.ts";
import type { Attribute } from "../format/model.ts";
import type { NodeToWrite, WeightToWrite } from "../format/write.ts";

/** A layer that has no form in ONNX, or none that is exact: its message says which and why. */
export class ExportError extends ConvLensError {
  constructor(message: string) {
    super(message, "onnx-export", "ExportError");
  }
}

/** A learned tensor; the engine's Tensor is one. */
export interface WeightValues {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const CONSTANT = "constant_";
/** Whether a tensor of a written file is a number of the computation, not a learned one. */
export const isConstant = (name: string): boolean => name.startsWith(CONSTANT);

export class Emitter {
  readonly opset: number;
  readonly nodes: NodeToWrite[] = [];
  private readonly weightsByName = new Map<string, WeightToWrite>();
  private readonly constants = new Map<string, string>();
  private readonly names = new Set<string>();
  /** Where a free size can be read at run time: an axis of a value. */
  readonly sizes = new Map<Dim, { readonly value: string; readonly axis: number }>();
  private readonly shapes = new Map<string, string>();
  /** Values of whole numbers; all others are float32. */
  readonly wholes = new Set<string>();

  constructor(opset: number) {
    this.opset = opset;
  }

  get weights(): readonly WeightToWrite[] {
    return [...this.weightsByName.values()];
  }

  /** A name that nothing else has. */
  fresh(stem: string): string {
    let name = stem;
    for (let i = 1; this.names.has(name); i++) name = `${stem}_${i}`;
    this.names.add(name);
    return name;
  }

  /** Appends a node; its outputs are named after it. */
  node(
    label: string,
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    outputs = 1,
  ): string[] {
    const name = this.fresh(`${label}/${op}`);
    const results = Array.from({ length: outputs }, (_, i) =>
      this.fresh(outputs === 1 ? `${name}:0` : `${name}:${i}`),
    );
    this.nodes.push({ name, op, inputs, outputs: results, attributes });
    return results;
  }

  /** Notes the free sizes of a value that is there from now on. */
  observe(value: string, shape: Shape): void {
    for (const [axis, size] of (shape ?? []).entries())
      if (typeof size !== "number" && !isUnknown(size) && !this.sizes.has(size))
        this.sizes.set(size, { value, axis });
  }

  /** The shape of a value as a tensor, computed once. */
  shapeOf(value: string, label: string): string {
    const known = this.shapes.get(value) ?? this.node(label, "Shape", [value])[0]!;
    this.shapes.set(value, known);
    return known;
  }

  /** A learned tensor under its own name, once however often it is used. */
  weight(name: string, dims: readonly number[], data: Float32Array): string {
    if (!this.weightsByName.has(name)) {
      this.names.add(name);
      this.weightsByName.set(name, { name, type: "float32", dims, data: bytesOf(data) });
    }
    return name;
  }

  /** Whole numbers as a tensor of one axis, or of none. */
  ints(values: readonly number[], scalar = false): string {
    const data = new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
    return this.constant("int64", scalar ? [] : [values.length], data, `${scalar}${values.join()}`);
  }
  floats(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.constant(
      "float32",
      dims,
      bytesOf(Float32Array.from(values)),
      `${dims.join("x")}:${values.join()}`,
    );
  }
  scalar(value: number): string {
    return this.floats([value], []);
  }

  private constant(type: string, dims: readonly number[], data: Uint8Array, content: string): string {
    const key = `${type} ${content}`;
    const known = this.constants.get(key);
    if (known) return known;
    const name = this.fresh(CONSTANT + this.constants.size);
    this.constants.set(key, name);
    this.weightsByName.set(name, { name, type, dims, data });
    return name;
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
