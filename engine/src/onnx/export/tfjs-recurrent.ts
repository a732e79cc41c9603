/** simpleRNN, gru and lstm of TensorFlow.js: ONNX's operators, with kernels turned and gates in their order. */
import type { Attribute } from "../format/model.ts";
import { floats, int, strings, text } from "../format/write.ts";
import type { ExportCall, Exporter } from "./export-call.ts";
import { gateActivation } from "./tfjs-activation.ts";

export interface RecurrentKind {
  readonly op: "RNN" | "LSTM" | "GRU";
  /** TensorFlow.js's gates in ONNX's order: LSTM has i f c o and wants i o f c; GRU's are z r h in both. */
  readonly gates: readonly number[];
}

/** The last state, or with returnSequences those of all steps, first to last, [batch, steps, units]. */
export function runRecurrent(call: ExportCall, { op, gates }: RecurrentKind, backwards: boolean): string {
  for (const [flag, why] of [
    ["stateful", "it keeps its state between runs"],
    ["returnState", "it gives its states, too"],
  ] as const)
    if (call.isGiven(flag) && call.flag(flag)) throw call.refuse(why);
  if (op === "GRU" && call.isGiven("resetAfter") && call.flag("resetAfter"))
    throw call.refuse("its reset stands behind the product");
  const units = call.number("units");
  const part = (name: string): string => {
    const { data, shape } = call.tensor(name);
    const turned = turnedGates(data, shape[0]!, gates, units);
    return call.weight(name, [1, gates.length * units, shape[0]!], turned, "_turned");
  };
  const inputs = [call.transpose(call.input, [1, 0, 2]), part("kernel"), part("recurrent_kernel")];
  if (call.has("bias")) {
    const own = turnedGates(call.tensor("bias").data, 1, gates, units);
    const both = new Float32Array(2 * own.length);
    both.set(own);
    inputs.push(call.weight("bias", [1, both.length], both, "_both"));
  }
  const [y, last] = call.ops(
    op,
    inputs,
    {
      hidden_size: int(units),
      direction: text(backwards ? "reverse" : "forward"),
      ...(op === "GRU" && { linear_before_reset: int(0) }),
      ...activationsOf(call, op),
    },
    2,
  );
  // [steps, 1, batch, units] → [batch, steps, units]; [1, batch, units] → [batch, units]
  return givesSequences(call) ? call.transpose(call.squeeze(y!, [1]), [1, 0, 2]) : call.squeeze(last!, [0]);
}

const givesSequences = (call: ExportCall): boolean =>
  call.isGiven("returnSequences") && call.flag("returnSequences");

/** What goes backwards gives its steps last to first. */
const recurrent =
  (kind: RecurrentKind): Exporter =>
  (call) => {
    if (call.node.inputs.length > 1) throw call.refuse("it starts from states that it is given");
    const backwards = call.isGiven("goBackwards") && call.flag("goBackwards");
    const result = runRecurrent(call, kind, backwards);
    return [backwards && givesSequences(call) ? reversed(call, result) : result];
  };

const reversed = (call: ExportCall, steps: string): string => {
  const { emit } = call;
  return call.op("Slice", [steps, emit.ints([-1]), emit.ints([-(2 ** 31)]), emit.ints([1]), emit.ints([-1])]);
};

/** RNN has one, GRU two (gates, then candidate), LSTM three (gates, candidate, carry). */
function activationsOf(call: ExportCall, op: RecurrentKind["op"]): Readonly<Record<string, Attribute>> {
  const { activation, recurrentActivation } = call.node.args;
  const own = gateActivation(call, activation === undefined ? "tanh" : activation);
  const gate = (): typeof own =>
    gateActivation(call, recurrentActivation === undefined ? "hardSigmoid" : recurrentActivation);
  const all = op === "RNN" ? [own] : op === "GRU" ? [gate(), own] : [gate(), own, own];
  // numbers are given to those that take some, one after the other
  const hard = all.filter(({ name }) => name === "HardSigmoid");
  return {
    activations: strings(all.map(({ name }) => name)),
    ...(hard.length > 0 && {
      activation_alpha: floats(hard.map(({ alpha }) => alpha)),
      activation_beta: floats(hard.map(({ beta }) => beta)),
    }),
  };
}

/** [rows, gates · units] → [gates · units, rows], gates in another order. */
function turnedGates(
  data: Float32Array,
  rows: number,
  gates: readonly number[],
  units: number,
): Float32Array {
  const width = gates.length * units;
  const result = new Float32Array(data.length);
  for (const [to, from] of gates.entries())
    for (let unit = 0; unit < units; unit++)
      for (let row = 0; row < rows; row++)
        result[(to * units + unit) * rows + row] = data[row * width + from * units + unit]!;
  return result;
}

export const recurrentKinds: Readonly<Record<string, RecurrentKind>> = {
  simpleRNN: { op: "RNN", gates: [0] },
  gru: { op: "GRU", gates: [0, 1, 2] },
  lstm: { op: "LSTM", gates: [0, 3, 1, 2] },
};

export const recurrentExporters: Readonly<Record<string, Exporter>> = Object.fromEntries(
  Object.entries(recurrentKinds).map(([name, kind]) => [name, recurrent(kind)]),
);
