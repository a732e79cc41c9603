/** RNN, LSTM and GRU: the same operators, with their gates in ONNX's order. */
import { int, strings, text } from "../format/write.ts";
import type { ExportCall, Exporter } from "./export-call.ts";

interface Kind {
  readonly op: "RNN" | "LSTM" | "GRU";
  /** PyTorch's gates in ONNX's order: LSTM has i f g o and wants i o f c, GRU r z n and wants z r h. */
  readonly gates: readonly number[];
}

const recurrent =
  ({ op, gates }: Kind): Exporter =>
  (call) => {
    if (call.isGiven("projSize") && call.number("projSize") !== 0)
      throw call.refuse("ONNX's LSTM has no projection");
    if (call.shape.length !== 3) throw call.refuse("its input has no batch");
    const first = call.flag("batchFirst");
    const hidden = call.number("hiddenSize");
    const directions = call.flag("bidirectional") ? ["", "_reverse"] : [""];
    let value = first ? call.transpose(call.input, [1, 0, 2]) : call.input;
    const [lastH, lastC]: [string[], string[]] = [[], []];
    const states = statesOf(call, op === "LSTM", directions.length);
    for (let layer = 0; layer < call.number("numLayers"); layer++) {
      const names = directions.map((suffix) => `l${layer}${suffix}`);
      const part = (kind: string): string => stacked(call, kind, names, gates, hidden);
      const bias = call.has(`bias_ih_${names[0]}`) ? biases(call, names, gates, hidden) : "";
      const inputs = [value, part("weight_ih"), part("weight_hh"), bias, "", ...states(layer)];
      while (inputs.at(-1) === "") inputs.pop();
      const relu = op === "RNN" && call.word("nonlinearity") === "relu";
      const [y, h, c] = call.ops(
        op,
        inputs,
        {
          hidden_size: int(hidden),
          direction: text(directions.length === 2 ? "bidirectional" : "forward"),
          ...(op === "GRU" && { linear_before_reset: int(1) }),
          ...(relu && { activations: strings(directions.map(() => "Relu")) }),
        },
        op === "LSTM" ? 3 : 2,
      );
      // [steps, directions, batch, hidden] → [steps, batch, directions · hidden]
      value = call.op("Reshape", [call.transpose(y!, [0, 2, 1, 3]), call.emit.ints([0, 0, -1])]);
      lastH.push(h!);
      if (c !== undefined) lastC.push(c);
    }
    const joined = (parts: readonly string[]): string =>
      parts.length === 1 ? parts[0]! : call.op("Concat", parts, { axis: int(0) });
    const y = first ? call.transpose(value, [1, 0, 2]) : value;
    return [y, joined(lastH), ...(op === "LSTM" ? [joined(lastC)] : [])];
  };

/** The states that a layer starts from; none: zeros. */
function statesOf(call: ExportCall, cell: boolean, directions: number): (layer: number) => string[] {
  const given = (name: string): string | undefined => {
    const place = call.node.callArgs[name];
    if (place === undefined || place === null) return undefined;
    const input = typeof place === "number" ? call.node.inputs[place] : undefined;
    if (input === undefined) throw call.refuse(`its ${name} state is known at run time only`);
    return input;
  };
  const all = [given("hidden"), ...(cell ? [given("cell")] : [])];
  const cut = (state: string | undefined, layer: number): string =>
    state === undefined
      ? ""
      : call.op("Slice", [
          state,
          call.emit.ints([layer * directions]),
          call.emit.ints([(layer + 1) * directions]),
          call.emit.ints([0]),
        ]);
  return (layer) => all.map((state) => cut(state, layer));
}

/** Rows of gates in another order. */
function reordered(data: Float32Array, gates: readonly number[], hidden: number): Float32Array {
  const width = data.length / gates.length / hidden;
  const result = new Float32Array(data.length);
  for (const [to, from] of gates.entries())
    result.set(data.subarray(from * hidden * width, (from + 1) * hidden * width), to * hidden * width);
  return result;
}

/** [directions, gates · hidden, width] */
function stacked(
  call: ExportCall,
  kind: string,
  names: readonly string[],
  gates: readonly number[],
  hidden: number,
): string {
  const tensors = names.map((name) => call.tensor(`${kind}_${name}`));
  const [rows, columns] = tensors[0]!.shape as [number, number];
  const data = joined(tensors.map((tensor) => reordered(tensor.data, gates, hidden)));
  return call.emit.weight(
    `${call.node.weightsName}.${kind}_${names[0]}_stacked`,
    [names.length, rows, columns],
    data,
  );
}

/** [directions, 2 · gates · hidden]: those of the input, then those of the state. */
function biases(
  call: ExportCall,
  names: readonly string[],
  gates: readonly number[],
  hidden: number,
): string {
  const parts = names.flatMap((name) =>
    ["bias_ih", "bias_hh"].map((kind) => reordered(call.tensor(`${kind}_${name}`).data, gates, hidden)),
  );
  const data = joined(parts);
  return call.emit.weight(
    `${call.node.weightsName}.bias_${names[0]}_stacked`,
    [names.length, data.length / names.length],
    data,
  );
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const recurrentExporters: Readonly<Record<string, Exporter>> = {
  RNN: recurrent({ op: "RNN", gates: [0] }),
  LSTM: recurrent({ op: "LSTM", gates: [0, 3, 1, 2] }),
  GRU: recurrent({ op: "GRU", gates: [1, 0, 2] }),
};
