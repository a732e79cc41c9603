/**
 * One layer, or one function with its arguments: remembers for the shapes and weights it lately met what comes out and
 * how it is computed. A call that repeats costs a comparison in place of shape inference and planning.
 */
import { ConvLensError } from "../errors/convlens-error.ts";
import type { Storage } from "../jobs/backend.ts";
import type { Cells, State } from "../jobs/job.ts";
import { infer } from "../specs/run.ts";
import type { Args, CallArgs, LayerSpec, Problem } from "../specs/spec.ts";
import { Next } from "./chain.ts";
import { isSameShape, isSameState } from "./same.ts";
import { Slot } from "./shelf.ts";

/** Combinations of shapes and weights that a site remembers; those of a function without any are all of a model's. */
const CALLS_KEPT = 4;
const SHARED_CALLS_KEPT = 32;
/** Sites that functions share. */
const SITES_KEPT = 256;
/** From so many on their order counts: the one that was asked for least lately goes first. */
const SITES_IN_ORDER = SITES_KEPT / 2;

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
  /** Prepared at the first run. */
  readonly slot: Slot;
  /** The same with what followed it. */
  readonly next: Next;
  /** Learned tensors whose memory others are given once they are discarded. */
  readonly loose: readonly Float32Array[];
  /** Somebody looked at the result though others went on with it: it does not wait for them again. */
  isRead: boolean;
}

interface Kept extends KnownCall {
  readonly inputs: readonly (readonly number[])[];
  readonly state: State;
  readonly options: string;
}

export class CallSite {
  readonly spec: LayerSpec;
  readonly #args: Args;
  readonly #memory: Storage;
  readonly #kept: Kept[] = [];

  constructor(spec: LayerSpec, args: Args, memory: Storage) {
    this.spec = spec;
    this.#args = args;
    this.#memory = memory;
  }

  /** The shapes that come out. Throws a ConvLensError where PyTorch raises. */
  resolve(request: Request): KnownCall {
    const options = optionsOf(request);
    for (const kept of this.#kept) {
      if (kept.options === options && sameShapes(kept, request) && isSameState(kept.state, request.state))
        return kept;
    }
    return this.#infer(request, options);
  }

  /** As if it had met nothing yet: what was prepared goes. */
  forget(): void {
    for (const kept of this.#kept.splice(0)) forget(kept);
  }

  #infer(request: Request, options: string): Kept {
    const { state, callArgs, training } = request;
    const inputs = request.inputs.map(({ shape }) => [...shape]);
    const { outputs, problems } = infer(this.spec, this.#args, inputs, { callArgs, training });
    throwFirst(problems);
    const shapes = outputs.map((shape) => (shape ?? []) as number[]);
    const arrays = Object.values(state).map(({ data }) => data);
    for (const array of arrays) this.#memory.keepIdentity(array); // it stands for the numbers
    const loose = arrays.filter((array) => this.#memory.owns(array));
    const known = { slot: new Slot(), next: new Next(), loose, isRead: false };
    const kept: Kept = { inputs, state, options, shapes, ...known };
    const most = Object.keys(state).length > 0 ? CALLS_KEPT : SHARED_CALLS_KEPT;
    if (this.#kept.length >= most) forget(this.#kept.shift()!);
    this.#kept.push(kept);
    return kept;
  }
}

function forget({ slot, next }: Kept): void {
  slot.dispose();
  next.dispose();
}

/** The sites of one executor. */
export class CallSites {
  readonly #memory: Storage;
  readonly #ofArgs = new WeakMap<Args, CallSite>();
  readonly #ofWeight = new WeakMap<Float32Array, Map<string, CallSite>>();
  readonly #ofFunction = new Map<string, CallSite>();

  constructor(memory: Storage) {
    this.#memory = memory;
  }

  /**
   * A layer keeps its arguments, which never change, so they lead to its site. Functions get new ones each time: equal
   * ones share a site.
   */
  of(spec: LayerSpec, args: Args, state: State): CallSite {
    const isFunction = spec.kind === "function";
    const own = isFunction ? undefined : this.#ofArgs.get(args);
    if (own?.spec === spec) return own;
    const learned = firstOf(state);
    const sites = learned ? this.#sitesOfWeight(learned.data) : this.#ofFunction;
    const key = `${spec.name} ${keyOf(args)}`;
    const known = sites.get(key);
    const site = known?.spec === spec ? known : new CallSite(spec, args, this.#memory);
    if (!known || sites.size > SITES_IN_ORDER) sites.delete(key); // to be set anew, as the latest
    sites.set(key, site);
    if (sites.size > SITES_KEPT) sites.delete(sites.keys().next().value!);
    if (!isFunction) this.#ofArgs.set(args, site);
    return site;
  }

  /** What was prepared with these weights goes with them. */
  forget(weight: Float32Array): void {
    for (const site of this.#ofWeight.get(weight)?.values() ?? []) site.forget();
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

/** A tensor that tells a layer from others with the same arguments: layers name their weights as they like. */
function firstOf(state: State): Cells | undefined {
  for (const name in state) return state[name];
  return undefined;
}

/** Every argument by name and value. Asked at each call of a function, so ordinary values do without JSON. */
function keyOf(args: Args): string {
  let key = "";
  for (const name in args) key += ` ${name}=${keyOfValue(args[name])}`;
  return key;
}

/** JSON would not tell NaN and the infinities from null. */
function keyOfValue(value: unknown): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (Array.isArray(value)) return `[${value.map(keyOfValue).join()}]`;
  if (typeof value !== "object" || value === null)
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  return `{${keyOf(value as Args)}}`;
}

function optionsOf({ callArgs, training }: Request): string {
  return training ? `training${keyOf(callArgs)}` : keyOf(callArgs);
}

function sameShapes({ inputs }: Kept, { inputs: given }: Request): boolean {
  if (inputs.length !== given.length) return false;
  for (let i = 0; i < inputs.length; i++) if (!isSameShape(inputs[i]!, given[i]!.shape)) return false;
  return true;
}
