/**
 * A graph of layers as an ONNX file that any runtime computes alike. Free sizes stay free.
 *
 *   const file = exportOnnx({ name: "Net", inputs: [{ name: "x", shape: [symbol("N"), 3, 32, 32] }], nodes, outputs });
 *   writeFileSync("net.onnx", writeOnnx(file));
 */
import { format, isUnknown, type Shape, torchFunctions } from "../../specs/index.ts";
import type { DeclaredDim, ValueInfo } from "../format/model.ts";
import type { NodeToWrite, OnnxFile } from "../format/write.ts";
import { activationExporters } from "./activation.ts";
import { arithmeticExporters } from "./arithmetic.ts";
import { arrangeExporters } from "./arrange.ts";
import { attentionExporters } from "./attention.ts";
import { convExporters } from "./conv.ts";
import { Emitter } from "./emitter.ts";
import { ExportCall, type Exporter, type ExportNode } from "./export-call.ts";
import { linearExporters } from "./linear.ts";
import { normExporters } from "./norm.ts";
import { padExporters } from "./pad.ts";
import { pickExporters } from "./pick.ts";
import { poolExporters } from "./pool.ts";
import { recurrentExporters } from "./recurrent.ts";
import { tfjsExporters } from "./tfjs.ts";
import { upsampleExporters } from "./upsample.ts";

export interface ExportGraph {
  readonly name: string;
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: Shape;
    /** Whole numbers: indices of a table. */
    readonly whole?: boolean;
  }[];
  /** In an order in which they can be computed. `outputs`: names for later nodes, one an output. */
  readonly nodes: readonly (ExportNode & { readonly outputs: readonly string[] })[];
  /** `value`: a name of a node's output or of an input. */
  readonly outputs: readonly { readonly name: string; readonly value: string; readonly shape: Shape }[];
  /** Tensors that no layer owns: parameters and constants of the source. */
  readonly constants?: ReadonlyMap<
    string,
    { readonly shape: readonly number[]; readonly data: Float32Array }
  >;
}

export interface ExportOptions {
  /** 21, or an older one for older runtimes; at least 17. */
  readonly opset?: number;
}

const exporters: Readonly<Record<string, Exporter>> = {
  ...convExporters,
  ...linearExporters,
  ...activationExporters,
  ...poolExporters,
  ...normExporters,
  ...padExporters,
  ...arrangeExporters,
  ...upsampleExporters,
  ...recurrentExporters,
  ...attentionExporters,
  ...arithmeticExporters,
  ...pickExporters,
};

/** A function that a layer's kernel computes is exported as that layer. */
function exporterOf(name: string, library: ExportNode["library"] = "torch"): Exporter | undefined {
  if (library === "tfjs") return Object.hasOwn(tfjsExporters, name) ? tfjsExporters[name] : undefined;
  const own = Object.hasOwn(exporters, name) ? name : (torchFunctions.get(name)?.kernel ?? name);
  return Object.hasOwn(exporters, own) ? exporters[own] : undefined;
}

/** Whether a layer or function of this name has a form in ONNX; some of its arguments may have none still. */
export const isExportable = (name: string, library?: ExportNode["library"]): boolean =>
  exporterOf(name, library) !== undefined;

/** IR versions that came with the operator sets. */
const IR_VERSIONS: Readonly<Record<number, number>> = { 17: 8, 18: 8, 19: 9, 20: 9, 21: 10 };

