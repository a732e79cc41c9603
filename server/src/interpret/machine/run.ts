/**
 * One run of the interpreter over a file: its state, limits and records.
 */
import type { Condition, Dim, Shape } from "@convlens/engine/specs";
import type { Binding, FunctionFact, Gap, ModelFact, ModuleUse } from "../../facts/analysis.ts";
import type { ShapeNotes } from "../../facts/annotations.ts";
import type { Language, ModuleState } from "../../facts/language.ts";
import type { LoadFact } from "../../facts/loaded.ts";
import type { Contradiction, UndeclaredLayer } from "../../facts/observed.ts";
import type { ClassCode, FunctionCode, Node } from "../../facts/program.ts";
import type { Scope } from "../../facts/scope.ts";
import type { Span } from "../../facts/span.ts";
import { type AttemptOptions, type Changes, State } from "../../facts/state.ts";
import type {
  Application,
  ArrayValue,
  ClassValue,
  FunctionValue,
  LayerValue,
  ObjectValue,
  Subject,
  Value,
  World,
} from "../../facts/values.ts";
import { moved } from "./any-times.ts";
import type { Context } from "./context.ts";
import { symbolsIn } from "./symbols-in.ts";
import type { Awaited, Call, Deferred } from "./under-way.ts";

const FUEL = 400_000; // evaluated nodes of one root; a large model takes some ten thousand

export const FILE_FUEL = 2_000_000; // of all roots of a file: a bundled program has thousands of them

const DEPTH = 80; // nested calls

const MOST_NESTED = 24; // calls of one function inside of itself

const MOST_RECURSIONS = 60; // of all functions of a root: one that calls itself twice has no end

const LOOK_AT_CLOCK = 256; // steps between two looks

/** Thrown when a run has used its fuel or its time; what it has recorded by then stands. */
export class OutOfFuel extends Error {}

export class Run {
  readonly state = new State();
  readonly modules = new Map<string, ModuleState>();
  // what is recorded, by `state` alone
  readonly applications: readonly Application[] = [];
  private readonly uses = new Map<number, readonly Application[]>(); // by layer
  readonly layers: readonly LayerValue[] = [];
  readonly instances: readonly ObjectValue[] = [];
  readonly subjects: readonly Subject[] = [];
  readonly bindings: readonly Binding[] = [];
  readonly mentions: readonly Omit<Binding, "role">[] = [];
  readonly references: readonly { readonly span: Span; readonly target: Span }[] = [];
  readonly moduleUses: readonly ModuleUse[] = [];
  readonly gaps: readonly Gap[] = [];
  readonly loads: readonly LoadFact[] = [];
  /** Objects that something unknown was given: for good, on whatever path. */
  readonly shared = new WeakSet<object>();
  readonly functions: ReadonlyMap<FunctionCode, FunctionFact & { file: string }> = new Map();
  readonly executed: ReadonlySet<FunctionCode> = new Set();
  readonly closures: ReadonlyMap<FunctionCode, FunctionValue> = new Map(); // functions made in the target, as they were made last
  readonly classes: ReadonlyMap<ClassCode, ClassValue> = new Map(); // made in the target, as they were made last
  readonly threw: ReadonlySet<FunctionCode> = new Set(); // functions that certainly ended in a throw
  readonly calledBack = new Set<FunctionCode>(); // callbacks of unknown functions that are running now
  readonly patched = new Set<string>(); // names of members that the program gives to classes of libraries
  called?: Set<FunctionCode> | undefined; // since a library was given functions
  guessing = false; // whether a function runs that is perhaps not the one which is called
  readonly parameterShapes: ReadonlyMap<FunctionCode, ReadonlyMap<string, Shape>> = new Map();
  readonly contradictions: readonly Contradiction[] = [];
  readonly undeclared: readonly UndeclaredLayer[] = [];
  readonly models: readonly ModelFact[] = [];
  readonly modelled: ReadonlySet<number> = new Set(); // ids of the instances that ran as models
  /** Instances with the shapes they ran on, and how often such a run was repeated: a training loop does nothing else. */
  readonly modelRuns: ReadonlySet<string> = new Set();
  repeats = 0;
  /** How many loops are under way. */
  loops = 0;
  readonly conditions: readonly { readonly condition: Condition; readonly application: Application }[] = [];
  names: ReadonlySet<string> = new Set(); // symbols in use for open inputs
  /** Sizes that were read of inputs of unknown rank, or given to open ones, by the tensor's id and the axis. */
  readonly openSizes: ReadonlyMap<string, Dim> = new Map();

