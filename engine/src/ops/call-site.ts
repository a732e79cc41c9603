/**
 * One layer, or one function with its arguments: remembers for the shapes and weights it lately met what comes out and
 * how it is computed. A call that repeats costs a comparison in place of shape inference and planning.
 */
import { runtime } from "../runtime/index.ts";
import { infer } from "../specs/run.ts";
import type { Args, LayerSpec, Problem } from "../specs/spec.ts";
import { ConvLensError } from "../tensor/errors.ts";
import { countOf } from "../tensor/tensor.ts";
import { type Job, type Kernel, kernelOf, type State } from "./kernels.ts";
import { PLAIN_LOOPS } from "./last-run.ts";
import { type Prepared, plannerOf } from "./planner.ts";

/** Steps from which a planned kernel beats the loops, the making of the plan counted. */
const WORTH_PLANNING = 20_000;
/** Combinations of shapes and weights that a site remembers, and sites that functions share. */
const CALLS_KEPT = 4;
const SITES_KEPT = 256;

/** What a call is asked to do, before its outputs exist. */
export interface Request {
  readonly inputs: readonly { readonly shape: readonly number[] }[];
  readonly state: State;
  readonly callArgs: Args;
  readonly training: boolean;
}

/** What calls with the same shapes, weights and options have in common. */
export interface KnownCall {
  readonly shapes: readonly (readonly number[])[];
  readonly counts: readonly number[];
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
  readonly #kept: Kept[] = [];

  constructor(spec: LayerSpec, args: Args) {
    this.spec = spec;
    this.#args = args;
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

  /** How the job is computed: planned where that pays, else by the loops. */
  prepare(call: KnownCall, job: Job): Prepared {
    call.prepared ??= this.#plan(job) ?? loops(kernelOf(this.spec.name));
    return call.prepared;
  }

  #infer(request: Request, options: string): Kept {
    const { state, callArgs, training } = request;
    const inputs = request.inputs.map(({ shape }) => [...shape]);
    const { outputs, problems } = infer(this.spec, this.#args, inputs, { callArgs, training });
    throwFirst(problems);
    const shapes = outputs.map((shape) => (shape ?? []) as number[]);
    const kept: Kept = { inputs, state, options, shapes, counts: shapes.map(countOf), prepared: null };
    for (const { data } of Object.values(state)) runtime.memory.keepIdentity(data); // it stands for the numbers
    if (this.#kept.length >= CALLS_KEPT) this.#kept.shift()!.prepared?.dispose();
    this.#kept.push(kept);
    return kept;
  }

  #plan(job: Job): Prepared | null {
    const planner = plannerOf(this.spec.name);
    const isEmpty = [...job.inputs, ...job.outputs].some(({ data }) => data.length === 0);
    return planner && !isEmpty && planner.work(job) >= WORTH_PLANNING ? planner.prepare(job) : null;
  }
}

const ofArgs = new WeakMap<Args, CallSite>();
const ofWeight = new WeakMap<Float32Array, Map<string, CallSite>>();
const ofFunction = new Map<string, CallSite>();

/** A layer keeps its arguments, so they lead to its site. Functions get new ones each time: equal ones share a site. */
export function siteOf(spec: LayerSpec, args: Args, state: State): CallSite {
  const own = ofArgs.get(args);
  if (own?.spec === spec) return own;
  const sites = state.weight ? sitesOfWeight(state.weight.data) : ofFunction;
  const key = `${spec.name} ${keyOf(args)}`;
  const known = sites.get(key);
  const site = known?.spec === spec ? known : new CallSite(spec, args);
  sites.delete(key); // to be set anew, as the latest
  sites.set(key, site);
  if (sites.size > SITES_KEPT) sites.delete(sites.keys().next().value!);
  ofArgs.set(args, site);
  return site;
}

export function throwFirst(problems: readonly Problem[]): void {
  const error = problems.find((problem) => problem.severity !== "warning");
  if (error) throw ConvLensError.of(error);
}

function sitesOfWeight(weight: Float32Array): Map<string, CallSite> {
  const sites = ofWeight.get(weight) ?? new Map<string, CallSite>();
  ofWeight.set(weight, sites);
  return sites;
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
  for (const name in callArgs) given += ` ${name}=${keyOf({ [name]: callArgs[name] })}`;
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

/** The loops, which expect outputs of zeros. */
function loops(kernel: Kernel): Prepared {
  return {
    algorithm: PLAIN_LOOPS,
    run(job) {
      for (const { data } of job.outputs) data.fill(0);
      kernel(job);
    },
    dispose() {},
  };
}
