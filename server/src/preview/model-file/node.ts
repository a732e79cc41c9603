/** One node of a model file: its attributes, what it takes and gives, and which of that are weights. */
import { prettyShape, type Shape } from "@convlens/engine/specs";
import {
  attributesOf,
  inferModel,
  type ModelFile,
  type StoredTensor,
  storedTensors,
  weightsOfLayer,
} from "../../model-files/index.ts";
import { NotRunnable } from "../plan.ts";
import type { ModelNode, ModelNodeValue } from "../protocol.ts";
import { shownRows } from "./summary.ts";

/** `id`: of its row in the summary. Throws where there is none. */
export function nodeOf(file: ModelFile, id: number): ModelNode {
  const shapes = inferModel(file);
  const shown = shownRows(shapes);
  const found = shown[id];
  if (!found) throw new NotRunnable("The file has changed: there is no such node any more.");
  const { row, index } = found;
  const stored = storedTensors(file);
  const givers = new Map(shown.flatMap(({ row }, i) => row.gives.map((value) => [value, i] as const)));
  const takers = takersOf(shown);
  const types = typesOf(file);
  const value = (name: string, shape: Shape | undefined, other: number | undefined): ModelNodeValue => ({
    name,
    type: types.get(name) ?? "",
    shape: prettyShape(shape ?? null),
    ...(other !== undefined && { row: other }),
    stored: false,
  });
  const constants = smallConstants(file);
  return {
    name: row.name,
    op: row.op,
    attributes: attributesOf(file, index, row.name),
    inputs: [
      ...row.takes.flatMap((name, i) => {
        const weight = stored.get(name);
        if (weight) return [weightOf(weight, constants.get(name))];
        return name === "" ? [] : [value(name, row.inputs[i], givers.get(name))];
      }),
      ...weightsOfLayer(file, row.name).map((weight) => weightOf(weight)),
      ...(file.format === "safetensors" && stored.has(row.name) ? [weightOf(stored.get(row.name)!)] : []),
    ],
    outputs:
      file.format === "safetensors"
        ? []
        : row.gives.flatMap((name, i) =>
            name === "" ? [] : [value(name, row.outputs[i], takers.get(name))],
          ),
  };
}

const weightOf = ({ name, type, dims, place }: StoredTensor, values?: readonly number[]): ModelNodeValue => ({
  name,
  type,
  shape: prettyShape(dims),
  stored: place !== undefined,
  ...(values && { values: values.map((number) => Number(number.toPrecision(7))).join(", ") }),
});

/** The rows that take a value first. */
function takersOf(shown: ReturnType<typeof shownRows>): Map<string, number> {
  const takers = new Map<string, number>();
  for (const [i, { row }] of shown.entries())
    for (const name of row.takes) if (!takers.has(name)) takers.set(name, i);
  return takers;
}

/** Element types as far as the file notes them. */
function typesOf({ inputs, outputs, network }: ModelFile): Map<string, string> {
  const noted = network.format === "onnx" ? network.model.graph.values : [];
  return new Map([...noted, ...inputs, ...outputs].map(({ name, type }) => [name, type ?? ""]));
}

const MOST_SHOWN = 16;

/** Short lists of numbers, such as sizes and axes, by the names of their values. */
function smallConstants({ network }: ModelFile): Map<string, readonly number[]> {
  if (network.format !== "onnx") return new Map();
  const { initializers, nodes } = network.model.graph;
  const constants = nodes.flatMap(({ op, outputs: [name = ""], attributes: { value } }) =>
    op === "Constant" && value?.kind === "tensor" ? [{ name, values: value.tensor.values }] : [],
  );
  return new Map(
    [...initializers, ...constants].flatMap(({ name, values }): [string, readonly number[]][] =>
      values && values.length <= MOST_SHOWN ? [[name, values]] : [],
    ),
  );
}
