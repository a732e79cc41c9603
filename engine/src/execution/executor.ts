/**
 * Runs layers and functions: the spec decides what comes out and what is refused, the first backend that plans the job
 * computes it.
 *
 *     const executor = new Executor([wasmBackend(new Runtime()), referenceBackend]);
 *     const [y] = executor.run(spec, args, [x], { weight, bias });
 *     y.data                                      // computed by now
 */
import { ConvLensError } from "../errors/convlens-error.ts";
import type { Backend, Planner, Prepared, Storage } from "../jobs/backend.ts";
import type { Cells, Job, State, Step } from "../jobs/job.ts";
import { countOf } from "../jobs/sizes.ts";
import type { Args, CallArgs, LayerSpec } from "../specs/spec.ts";
import { CallSites } from "./call-site.ts";
import { runNoted } from "./last-run.ts";
import { isSameShape } from "./same.ts";
import { Shelf } from "./shelf.ts";
import {
  discardsLater,
  type Follower,
  lastOf,
  type Task,
  Waiting,
  type WaitingHost,
  type Work,
} from "./waiting.ts";

const NO_ARGS: CallArgs = {};

export class Executor {
  readonly backends: readonly Backend[];
  /** Where tensors live: the memory of the first backend that has one. */
  readonly memory: Storage;
  readonly #sites: CallSites;
  readonly #shelf = new Shelf();
  /** The latest result, while it waits for what goes on with it. There is never more than one that nobody took up. */
  #latest: Waiting | null = null;
  readonly #host: WaitingHost = {
    compute: (work, shape) => this.#finish(work, shape),
    discard: (array) => this.#giveBack(array),
  };

  /** The backends in the order in which they are asked. */
  constructor(backends: readonly Backend[]) {
    this.backends = backends;
    this.memory = backends.find(({ memory }) => memory)?.memory ?? heap();
    this.memory.reclaim = (onlyIdle) => this.#shelf.letGo(onlyIdle);
    this.#sites = new CallSites(this.memory);
  }

  /** Some backend computes the layer or function. A function of learned tensors is the layer that they make. */
  computes(spec: LayerSpec): boolean {
    if (spec.asLayer) return true;
    const name = spec.kernel ?? spec.name;
    return this.backends.some(({ planners }) => Object.hasOwn(planners, name));
  }

  /**
   * Checks shapes, then computes, at the latest when `data` is read. `args` are complete and never change. Throws a
   * ConvLensError where PyTorch raises, a LimitError for results over the budget.
   */
  run(
    spec: LayerSpec,
    args: Args,
    inputs: readonly Cells[],
    state: State,
    callArgs: CallArgs = NO_ARGS,
    training = false,
  ): Cells[] {
    const site = this.#sites.of(spec, args, state);
    const call = site.resolve({ inputs, state, callArgs, training });
    for (const shape of call.shapes) countOf(shape, this.memory.limit);
    const task = { site, call, name: spec.kernel ?? spec.name, args, callArgs, training, state, inputs };
    const continued = this.#continue(task);
    if (continued) return [this.#wait(continued, call.shapes[0]!, this.#latest)];
    this.settle();
    const own = { ...task, inputs: inputs.map(plain) };
    return this.#mayWait(own)
      ? [this.#wait({ task: own, chain: null, followers: [] }, call.shapes[0]!, null)]
      : this.#compute(own);
  }

  /** Computes what waits, here and now. */
  settle(): void {
    const waiting = this.#latest;
    this.#latest = null;
    waiting?.data;
  }

  /**
   * Gives a result's or a weight's memory back before the garbage collector does, as soon as nothing that waits is computed
   * from it; of a weight also what was prepared with it. Of a result that waits itself nothing is computed.
   */
  discard(values: Float32Array | Waiting): void {
    if (values instanceof Waiting && values.work) {
      if (values === this.#latest) this.#latest = null;
      values.forget();
      return;
    }
    const array = values instanceof Waiting ? values.data : values;
    if (!discardsLater(array)) this.#giveBack(array);
  }

  #giveBack(array: Float32Array): void {
    this.#sites.forget(array);
    this.memory.discard(array);
  }

  #wait(work: Work, shape: readonly number[], before: Waiting | null): Waiting {
    this.#latest = new Waiting(work, shape, this.#host, before);
    return this.#latest;
  }

  /** Its kernel can do more, and nobody looked at its result before it went on. */
  #mayWait(task: Task): boolean {
    const { call, name } = task;
    if (call.isRead || call.shapes.length !== 1 || !this.#planner(name)?.takes?.(task, [])) return false;
    return this.backends.every(({ mayWait }) => mayWait?.() ?? true);
  }

  #planner(name: string): Planner | undefined {
    for (const { planners } of this.backends) if (Object.hasOwn(planners, name)) return planners[name];
    return undefined;
  }

  /** The latest result with the task as a part of it. Null where the task is about something else. */
  #continue(task: Task): Work | null {
    const [before, work] = [this.#latest, this.#latest?.work];
    if (!before || !work || lastOf(work).call.isRead) return null;
    const { inputs, call } = task;
    const at = inputs.indexOf(before);
    if (at < 0 || inputs.length > 2 || call.shapes.length !== 1) return null;
    const other = inputs[1 - at];
    if (other === before || !isSameShape(call.shapes[0]!, before.shape)) return null;
    if (other && !isSameShape(other.shape, before.shape)) return null;
    const chain = (work.chain?.next ?? work.task.call.next).with(task);
    chain.isTaken ??= this.#takes(work, other ? { ...chain.step, other } : chain.step);
    if (!chain.isTaken) return null;
    before.takeUp();
    const known = inputs.map((cells) => (cells === before ? NOTHING : plain(cells)));
    const follower: Follower = {
      task: { ...task, inputs: known },
      at,
      step: other ? { ...chain.step, other: known[1 - at]! } : chain.step,
    };
    return { task: work.task, chain, followers: [...work.followers, follower] };
  }

  #takes({ task, followers }: Work, step: Step): boolean {
    return this.#planner(task.name)!.takes!(task, [...followers.map((follower) => follower.step), step]);
  }

  /** The task and all that follows it in one pass, or one after the other where no backend plans that. */
  #finish({ task, chain, followers }: Work, shape: readonly number[]): Float32Array {
    if (!chain) return this.#compute(task)[0]!.data;
    const planner = this.#planner(task.name)!;
    if (!chain.isDeclined) {
      const data = this.memory.floats(countOf(shape, this.memory.limit));
      const after = followers.map(({ step }) => step);
      const job = { ...jobOf(task, [{ data, shape }]), after };
      const prepared = this.#shelf.take(chain.slot, () => planner.prepare(job));
      if (prepared) {
        runNoted(prepared, job);
        return data;
      }
      this.memory.discard(data);
      chain.isDeclined = true;
      task.call.isRead = true;
    }
    let [result] = this.#compute(task) as [Cells];
    for (const { task: next, at } of followers) {
      const inputs = next.inputs.with(at, result);
      const [made] = this.#compute({ ...next, inputs }) as [Cells];
      this.memory.discard(result.data);
      result = made;
    }
    return result.data;
  }

  #compute(task: Task): Cells[] {
    const { call, name } = task;
    const outputs = call.shapes.map((shape) => ({
      data: this.memory.floats(countOf(shape, this.memory.limit)),
      shape,
    }));
    const job = jobOf(task, outputs);
    runNoted(
      this.#shelf.take(call.slot, () => this.#prepare(name, job)),
      job,
    );
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

const NOTHING: Cells = { data: new Float32Array(0), shape: [0] };

const plain = ({ data, shape }: Cells): Cells => ({ data, shape });

const jobOf = ({ args, callArgs, training, state, inputs }: Task, outputs: readonly Cells[]): Job => ({
  args,
  callArgs,
  training,
  state,
  inputs,
  outputs,
});

/** Plain arrays, for backends that take any. */
const heap = (): Storage => ({
  limit: 2 ** 30,
  floats: (length) => new Float32Array(length),
  discard() {},
  owns: () => false,
  keepIdentity() {},
  reclaim: () => false,
});
