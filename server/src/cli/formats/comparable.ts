/**
 * Tables of a source and of a model file, so that they can be compared: only layers that have learned something, under the
 * name of the layer, of the kind that both know.
 *
 *   "layer1/layer1.0/conv1/Conv" (Conv) of a file and "layer1.0.conv1" (Conv2d) of a source are one layer
 */
import {
  type Dim,
  freeSymbols,
  isUnknown,
  type Shape,
  substitute,
  sum,
  symbol,
  unknown,
} from "@convlens/engine/specs";
import type { ModelTable, TableRow } from "../../ide/model-table.ts";

/** The layers of a table that have learned something; in a file, the nodes of one layer are one row. */
export function layersOf(table: ModelTable): ModelTable {
  const groups: TableRow[][] = [];
  for (const row of table.rows) {
    const layer = { ...row, path: layerName(row) };
    const last = groups.at(-1);
    if (last && last[0]?.path === layer.path) last.push(layer);
    else groups.push([layer]);
  }
  const isFile = table.dialect === "onnx";
  const learned = groups.filter((rows) =>
    rows.some(({ type, params }) => params !== undefined && params !== 0 && (!isFile || type in KINDS)),
  );
  return { ...table, rows: learned.map(joined) };
}

/** `rows` as one; of several kinds it is none of them. */
function joined(rows: readonly TableRow[]): TableRow {
  const kinds = new Set(
    rows.filter(({ type, params }) => params !== undefined && type in KINDS).map(({ type }) => type),
  );
  const products = rows.filter(({ type }) => type === "MatMul").length;
  const [first] = rows;
  const known = rows.map(({ macs }) => macs ?? 0);
  return {
    ...first!,
    type: kinds.size > 1 || products > 1 ? COMPOSED : kindOf(kinds.size === 1 ? [...kinds][0]! : first!.type),
    output: rows.at(-1)!.output,
    params: sum(rows.map(({ params }) => params ?? 0)),
    macs: known.some(isUnknown) ? unknown : sum(known),
  };
}

/** A layer that a file has taken apart: attention. */
export const COMPOSED = "composed";

/**
 * Exporters name a node by the modules around it and its operator: "/layer1/layer1.0/conv1/Conv" (PyTorch's repeat the
 * modules above), "conv1/Conv" (ours).
 */
function layerName({ path, type }: TableRow): string {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts.length < 2 || !parts.at(-1)!.replace(/_\d+$/, "").startsWith(type)) return path;
  return parts
    .slice(0, -1)
    .reduce((name, part) => (name === "" || part.startsWith(`${name}.`) ? part : `${name}.${part}`), "");
}

/** ONNX's operators and PyTorch's layers by the kind that they are. */
const KINDS: Readonly<Record<string, string>> = {
  Conv: "Conv",
  ConvTranspose: "ConvTranspose",
  LSTM: "LSTM",
  GRU: "GRU",
  RNN: "RNN",
  Gemm: "Linear",
  MatMul: "Linear",
  Gather: "Embedding",
  BatchNormalization: "BatchNorm",
  InstanceNormalization: "InstanceNorm",
  LayerNormalization: "LayerNorm",
  GroupNormalization: "GroupNorm",
  PRelu: "PReLU",
};
const kindOf = (type: string): string =>
  (Object.hasOwn(KINDS, type) && KINDS[type]) || type.replace(/^Lazy/, "").replace(/[123]d$/, "");

/** `table` with its symbols called as those at the same places of the inputs of `other`. */
export function renamed(table: ModelTable, other: ModelTable): ModelTable {
  const names = freeSymbols(...table.inputs.flatMap(({ shape }) => shape ?? []));
  const wanted = freeSymbols(...other.inputs.flatMap(({ shape }) => shape ?? []));
  // all at once: a name of one may stand for another size in the other
  const values = Object.fromEntries(
    names.flatMap((name, i) => (wanted[i] ? [[name, symbol(wanted[i])]] : [])),
  );
  const bind = (dim: Dim): Dim => substitute(dim, values);
  const bound = (shape: Shape): Shape => shape?.map(bind) ?? null;
  const maybe = (dim: Dim | undefined): Dim | undefined => (dim === undefined ? undefined : bind(dim));
  return {
    ...table,
    inputs: table.inputs.map(({ name, shape }) => ({ name, shape: bound(shape) })),
    outputs: table.outputs.map(bound),
    rows: table.rows.map((row) => ({
      ...row,
      input: bound(row.input),
      output: bound(row.output),
      params: maybe(row.params),
      macs: maybe(row.macs),
    })),
    totals: { ...table.totals, params: bind(table.totals.params), macs: bind(table.totals.macs) },
  };
}
