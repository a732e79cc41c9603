/**
 * One run of the interpreter over a file: its state, limits and records.
 */
import type { Condition, Dim, Shape } from "@convlens/engine/specs";
import type { Binding, FunctionFact, ModelFact, ModuleUse } from "../../facts/analysis.ts";
import type { ShapeNotes } from "../../facts/annotations.ts";
import type { Dialect } from "../../facts/dialect.ts";
import { Heap, type Scope } from "../../facts/heap.ts";
import type { PolicyOf } from "../../facts/policy.ts";
import type { Span } from "../../facts/span.ts";
import type {
  Application,
  ArrayValue,
  ClassValue,
  FunctionValue,
  LayerValue,
  ObjectValue,
  Subject,
  Tensor,
  Value,
  World,
} from "../../facts/values.ts";
import type { ClassNode, FunctionNode, Module, Node } from "../../syntax/ir.ts";

/** What the interpreter asks of the project. */
export interface Context {
  load(file: string): Module | undefined;
  text(file: string): string | undefined;
  resolve(specifier: string, from: string): string | undefined;
  readonly dialects: readonly Dialect[];
  /** What to do about a problem, besides telling it. */
  readonly policyOf: PolicyOf;
}

export interface ModuleState {
  readonly file: string;
  readonly module: Module;
  readonly scope: Scope;
  readonly notes: ShapeNotes;
  readonly exports: Map<string, () => Value>;
  readonly stars: string[]; // files of `export *`
  readonly libraries: Value[]; // namespaces of `export *` from a library
  library?: string; // the first dialect that the file imports
  done: boolean;
}

const FUEL = 400_000; // evaluated nodes of one root; a large model takes some ten thousand
export const FILE_FUEL = 2_000_000; // of all roots of a file: a bundled program has thousands of them
const DEPTH = 80; // nested calls
const MOST_NESTED = 24; // calls of one function inside of itself
const MOST_RECURSIONS = 200; // of all functions of a root: one that calls itself twice has no end

/** Thrown when a run has used its fuel; what it has recorded by then stands. */
export class OutOfFuel extends Error {}

export class Run {
  readonly heap = new Heap();
  readonly modules = new Map<string, ModuleState>();
  readonly applications: Application[] = [];
  readonly layers: LayerValue[] = [];
  readonly instances: ObjectValue[] = [];
  readonly subjects: Subject[] = [];
  readonly bindings: Binding[] = [];
  readonly mentions: Omit<Binding, "role">[] = [];
  readonly references: { span: Span; target: Span }[] = [];
  readonly moduleUses: ModuleUse[] = [];
  readonly gaps: { span: Span; why: string }[] = [];
  readonly functions = new Map<FunctionNode, FunctionFact & { file: string }>();
  readonly executed = new Set<FunctionNode>();
  readonly closures = new Map<FunctionNode, FunctionValue>(); // functions made in the target, as they were made last
  readonly threw = new Set<FunctionNode>(); // functions that certainly ended in a throw
  readonly calledBack = new Set<FunctionNode>(); // callbacks of unknown functions that are running now
  readonly parameterShapes = new Map<FunctionNode, ReadonlyMap<string, Shape>>();
  /** Annotations that cannot be true; of an argument it is the call that is told. */
  readonly contradictions: { note: Span; wanted: Shape; found: Shape; at: Span; argument?: boolean }[] = [];
  /** Layers that are used without being there. */
  readonly undeclared: { span: Span; name: string; owner: ObjectValue }[] = [];
  readonly models: ModelFact[] = [];
  readonly modelled = new Set<number>(); // ids of the instances that ran as models
  /** Instances with the shapes they ran on, and how often such a run was repeated: a training loop does nothing else. */
  readonly modelRuns = new Set<string>();
  repeats = 0;
  readonly conditions: { condition: Condition; application: Application }[] = [];
  /** Calls under way, innermost last. */
  readonly stack: Span[] = [];
  /** How often each function is under way, and how often one has called itself. */
  private readonly active = new Map<FunctionNode | ClassNode, number>();
  private recursions = 0;
  /** Above 0: errors are expected here (a test's toThrow), and nothing is reported. */
  quiet = 0;
  /** Where layers stand in the model that runs: layer id → dotted path. */
  paths: ReadonlyMap<number, string> = new Map();
  /** The same of modules, and those whose forward is under way, innermost last. */
  modulePaths: ReadonlyMap<number, string> = new Map();
  readonly within: ObjectValue[] = [];
  model: string | undefined;
  readonly names = new Set<string>(); // symbols in use for open inputs
  /** Sizes that were read of inputs of unknown rank, by the tensor's id and the axis. */
  readonly openSizes = new Map<string, Dim>();
  /** During the silent try that looks for the shapes of open inputs: those that have none yet. */
  awaited: Set<Tensor> | undefined;
  world!: World;
  readonly context: Context;
  readonly target: string;
  private fuel: number;
  private reserve: number;