/** Throws an ExportError for the first layer that has no exact form in ONNX. */
export function exportOnnx(graph: ExportGraph, { opset = 21 }: ExportOptions = {}): OnnxFile {
  const irVersion = IR_VERSIONS[opset];
  if (irVersion === undefined)
    throw new RangeError(`ONNX is written with operator set 17 to 21, not ${opset}`);
  const emit = new Emitter(opset);
  const values = new Map<string, string>();
  for (const { name, shape, whole } of graph.inputs) {
    values.set(name, emit.fresh(name));
    emit.observe(name, shape);
    if (whole) emit.wholes.add(name);
  }
  for (const { name } of graph.outputs) emit.fresh(name);
  for (const [name, { shape, data }] of graph.constants ?? [])
    values.set(name, emit.weight(name, shape, data));
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => values.get(name)!);
    const call = new ExportCall({ ...node, inputs }, emit);
    const exporter = exporterOf(node.name, node.library);
    if (!exporter) throw call.refuse(reasonFor(node.name));
    const results = node.channelsLast ? channelsFirst(call, exporter) : exporter(call);
    for (const [i, name] of node.outputs.entries()) {
      const result = results[i];
      if (result === undefined) continue;
      values.set(name, result);
      emit.observe(result, node.outputShapes[i] ?? null);
    }
  }
  const nodes = needed(named(emit, graph.outputs, values), graph.outputs);
  const used = new Set(nodes.flatMap((node) => node.inputs));
  return {
    irVersion,
    opset,
    producer: "convlens",
    graph: {
      name: graph.name,
      inputs: graph.inputs.map(({ name, shape, whole }) =>
        declared(name, shape, whole ? "int64" : "float32"),
      ),
      outputs: graph.outputs.map(({ name, shape }) => declared(name, shape, "float32")),
      nodes,
      weights: emit.weights.filter(({ name }) => used.has(name)),
    },
  };
}

/** A layer whose channels stand last, as ONNX has it: first, and transposed back. */
function channelsFirst(call: ExportCall, exporter: Exporter): readonly string[] {
  const { node, emit } = call;
  const rank = call.shape.length;
  const between = Array.from({ length: rank - 2 }, (_, axis) => axis + 1);
  const toFirst = (shape: Shape): Shape =>
    shape && [shape[0]!, shape[rank - 1]!, ...between.map((axis) => shape[axis]!)];
  const inside = new ExportCall(
    {
      ...node,
      inputs: [call.transpose(call.input, [0, rank - 1, ...between])],
      inputShapes: node.inputShapes.map(toFirst),
      outputShapes: node.outputShapes.map(toFirst),
    },
    emit,
  );
  const back = [0, ...between.map((axis) => axis + 1), 1];
  return exporter(inside).map((value) => call.transpose(value, back));
}

const reasonFor = (name: string): string =>
  /Loss$|^(crossEntropy|nllLoss|binaryCrossEntropy)/.test(name)
    ? "losses are for training"
    : (Object.hasOwn(REASONS, name) && REASONS[name]) ||
      "it has no exact form in ONNX, or its arguments are not known";

const REASONS: Readonly<Record<string, string>> = {
  masking: "later layers leave out what it masks, which ONNX has no word for",
  convLstm2d: "ONNX has no recurrent layer that convolves",
  rnn: "ONNX's recurrent operators have cells of their own",
  stackedRNNCells: "ONNX's recurrent operators have cells of their own",
};

/** Without nodes that no output depends on: second results that nobody takes. */
function needed(nodes: readonly NodeToWrite[], outputs: ExportGraph["outputs"]): NodeToWrite[] {
  const wanted = new Set(outputs.map(({ name }) => name));
  const kept = [...nodes].reverse().filter((node) => {
    if (!node.outputs.some((name) => wanted.has(name))) return false;
    for (const name of node.inputs) wanted.add(name);
    return true;
  });
  return kept.reverse();
}

/** The nodes, with the values that are outputs under their names. */
function named(
  emit: Emitter,
  outputs: ExportGraph["outputs"],
  values: ReadonlyMap<string, string>,
): NodeToWrite[] {
  const renamed = new Map<string, string>();
  const copies: NodeToWrite[] = [];
  const made = new Set(emit.nodes.flatMap((node) => node.outputs));
  for (const { name, value } of outputs) {
    const from = values.get(value)!;
    if (made.has(from) && !renamed.has(from)) renamed.set(from, name);
    else
      copies.push({
        name: `${name}/Identity`,
        op: "Identity",
        inputs: [renamed.get(from) ?? from],
        outputs: [name],
      });
  }
  const rename = (name: string): string => renamed.get(name) ?? name;
  return [
    ...emit.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    })),
    ...copies,
  ];
}

const declared = (name: string, shape: Shape, type: string): ValueInfo => ({
  name,
  kind: "tensor",
  type,
  dims:
    shape?.map((dim): DeclaredDim => (typeof dim === "number" ? dim : isUnknown(dim) ? null : format(dim))) ??
    null,
});
