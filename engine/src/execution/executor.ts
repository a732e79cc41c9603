/**
 * Runs layers and functions: the spec decides what comes out and what is refused, the first backend that plans the job
 * computes it.
 *
 *     const executor = new Executor([wasmBackend(new Runtime()), referenceBackend]);
 *     const [y] = executor.run(spec, args, [x], { weight, bias });
 */
import { ConvLensError } from "../errors/convlens-error.ts";
import type { Backend, Prepared, Storage } from "../jobs/backend.ts";
import type { Cells, Job, State } from "../jobs/job.ts";
import { countOf } from "../jobs/sizes.ts";
import type { Args, CallArgs, LayerSpec } from "../specs/spec.ts";
import { CallSites } from "./call-site.ts";
import { runNoted } from "./last-run.ts";

const NO_ARGS: CallArgs = {};

export class Executor {
  readonly backends: readonly Backend[];
  /** Where tensors live: the memory of the first backend that has one. */
  readonly memory: Storage;
  readonly #sites: CallSites;

  /** The backends in the order in which they are asked. */
  constructor(backends: readonly Backend[]) {
    this.backends = backends;
    this.memory = backends.find(({ memory }) => memory)?.memory ?? heap;
    this.#sites = new CallSites((array) => this.memory.keepIdentity(array));
  }

  /** Some backend computes the layer or function. A function of learned tensors is the layer that they make. */
  computes(spec: LayerSpec): boolean {
    if (spec.asLayer) return true;
    const name = spec.kernel ?? spec.name;
    return this.backends.some(({ planners }) => Object.hasOwn(planners, name));
  }

  /**
   * Checks shapes, then computes. `args` are complete and never change. Throws a ConvLensError where PyTorch raises, a
   * LimitError for results over the budget.
   */
  run(
    spec: LayerSpec,
    args: Args,
    inputs: readonly Cells[],
    state: State,
    callArgs: CallArgs = NO_ARGS,
    training = false,
  ): Cells[] {
    const call = this.#sites.of(spec, args, state).resolve({ inputs, state, callArgs, training });
    const outputs = call.shapes.map((shape) => ({
      data: this.memory.floats(countOf(shape, this.memory.limit)),
      shape,
    }));
    const job = { args, callArgs, training, state, inputs, outputs };
    call.prepared ??= this.#prepare(spec.kernel ?? spec.name, job);
    runNoted(call.prepared, job);
    return outputs;
  }

  #prepare(name: string, job: Job): Prepared {
    for (const { planners } of this.backends) {
      const prepared = Object.hasOwn(planners, name) ? planners[name]!.prepare(job) : null;
      if (prepared) return prepared;
    }
    throw new ConvLensError(
      `${name} cannot be computed yet; its shapes are known, its values are not`,
      "not-implemented",
      "NotImplementedError",
    );
  }
}

/** Plain arrays, for backends that take any. */
const heap: Storage = {
  limit: 2 ** 30,
  floats: (length) => new Float32Array(length),
  discard() {},
  keepIdentity() {},
};
