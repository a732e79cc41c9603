/**
 * What is known of a model file without running it: one plain type for every format (`structuredClone` takes it).
 *
 *   const file = new ModelFiles(nodeHost).read("/site/public/yolo.onnx");
 *   file.inputs      // [{ name: "images", kind: "tensor", type: "float32", dims: [1, 3, 640, 640], required: true }]
 *   file.outputs     // [{ name: "output0", kind: "tensor", type: "float32", dims: [1, 84, 8400], required: true }]
 *   file.parameters  // { tensors: 128, values: 3156000, bytes: 12624000 }
 *   file.problems    // [] — else what is wrong with the file itself
 *
 * A file that cannot be read still gives a ModelFile: `readable` is false, a problem says why, and its inputs and outputs
 * are empty and mean nothing. Which shapes come out for given inputs is `inferModel`'s to say; whether a loader takes the
 * file `loaderProblem`'s.
 */
import type { DeclaredDim, OnnxModel, ValueKind } from "@convlens/engine/onnx";

export type ModelFormat = "onnx" | "tfjs-layers" | "tfjs-graph" | "safetensors" | "unknown";

export interface ModelFile {
  /** Absolute, with forward slashes. */
  readonly path: string;
  readonly format: ModelFormat;
  /** Of the file itself, in bytes, without what lies beside it. */
  readonly size: number;
  /** false: not a model, or cut off. Nothing follows from such a file but its problem. */
  readonly readable: boolean;
  /** In the file's order, which is that of a TensorFlow.js `predict([a, b])`. */
  readonly inputs: readonly ModelInput[];
  readonly outputs: readonly ModelValue[];
  /** How many nodes or layers of each kind, most frequent first. */
  readonly operators: Readonly<Record<string, number>>;
  readonly parameters: Parameters;
  /** Weights that lie in other files: as the file names them, and whether they are there. */
  readonly externalFiles: readonly ExternalFile[];
  /** Who wrote it, and how: "pytorch 2.5.1", "TensorFlow.js tfjs-layers v4.22.0"; "" where it does not say. */
  readonly producer: string;
  /** ONNX's operator sets by domain (its own is ""); empty for other formats. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly problems: readonly FileProblem[];
  /** The network in the terms of its format, for inference and summaries. */
  readonly network: Network;
}

export interface ModelValue {
  /** The key of a feed or a result. */
  readonly name: string;
  /** A second name that is taken too: a graph model's node beside the name in its signature. */
  readonly alias?: string;
  /** "tensor", or what JavaScript runtimes cannot hold: "sequence", "map", "optional", "sparse". */
  readonly kind: ValueKind;
  /** As onnxruntime's JavaScript API names it ("float32", "int64"); undefined where it is not said or not checked. */
  readonly type: string | undefined;
  /** A size, the name of one ("batch"; the same name, the same size), or null for any. null in place of the list: any rank. */
  readonly dims: readonly DeclaredDim[] | null;
}
export interface ModelInput extends ModelValue {
  /** false: it has a value of its own (an ONNX initializer) and may be left out. */
  readonly required: boolean;
}

/** Learned numbers and constants, counted from their declared shapes. */
export interface Parameters {
  readonly tensors: number;
  readonly values: number;
  readonly bytes: number;
}

export interface ExternalFile {
  /** Relative to the model file, as it is written there. */
  readonly location: string;
  readonly exists: boolean;
}

/** Something that is wrong with the file, whatever the program does. */
export interface FileProblem {
  readonly code: "model-file" | "model-format";
  /** "information" where the file may well be right elsewhere: a pointer of Git LFS. */
  readonly severity: "error" | "information";
  /** The predicate of a sentence whose subject is the file: "is an HTML page, not a model". */
  readonly message: string;
}

export type Network =
  | { readonly format: "onnx"; readonly model: OnnxModel }
  | {
      readonly format: "tfjs-layers";
      readonly topology: Topology;
      readonly weights: readonly StoredTensor[];
    }
  | {
      readonly format: "tfjs-graph";
      readonly nodes: readonly GraphNode[];
      readonly weights: readonly StoredTensor[];
      /** `predict` gives an object with these keys, one an output. */
      readonly outputKeys?: readonly string[];
    }
  | {
      readonly format: "safetensors";
      readonly tensors: readonly StoredTensor[];
      readonly metadata: Readonly<Record<string, string>>;
    }
  | { readonly format: "unknown" };

/** A Keras model: Sequential (a chain), or layers that name where their inputs come from. */
export interface Topology {
  readonly name: string;
  readonly sequential: boolean;
  readonly layers: readonly TopologyLayer[];
  readonly inputs: readonly LayerOutput[];
  readonly outputs: readonly LayerOutput[];
}
export interface TopologyLayer {
  readonly name: string;
  /** "Conv2D" */
  readonly className: string;
  /** As written, keys in snake_case. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What each call of the layer takes; empty for inputs, and in a Sequential. */
  readonly calls: readonly (readonly LayerOutput[])[];
  /** A model that is used as a layer. */
  readonly model?: Topology;
}
/** One output of one call of a layer. */
export interface LayerOutput {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
}

/** A node of a TensorFlow graph. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** "conv", "split:1", "^after" */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A tensor whose numbers lie in a file, little-endian. */
export interface StoredTensor {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly number[];
  /** Where; absent where that is not known, or they are written in a way of their own. */
  readonly place?: {
    /** Beside the model file, as if they were one; none: in the model file itself. */
    readonly files: readonly string[];
    readonly offset: number;
    readonly length: number;
  };
  /** Each stored number times `scale`, plus `min`. */
  readonly quantized?: { readonly type: string; readonly scale: number; readonly min: number };
}
