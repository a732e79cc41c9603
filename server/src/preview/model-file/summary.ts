/**
 * A model file as the summary that panels show: its rows, edges, totals and what its header says.
 *
 *   fileSummary(file, "file:///site/yolo.onnx").rows[0]   // { name: "/model.0/conv/Conv", op: "Conv", … }
 */
import {
  type Dim,
  isOpen,
  isUnknown,
  pretty,
  prettyShape,
  type Shape,
  substitute,
  sum,
} from "@convlens/engine/specs";
import { bytesOf, showBytes, showCount } from "../../ide/hover-math.ts";
import {
  declaredInputs,
  inferModel,
  type ModelFile,
  type ModelProblem,
  type ModelRow,
  type ModelShapes,
  type ModelValue,
} from "../../model-files/index.ts";
import { t, translated } from "../../texts/index.ts";
import type { Edge, ModelFileFacts, ModelFileValue, ModelSummary, SummaryRow } from "../protocol.ts";

/** The rows that are shown: constants are values of the nodes that take them. `index`: among all rows of the file. */
export const shownRows = ({ rows }: ModelShapes): { readonly row: ModelRow; readonly index: number }[] =>
  rows.flatMap((row, index) => (row.op === "Constant" || row.op === "Const" ? [] : [{ row, index }]));

export function fileSummary(file: ModelFile, uri: string): ModelSummary {
  const shapes = inferModel(file);
  const inputs = [...declaredInputs(file)].filter(([name]) => isRequired(file, name));
  const one = forOneItem(inputs.map(([, shape]) => shape));
  const shown = shownRows(shapes).map(({ row }) => row);
  const outputs = [...shapes.outputs.values()];
  const rows = rowsOf(file, shown, shapes.problems, one);
  const macs = sum(shown.map((row) => row.macs));
  const bytes = sum(
    shown.flatMap((row) => row.outputs.map((shape, i) => bytesOf(shape, row.types?.[i]) ?? 0)),
  );
  return {
    model: file.path.slice(file.path.lastIndexOf("/") + 1),
    uri,
    models: [],
    inputs: inputs.map(([name, shape]) => ({ name, shape: prettyShape(shape) })),
    outputs: outputs.map(prettyShape),
    rows,
    totals: {
      params: showCount(file.parameters.values),
      macs: amountText(macs, one, showCount),
      bytes: t(
        "{0} of tensors, {1} of weights",
        amountText(bytes, one, showBytes),
        showBytes(file.parameters.bytes),
      ),
    },
    edges: edgesOf(
      inputs.map(([name]) => nameInside(file, name)),
      shown,
      shapes,
    ),
    file: factsOf(file, outputs),
  };
}

const isRequired = ({ inputs }: ModelFile, name: string): boolean =>
  inputs.some((input) => input.name === name && input.required);
/** A graph model knows its placeholders by names of their own. */
const nameInside = ({ inputs }: ModelFile, name: string): string =>
  inputs.find((input) => input.name === name)?.alias ?? name;

/** Amounts with a batch of one: the first size of each input, where it is free. */
function forOneItem(inputs: readonly Shape[]): Readonly<Record<string, Dim>> {
  const batches = inputs.flatMap((shape) => {
    const batch = shape?.[0];
    return batch === undefined || typeof batch === "number" || isUnknown(batch) || isOpen(batch)
      ? []
      : [[pretty(batch), 1] as const];
  });
  return { N: 1, ...Object.fromEntries(batches) };
}

function amountText(amount: Dim, one: Readonly<Record<string, Dim>>, show: (amount: Dim) => string): string {
  if (isUnknown(amount)) return "?";
  const item = substitute(amount, one);
  return typeof item === "number" ? show(item) : "?";
}

function rowsOf(
  file: ModelFile,
  rows: readonly ModelRow[],
  problems: readonly ModelProblem[],
  one: Readonly<Record<string, Dim>>,
): SummaryRow[] {
  const scopes = scopesOf(rows);
  const failed = new Map<string, ModelProblem[]>();
  for (const problem of problems) failed.set(problem.node, [...(failed.get(problem.node) ?? []), problem]);
  const isWeights = file.format === "safetensors";
  return rows.map((row, id) => {
    const own = failed.get(row.name) ?? [];
    const [output] = row.outputs;
    const bytes = bytesOf(output ?? null, row.types?.[0]);
    const number = (amount: Dim | undefined): number | null => {
      const item = amount === undefined || isUnknown(amount) ? undefined : substitute(amount, one);
      return typeof item === "number" ? item : null;
    };
    const kernel = /^(Depthwise|Fused|_Fused|Separable|Q(Linear)?)*Conv/i.test(row.op)
      ? row.inputs[1]
      : undefined;
    return {
      id,
      name: scopes[id]!.name,
      op: row.op,
      arguments: "",
      amounts: { params: number(row.parameters), macs: number(row.macs), bytes: number(bytes) },
      modules: scopes[id]!.modules,
      input: isWeights ? "" : prettyShape(row.inputs[0] ?? null),
      output: row.outputs.map(prettyShape).join(", "),
      kernel: file.format === "onnx" && kernel && kernel.length > 2 ? prettyShape(kernel.slice(2)) : "",
      groups: "",
      params: row.parameters === 0 ? "" : amountText(row.parameters, one, showCount),
      macs: row.macs === 0 ? "" : amountText(row.macs, one, showCount),
      bytes: bytes === undefined ? "?" : amountText(bytes, one, showBytes),
      receptiveField: "",
      shared: false,
      failed: own.some(({ severity }) => severity === "error"),
      findings: own.map(({ code, severity, message }) => ({
        code,
        severity,
        message: translated(`${row.op} \`${row.name}\` ${message}.`),
      })),
    };
  });
}

