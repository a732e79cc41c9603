/**
 * One layer, or one function with its arguments: remembers for the shapes and weights it lately met what comes out and
 * how it is computed. A call that repeats costs a comparison in place of shape inference and planning.
 */
import { ConvLensError } from "../errors/convlens-error.ts";
import type { Prepared } from "../jobs/backend.ts";
import type { State } from "../jobs/job.ts";
import { infer } from "../specs/run.ts";
import type { Args, CallArgs, LayerSpec, Problem } from "../specs/spec.ts";

/** Combinations of shapes and weights that a site remembers, and sites that functions share. */
const CALLS_KEPT = 4;
const SITES_KEPT = 256;

/** What a call is asked to do, before its outputs exist. */
export interface Request {
  readonly inputs: readonly { readonly shape: readonly number[] }[];
  readonly state: State;
  readonly callArgs: CallArgs;
  readonly training: boolean;
}

/** What calls with the same shapes, weights and options have in common. */
export interface KnownCall {
  readonly shapes: readonly (readonly number[])[];
  prepared: Prepared | null; // made at the first run
}

interface Kept extends KnownCall {
  readonly inputs: readonly (readonly number[])[];
  readonly state: State;
  readonly options: string;
}

export class CallSite {
  readonly spec: LayerSpec;
  readonly #args: Args;
  readonly #keepIdentity: KeepIdentity;
  readonly #kept: Kept[] = [];

  constructor(spec: LayerSpec, args: Args, keepIdentity: KeepIdentity) {
    this.spec = spec;
    this.#args = args;
    this.#keepIdentity = keepIdentity;
  }

  /** The shapes that come out. Throws a ConvLensError where PyTorch raises. */
  resolve(request: Request): KnownCall {
    const options = optionsOf(request);
    for (const kept of this.#kept) {
      if (kept.options === options && sameShapes(kept, request) && sameState(kept.state, request.state))
        return kept;
    }
    return this.#infer(request, options);
  }

  #infer(request: Request, options: string): Kept {
    const { state, callArgs, training } = request;
    const inputs = request.inputs.map(({ shape }) => [...shape]);
    const { outputs, problems } = infer(this.spec, this.#args, inputs, { callArgs, training });
    throwFirst(problems);
    const shapes = outputs.map((shape) => (shape ?? []) as number[]);
    const kept: Kept = { inputs, state, options, shapes, prepared: null };
    for (const { data } of Object.values(state)) this.#keepIdentity(data); // it stands for the numbers
    if (this.#kept.length >= CALLS_KEPT) this.#kept.shift()!.prepared?.dispose();
    this.#kept.push(kept);
    return kept;
  }
}

/** Says that an array stands for its numbers from now on: see `Storage.keepIdentity`. */
type KeepIdentity = (array: Float32Array) => void;

/** The sites of one executor. */
export class CallSites {
  readonly #keepIdentity: KeepIdentity;
  readonly #ofArgs = new WeakMap<Args, CallSite>();
  readonly #ofWeight = new WeakMap<Float32Array, Map<string, CallSite>>();
  readonly #ofFunction = new Map<string, CallSite>();

  constructor(keepIdentity: KeepIdentity) {
    this.#keepIdentity = keepIdentity;
  }

  /**
   * A layer keeps its arguments, which never change, so they lead to its site. Functions get new ones each time: equal
   * ones share a site.
   */
  of(spec: LayerSpec, args: Args, state: State): CallSite {
    const own = this.#ofArgs.get(args);
    if (own?.spec === spec) return own;
    const sites = state.weight ? this.#sitesOfWeight(state.weight.data) : this.#ofFunction;
    const key = `${spec.name} ${keyOf(args)}`;
    const known = sites.get(key);
    const site = known?.spec === spec ? known : new CallSite(spec, args, this.#keepIdentity);
    sites.delete(key); // to be set anew, as the latest
    sites.set(key, site);
    if (sites.size > SITES_KEPT) sites.delete(sites.keys().next().value!);
    this.#ofArgs.set(args, site);
    return site;
  }

  #sitesOfWeight(weight: Float32Array): Map<string, CallSite> {
    const sites = this.#ofWeight.get(weight) ?? new Map<string, CallSite>();
    this.#ofWeight.set(weight, sites);
    return sites;
  }
}

export function throwFirst(problems: readonly Problem[]): void {
  const error = problems.find((problem) => problem.severity !== "warning");
  if (error) throw ConvLensError.of(error);
}

/** Every argument by name and value; JSON alone would not tell NaN and the infinities from null. */
function keyOf(args: Args): string {
  return JSON.stringify(args, (_, value) =>
    typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))
      ? { number: Object.is(value, -0) ? "-0" : String(value) }
      : value,
  );
}

function optionsOf({ callArgs, training }: Request): string {
  let given = "";
  for (const [name, value] of Object.entries(callArgs)) given += ` ${name}=${keyOf({ [name]: value })}`;
  return training ? `training${given}` : given;
}

function sameShapes({ inputs }: Kept, { inputs: given }: Request): boolean {
  if (inputs.length !== given.length) return false;
  for (let i = 0; i < inputs.length; i++) {
    const [a, b] = [inputs[i]!, given[i]!.shape];
    if (a.length !== b.length) return false;
    for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  }
  return true;
}

function sameState(a: State, b: State): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name]!.data === b[name]?.data);
}
