/** LSTM, GRU and RNN: Y [seq, directions, batch, hidden], then the last states. */
import { type Dim, unknown } from "../../specs/index.ts";
import type { Operator } from "./node-call.ts";
import { ofShape } from "./value.ts";

export const recurrent =
  (states: number): Operator =>
  (node) => {
    const input = node.shape(0);
    const directions = node.text("direction", "forward") === "bidirectional" ? 2 : 1;
    const hidden: Dim = node.int("hidden_size", undefined) ?? node.shape(2)?.at(-1) ?? unknown;
    const byBatch = node.int("layout", 0) === 1;
    const [first = unknown, second = unknown] = input ?? [];
    const [sequence, batch] = byBatch ? [second, first] : [first, second];
    const type = node.type(0);
    const all = byBatch ? [batch, sequence, directions, hidden] : [sequence, directions, batch, hidden];
    const last = byBatch ? [batch, directions, hidden] : [directions, batch, hidden];
    return [ofShape(all, type), ...Array.from({ length: states }, () => ofShape(last, type))];
  };

export const recurrentOperators: Readonly<Record<string, Operator>> = {
  LSTM: recurrent(2),
  GRU: recurrent(1),
  RNN: recurrent(1),
};