  constructor(context: Context, target: string, fuel: number) {
    this.context = context;
    this.target = target;
    this.fuel = Math.min(FUEL, fuel);
    this.reserve = fuel - this.fuel;
  }

  get fuelLeft(): number {
    return Math.max(0, this.fuel) + this.reserve;
  }

  burn(amount = 1): void {
    this.fuel -= amount;
    if (this.fuel < 0) throw new OutOfFuel("out of fuel");
  }

  /** Each root gets its own share, until the file's is used up. */
  refuel(): void {
    this.active.clear();
    this.recursions = 0;
    const tank = this.fuelLeft;
    this.fuel = Math.min(FUEL, tank);
    this.reserve = tank - this.fuel;
  }

  /** Whether a function may be called (a class instantiated) once more; each entry is left again. */
  enter(node: FunctionNode | ClassNode): boolean {
    const depth = this.active.get(node) ?? 0;
    if (this.stack.length > DEPTH || depth > MOST_NESTED) return false;
    if (depth > 0 && ++this.recursions > MOST_RECURSIONS) return false;
    this.active.set(node, depth + 1);
    return true;
  }

  leave(node: FunctionNode | ClassNode): void {
    this.active.set(node, this.active.get(node)! - 1);
  }

  gap(file: string, node: Node, why: string): void {
    if (this.gaps.length < 500) this.gaps.push({ span: { file, start: node.start, end: node.end }, why });
  }
}

/** Where code runs: its variables, its `this`, its file. */
export interface Frame {
  readonly run: Run;
  readonly scope: Scope;
  readonly file: string;
  readonly self?: Value;
  readonly home?: ClassValue; // the class whose method runs, for `super`
  readonly fn?: FunctionNode;
  readonly notes: ShapeNotes;
  /** What the generator that runs has given so far: as far as that is decided, and in any case. */
  readonly yields?: { readonly list: ArrayValue; readonly seen: Value[] };
  /** Values of `return`s in branches that were not certainly taken. */
  readonly returns: Value[];
}

export const spanOf = (frame: Pick<Frame, "file">, node: Node): Span => ({
  file: frame.file,
  start: node.start,
  end: node.end,
});
export const inScope = (frame: Frame, scope: Scope): Frame => ({ ...frame, scope });

/** Marks the records, so that what a silent try writes can be forgotten. */
export function recordMarks(run: Run): { reset(): void } {
  const lists: unknown[][] = [
    run.applications,
    run.layers,
    run.bindings,
    run.mentions,
    run.references,
    run.moduleUses,
    run.conditions,
  ];
  const lengths = lists.map((list) => list.length);
  const names = new Set(run.names);
  return {
    reset() {
      for (const [i, list] of lists.entries()) list.length = lengths[i]!;
      run.names.clear();
      for (const name of names) run.names.add(name);
    },
  };
}
