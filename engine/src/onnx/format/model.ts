/**
 * An ONNX file as plain data, without its weights: what a reader finds and a checker needs.
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 *
 *   { irVersion: 10, opsets: { "": 21 }, graph: { inputs: [{ name: "x", kind: "tensor", type: "float32", dims: ["N", 3, 224, 224] }], … } }
 */

export interface OnnxModel {
  readonly irVersion: number;
  /** Version of each operator set by its domain; ONNX's own has the domain "". */
  readonly opsets: Readonly<Record<string, number>>;
  readonly producer: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly graph: OnnxGraph;
  /** Operators that the model defines itself, by `domain:name`; they are not looked into. */
  readonly functions: readonly string[];
}

export interface OnnxGraph {
  readonly name: string;
  /** As declared: initializers may be among them, and then need not be fed. */
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** What the exporter noted of values in between; it binds nobody. */
  readonly values: readonly ValueInfo[];
  readonly initializers: readonly TensorInfo[];
  /** In the order of computation. */
  readonly nodes: readonly OnnxNode[];
}

/** A size (a number), its name (a string), or one that is left open (null). */
export type DeclaredDim = number | string | null;
export type ValueKind = "tensor" | "sparse" | "sequence" | "map" | "optional" | "unknown";

export interface ValueInfo {
  readonly name: string;
  readonly kind: ValueKind;
  /** Element type of a tensor: "float32", "int64"; undefined where it is not said. */
  readonly type: string | undefined;
  /** null: any rank. */
  readonly dims: readonly DeclaredDim[] | null;
}

export interface TensorInfo {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly number[];
  /** Values of small tensors of numbers, which shapes may depend on; undefined for weights. */
  readonly values: readonly number[] | undefined;
  /** Where a weight's little-endian values lie in this file. */
  readonly raw?: { readonly offset: number; readonly length: number };
  /** Where the values lie in another file. */
  readonly external?: {
    readonly location: string;
    readonly offset: number;
    readonly length: number | undefined;
  };
}

export interface OnnxNode {
  /** Often empty. */
  readonly name: string;
  readonly op: string;
  /** "" for ONNX's own operators. */
  readonly domain: string;
  /** Names of values; "" for one that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** "omitted" stands for what is too long to keep or of a kind that shapes do not need. */
export type Attribute =
  | { readonly kind: "int" | "float"; readonly value: number }
  | { readonly kind: "ints" | "floats"; readonly values: readonly number[] }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "strings"; readonly texts: readonly string[] }
  | { readonly kind: "tensor"; readonly tensor: TensorInfo }
  | { readonly kind: "graph"; readonly graph: OnnxGraph }
  | { readonly kind: "omitted" };
