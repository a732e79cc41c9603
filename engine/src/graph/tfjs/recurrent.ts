/**
 * simpleRNN, gru, lstm, and rnn over cells on top of each other. Masks of earlier layers are not known here.
 * https://js.tensorflow.org/api/latest/#layers.lstm
 */

import { flagOf } from "../../specs/arguments.ts";
import type { Args, InnerLayer } from "../../specs/spec.ts";
import { cellsOf } from "../../specs/tfjs/recurrent.ts";
import { zeros } from "../../tensor/create.ts";
import { callFunction } from "../../tensor/function.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { activate } from "./activation.ts";
import { rowsTimes } from "./dense.ts";
import { type Job, provideLayer, remembered, type Weights } from "./job.ts";

/** One step: new states from an input and the old ones; the first state is the output. */
interface Cell {
  readonly states: readonly number[]; // their sizes
  step(x: Tensor, states: readonly Tensor[]): readonly Tensor[];
}

type MakeCell = (args: Args, weights: Weights) => Cell;

const parts = (x: Tensor, count: number): Tensor[] => x.chunk(count, -1);

const simpleRNN: MakeCell = (args, { kernel, recurrent_kernel, bias }) => ({
  states: [args.units as number],
  step: (x, [h]) => {
    const sum = rowsTimes(x, kernel!, bias).add(rowsTimes(h!, recurrent_kernel!));
    return [activate(sum, args.activation, "tanh")];
  },
});

const lstm: MakeCell = (args, { kernel, recurrent_kernel, bias }) => ({
  states: [args.units as number, args.units as number],
  step(x, [h, c]) {
    const gate = (z: Tensor): Tensor => activate(z, args.recurrentActivation, "hardSigmoid");
    const act = (z: Tensor): Tensor => activate(z, args.activation, "tanh");
    const gates = rowsTimes(x, kernel!, bias).add(rowsTimes(h!, recurrent_kernel!));
    const [input, forget, candidate, output] = parts(gates, 4) as [Tensor, Tensor, Tensor, Tensor];
    const carry = gate(forget)
      .mul(c!)
      .add(gate(input).mul(act(candidate)));
    return [gate(output).mul(act(carry)), carry];
  },
});

const gru: MakeCell = (args, { kernel, recurrent_kernel, bias }) => ({
  states: [args.units as number],
  step(x, [h]) {
    const gate = (z: Tensor): Tensor => activate(z, args.recurrentActivation, "hardSigmoid");
    const [xUpdate, xReset, xCandidate] = parts(rowsTimes(x, kernel!, bias), 3) as [Tensor, Tensor, Tensor];
    const [hUpdate, hReset] = parts(rowsTimes(h!, gateColumns(recurrent_kernel!)), 2) as [Tensor, Tensor];
    const update = gate(xUpdate.add(hUpdate));
    const reset = gate(xReset.add(hReset));
    const fresh = activate(
      xCandidate.add(rowsTimes(reset.mul(h!), candidateColumns(recurrent_kernel!))),
      args.activation,
      "tanh",
    );
    return [update.mul(h!).add(fresh.sub(update.mul(fresh)))];
  },
});

const gateColumns = remembered((kernel) => kernel.narrow(1, 0, 2 * kernel.shape[0]!));
const candidateColumns = remembered((kernel) => kernel.narrow(1, 2 * kernel.shape[0]!, kernel.shape[0]!));

const CELLS: Readonly<Record<string, MakeCell>> = { simpleRNN, lstm, gru };
/** "lstmCell", but no cell whose formula is not here. */
export const isCell = (name: string): boolean => Object.keys(CELLS).some((kind) => name === `${kind}Cell`);

for (const [name, make] of Object.entries(CELLS))
  provideLayer([name], (job) => overTime(make(job.args, job.weights), job));

provideLayer(["rnn"], (job) => overTime(stacked(cellsOf(job.args.cell)!, job.weights), job));

/** Cells on top of each other. States stand last cell first, so that the first one is the output. */
function stacked(inner: readonly InnerLayer[], weights: Weights): Cell {
  const cells = inner.map(({ spec, args }, at) => {
    const prefix = `cell_${at}/`;
    const own = Object.entries(weights).filter(([name]) => name.startsWith(prefix));
    return CELLS[spec.name.replace(/Cell$/, "")]!(
      args,
      Object.fromEntries(own.map(([name, weight]) => [name.slice(prefix.length), weight])),
    );
  });
  return {
    states: [...cells].reverse().flatMap(({ states }) => states),
    step(x, states) {
      let input = x;
      let end = states.length;
      const made: Tensor[] = [];
      for (const cell of cells) {
        const next = cell.step(input, states.slice(end - cell.states.length, end));
        end -= cell.states.length;
        made.unshift(...next);
        input = next[0]!;
      }
      return made;
    },
  };
}

/** Runs a cell along axis 1. Further inputs are the first states. */
function overTime(cell: Cell, { args, inputs: [x, ...first] }: Job): readonly Tensor[] {
  const [batch, time] = x!.shape as [number, number];
  let states: readonly Tensor[] = first.length > 0 ? first : cell.states.map((size) => zeros(batch, size));
  const outputs: Tensor[] = [];
  for (let at = 0; at < time; at++) {
    states = cell.step(x!.select(1, flagOf(args.goBackwards) ? time - 1 - at : at), states);
    if (flagOf(args.returnSequences)) outputs.push(states[0]!);
  }
  const output = flagOf(args.returnSequences) ? callFunction("stack", outputs, { dim: 1 })[0]! : states[0]!;
  return flagOf(args.returnState) ? [output, ...states] : [output];
}