/**
 * Exporters write where a node stands in the program into its name: "/layers.0/attention/MatMul" is a MatMul of
 * "layers.0", "attention". What all have in common is left out, and a scope of one node is that node's name:
 * "/layers.0/conv1/Conv" is "conv1" in "layers.0".
 */
function scopesOf(rows: readonly ModelRow[]): { name: string; modules: SummaryRow["modules"] }[] {
  const split = rows.map(({ name }) => name.split("/").filter((part) => part !== ""));
  let common = 0;
  while (
    split.length > 1 &&
    split.every((parts) => parts.length > common + 1 && parts[common] === split[0]![common])
  )
    common += 1;
  const nodes = new Map<string, number>(); // by scope, those of scopes inside of it too
  for (const parts of split)
    for (let depth = common + 1; depth < parts.length; depth++) {
      const scope = parts.slice(common, depth).join("/");
      nodes.set(scope, (nodes.get(scope) ?? 0) + 1);
    }
  return rows.map(({ name, op }, i) => {
    const parts = split[i]!;
    const inner = parts.slice(common, -1);
    const alone = nodes.get(inner.join("/")) === 1 && parts.at(-1)!.replace(/_\d+$/, "") === op;
    return {
      name: (alone ? inner.at(-1) : parts.at(-1)) ?? name,
      modules: (alone ? inner.slice(0, -1) : inner).map((_, depth) => ({
        path: inner.slice(0, depth + 1).join("."),
        type: t("scope"),
      })),
    };
  });
}

/** From the row that gives a value to each that takes it. */
function edgesOf(
  inputs: readonly string[],
  rows: readonly ModelRow[],
  { outputs, ends }: ModelShapes,
): Edge[] {
  const from = new Map<string, { id: number; shape: Shape }>();
  for (const [i, name] of inputs.entries()) from.set(name, { id: -1 - i, shape: null });
  const edges: Edge[] = [];
  const add = (value: string, to: number, shape: Shape | undefined): void => {
    const source = from.get(value);
    if (source) edges.push({ from: source.id, to, shape: prettyShape(source.shape ?? shape ?? null) });
  };
  // nodes of a TensorFlow graph may stand before what they take
  for (const [id, { gives, outputs }] of rows.entries())
    for (const [i, value] of gives.entries())
      if (value !== "") from.set(value, { id, shape: outputs[i] ?? null });
  for (const [id, { takes, inputs }] of rows.entries())
    for (const value of new Set(takes)) add(value, id, inputs[takes.indexOf(value)]);
  const shapes = [...outputs.values()];
  for (const [i, value] of ends.entries()) add(value, rows.length + i, shapes[i]);
  return edges;
}

const FORMATS: Readonly<Record<ModelFile["format"], string>> = {
  onnx: "ONNX",
  "tfjs-layers": "TensorFlow.js layers model",
  "tfjs-graph": "TensorFlow.js graph model",
  safetensors: "safetensors",
  unknown: "?",
};

function factsOf(file: ModelFile, outputs: readonly Shape[]): ModelFileFacts {
  const { network, opsets } = file;
  const opset = Object.entries(opsets).map(([domain, version]) => `${domain} ${version}`.trim());
  const irVersion = network.format === "onnx" ? String(network.model.irVersion) : "";
  const facts: (readonly [string, string])[] = [
    [t("Format"), FORMATS[file.format]],
    [t("Size"), showBytes(file.size)],
    [t("Producer"), file.producer],
    [t("Opset"), opset.join(", ")],
    [t("IR version"), irVersion],
    [t("Graph"), network.format === "onnx" ? network.model.graph.name : ""],
    [t("Weights"), file.externalFiles.map(({ location }) => location).join(", ")],
  ];
  return {
    facts: facts.filter(([, value]) => value !== ""),
    metadata: metadataOf(file),
    inputs: file.inputs.map((input) => declaredValue(input)),
    outputs: file.outputs.map((output, i) => declaredValue(output, outputs[i])),
    operators: Object.entries(file.operators),
    problems: file.problems.map(({ code, severity, message }) => ({
      code,
      severity,
      message: translated(`This file ${message}.`),
    })),
  };
}

const LONGEST_NOTE = 400; // characters

function metadataOf({ network }: ModelFile): (readonly [string, string])[] {
  const notes =
    network.format === "onnx"
      ? network.model.metadata
      : network.format === "safetensors"
        ? network.metadata
        : {};
  return Object.entries(notes).map(([key, value]) => [
    key,
    value.length > LONGEST_NOTE ? `${value.slice(0, LONGEST_NOTE)}…` : value,
  ]);
}

function declaredValue({ name, kind, type, dims }: ModelValue, inferred?: Shape): ModelFileValue {
  const declared = dims ? `[${dims.map((dim) => dim ?? "?").join(", ")}]` : "";
  return {
    name,
    type: kind === "tensor" ? (type ?? "") : kind,
    shape: inferred && !inferred.some(isUnknown) ? prettyShape(inferred) : declared,
  };
}