  /** Where layers that some path has used are built. Seen, not state: what is taken back was seen all the same. */
  readonly usedSites = new Set<string>();
  /** Calls under way, innermost last. */
  readonly stack: Span[] = [];
  /** How often each function is under way, and how often one has called itself. */
  private readonly active = new Map<FunctionCode | ClassCode, number>();
  private recursions = 0;
  /** Where layers stand in the model that runs: layer id → dotted path. */
  paths: ReadonlyMap<number, string> = new Map();
  /** The same of modules, and those whose forward is under way, innermost last. */
  modulePaths: ReadonlyMap<number, string> = new Map();
  readonly within: ObjectValue[] = [];
  model: string | undefined;
  /** During the silent try that looks for the shapes of open inputs: what they are asked to be. */
  awaited: Awaited | undefined;
  readonly calls: Call[] = [];
  /** What was asked of calls whose failures are in doubt, and whether such a question is under way. */
  readonly verdicts = new Map<string, boolean>();
  probing = false;
  /** Where calls of libraries stand that went well once, and how many problems there were so far, told or not. */
  readonly wentWell: ReadonlySet<string> = new Set();
  complaints = 0;
  /** What was found where the code need not run. */
  readonly doubtful = new WeakSet<Subject>();
  private undecided = 0; // attempts under way
  /** What goes well where an input has no batch. */
  readonly refuted = new WeakSet<Subject>();
  /** By loop that is no longer followed pass by pass: where uses went well before. */
  readonly passed: ReadonlySet<string>[] = [];
  /** What callbacks that others hold may do whenever anybody else runs, and what other entries of the file may. */
  readonly pending: readonly Changes[] = [];
  readonly entries: readonly Changes[] = [];
  entriesKnown = false;
  /** Callbacks to be looked at when all that runs before them has run. */
  deferred: readonly Deferred[] = [];
  /** While one of them runs: what was written since it was handed out, which what it hands out may meet, too. */
  meanwhile: Changes | undefined;
  /** Nothing is asked but what an entry writes: one pass is enough, in which its inputs get their shapes on the way. */
  onlyEffects = false;
  /** Functions that an entry has been through while their effects were looked for. */
  readonly followed = new Set<FunctionCode>();
  /** The version of the state that takes in what others may do. */
  settledAt = -1;
  /** Counts what may have thrown: calls of something unknown, layers on shapes that they need not take. */
  risks = 0;
  /** How many `try`s with a handler are under way. */
  tries = 0;
  world!: World;
  language!: Language;
  readonly context: Context;
  readonly target: string;
  private fuel: number;
  private reserve: number;
  private charged = 0; // of the state's work
  private steps = 0;
  /** Whether its time is used up: nothing more is followed. */
  isLate = false;
  /** What ran when fuel or time ended. */
  cutModel: string | undefined;

  constructor(context: Context, target: string, fuel: number) {
    this.context = context;
    this.target = target;
    this.fuel = Math.min(FUEL, fuel);
    this.reserve = fuel - this.fuel;
    this.isLate = context.timeIsUp?.() ?? false; // a file may have many runs that are short
  }

  get fuelLeft(): number {
    return Math.max(0, this.fuel) + this.reserve;
  }

  burn(amount = 1): void {
    // looking back at what was written costs, too: a step of it about an eighth of an evaluated node
    const { work } = this.state;
    amount += (work - this.charged) / 8;
    this.charged = work;
    this.fuel -= amount;
    if (++this.steps % LOOK_AT_CLOCK === 0 && this.context.timeIsUp?.()) this.isLate = true;
    if (this.fuel >= 0 && !this.isLate) return;
    const [outermost] = this.within;
    this.cutModel = this.model ?? outermost?.cls?.name ?? outermost?.name;
    throw new OutOfFuel("out of fuel");
  }

