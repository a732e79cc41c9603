/** The part of a graph that lies between tensors. */
import type { Application, Tensor } from "./values.ts";

/** The applications between a graph's inputs and outputs, in order of execution. */
export function applicationsBetween(inputs: readonly Tensor[], outputs: readonly Tensor[]): Application[] {
  const found = new Set<Application>();
  const begins = new Set(inputs);
  const open = [...outputs]; // a list and no recursion: a graph may be thousands of layers deep
  for (let tensor = open.pop(); tensor; tensor = open.pop()) {
    const { producer } = tensor;
    if (!producer || found.has(producer) || begins.has(tensor)) continue;
    found.add(producer);
    for (const input of producer.inputs) open.push(input);
  }
  const uses = [...found].reverse(); // of a chain, the first comes last
  return uses.every((use, i) => i === 0 || uses[i - 1]!.id < use.id)
    ? uses
    : uses.sort((a, b) => a.id - b.id);
}