  /** What need not run, tried from the state as it is: see `State.attempt`. */
  attempt<T>(body: () => T, options?: AttemptOptions): ReturnType<State["attempt"]> & { readonly result: T } {
    const call = this.calls.at(-1);
    if (call) call.undecided++;
    this.undecided++;
    try {
      const attempted = this.state.attempt(body, options);
      // of a trial no name remains but those in what it wrote
      if (options?.trial)
        symbolsIn(attempted.changes, attempted.result, (name) => this.state.mark(this.names, name));
      return attempted;
    } finally {
      this.undecided--;
      if (call) call.undecided--;
    }
  }

  /** Whether what runs now need not run: a side of a branch, a callback, what follows an undecided way out. */
  get inDoubt(): boolean {
    return this.undecided > 0 || this.calls.some(({ returned }) => returned) || this.state.leaving;
  }

  /** Runs the body of a function or constructor. */
  inCall<T>(call: Omit<Call, "undecided" | "returned" | "repeated">, body: () => T): T {
    const { again, node, file, from, given } = call;
    const doubts = { undecided: 0, returned: false, repeated: false };
    const underWay: Call = { again, node, file, from, given, ...doubts };
    const { state } = this;
    const start = state.moment(state.level);
    this.calls.push(underWay);
    try {
      const result = body();
      // what it does once, the calls that were not followed may have done any number of times
      if (underWay.repeated) state.doubt(state.since(start), moved);
      return result;
    } finally {
      this.calls.pop();
    }
  }

  /** From here to the end of the function nothing need run: it has perhaps returned. */
  perhapsLeft(): void {
    const call = this.calls.at(-1);
    if (call) call.returned = true;
  }

  /** Each root gets its own share, until the file's is used up. */
  refuel(most = FUEL): void {
    this.active.clear();
    this.recursions = 0;
    const tank = this.fuelLeft;
    this.fuel = Math.min(most, tank);
    this.reserve = tank - this.fuel;
  }

  /** Whether a function may be called (a class instantiated) once more; each entry is left again. */
  enter(node: FunctionCode | ClassCode): boolean {
    const depth = this.active.get(node) ?? 0;
    if (this.stack.length > DEPTH || depth > MOST_NESTED) return false;
    if (depth > 0 && ++this.recursions > MOST_RECURSIONS) return false;
    this.active.set(node, depth + 1);
    return true;
  }

  leave(node: FunctionCode | ClassCode): void {
    this.active.set(node, this.active.get(node)! - 1);
  }

  /** The uses of a layer so far, oldest first. */
  usesOf({ id }: LayerValue): readonly Application[] {
    const known = this.uses.get(id) ?? [];
    this.uses.set(id, known);
    return known;
  }

  /** A path uses the layer. */
  noteUse({ site }: LayerValue): void {
    this.usedSites.add(`${site.start} ${site.file}`);
  }

  gap(file: string, node: Node, why: string, failure?: string, cut?: Gap["cut"]): void {
    if (this.gaps.length < 500)
      this.state.record(this.gaps, {
        span: { file, start: node.start, end: node.end },
        why,
        ...(failure !== undefined && { failure }),
        ...(cut && { cut }),
      });
  }
}

/** Where code runs: its variables, its `this`, its file. */
export interface Frame {
  readonly run: Run;
  readonly scope: Scope;
  readonly vars?: Scope; // of the function or file: where `var` declares
  readonly file: string;
  readonly self?: Value;
  readonly home?: ClassValue; // the class whose method runs, for `super`
  readonly fn?: FunctionCode;
  readonly notes: ShapeNotes;
  /** Of an async function: when it first waited. What it does from there happens later than what its caller does next. */
  readonly waits?: { readonly level: number; first?: number };
  /** What the generator that runs has given so far: as far as that is decided, and in any case. */
  readonly yields?: { readonly list: ArrayValue; readonly seen: Value[] };
}

export const spanOf = (frame: Pick<Frame, "file">, node: Node): Span => ({
  file: frame.file,
  start: node.start,
  end: node.end,
});

export const inScope = (frame: Frame, scope: Scope): Frame => ({ ...frame, scope });
