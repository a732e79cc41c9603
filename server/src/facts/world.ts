/** What builtins and libraries see of a run: the call that they answer, and what they may do to the analysis. */
import type { Args, Dim, LayerSpec, Shape } from "@convlens/engine/specs";
import type { LoadFact, ModelCall, ModelSource } from "./loaded.ts";
import type { Problem } from "./problem.ts";
import type { Span } from "./span.ts";
import type { State } from "./state.ts";
import type {
  Application,
  ArrayValue,
  BuiltinValue,
  LayerValue,
  ObjectValue,
  Tensor,
  TensorValue,
  Value,
} from "./values.ts";

/** A call as a builtin sees it. */
export interface CallSite {
  readonly self?: Value; // the receiver
  readonly selfSpan?: Span;
  readonly args: readonly Value[];
  readonly argSpans: readonly Span[]; // one an argument
  readonly span: Span; // the whole call
  readonly calleeSpan: Span; // the callee's last name: `conv1` in `this.conv1(x)`, `conv1.forward` in `this.conv1.forward(x)`
  readonly world: World;
  /** Nobody wrote this call: its arguments stand for any. */
  readonly free?: boolean;
  /** Further arguments may follow: a list of unknown length is spread into them. */
  readonly more?: boolean;
  /** Nothing goes on before the promise that it gives is fulfilled. */
  readonly awaited?: boolean;
}

/** What builtins may do to the analysis; implemented by the interpreter. */
export interface World {
  /** Where everything is written. */
  readonly state: State;
  /** Applies a layer or tensor function to inputs: runs its rule, records the application and its problems, gives the outputs. */
  apply(request: ApplyRequest): readonly TensorValue[];
  /** Checks the arguments of a layer at construction and makes the value. */
  build(
    spec: LayerSpec,
    args: Args,
    argSpans: Readonly<Record<string, Span>>,
    dialect: string,
    site: Span,
  ): LayerValue;
  /** A new tensor that no layer made: `randn([8, 3, 32, 32])`, an input. */
  tensor(
    shape: Shape,
    origin: Span,
    extra?: Partial<
      Pick<
        Tensor,
        | "name"
        | "dtype"
        | "open"
        | "sizesIn"
        | "assumed"
        | "parameter"
        | "range"
        | "dialect"
        | "content"
        | "elementType"
      >
    >,
  ): TensorValue;
  /** Runs a rule for its problems alone; nothing becomes part of a graph. */
  check(request: ApplyRequest): readonly Shape[];
  /** Tells a problem that no rule of a layer knows; `request` is what it is about. */
  report(problem: Problem, request: ApplyRequest): void;
  /** The uses of a layer so far, oldest first. */
  uses(layer: LayerValue): readonly Application[];
  /** Notes that the layer serves: something reads its weights. */
  use(layer: LayerValue): void;
  /** Calls a function, class instance (`forward`) or layer with arguments, as user code would. */
  call(callee: Value, args: readonly Value[], site: CallSite): Value;
  construct(callee: Value, args: readonly Value[], site: CallSite): Value;
  /** Files of models that the program loads. */
  readonly models: ModelSource;
  /** Whether something unknown has got hold of the value, and may have added to it. */
  isShared(value: Value): boolean;
  /** Notes where a model is loaded; it need not be there. */
  noteLoad(load: LoadFact): void;
  /** Reads a member of any value, as `value.name` would. */
  get(value: Value, name: string, site: CallSite): Value;
  /** Whether the language takes the value for true; undefined where it is not decided. */
  truth(value: Value): boolean | undefined;
  /** A size that only a run knows, perhaps 0, under a name that no other one has. */
  free(name: string): Dim;
  /** `count`: how many elements there are in all, where not all of them are known. */
  array(elements: readonly Value[], complete?: boolean, rest?: Value, count?: Dim): ArrayValue;
  object(fields: Iterable<readonly [string, Value]>, base?: BuiltinValue, site?: Span): ObjectValue;
  /** Something that is stored under a name for the first time takes it. */
  name(value: Value, name: string): void;
  setField(object: ObjectValue, name: string, value: Value): void;
  setElements(array: ArrayValue, elements: readonly Value[]): void;
}

export interface ApplyRequest {
  readonly spec: LayerSpec;
  readonly args: Args;
  readonly argSpans: Readonly<Record<string, Span>>;
  readonly callArgs?: Args;
  readonly layer?: LayerValue; // absent for functions
  readonly inputs: readonly Value[]; // tensors, or unknown
  readonly inputSpans: readonly Span[];
  readonly span: Span; // the application
  readonly calleeSpan: Span;
  readonly dialect: string;
  /** Of a call that runs a loaded model. */
  readonly run?: ModelCall;
  /** What is wrong with a function's arguments alone: then nothing else is said of the call. */
  readonly refusals?: readonly Problem[];
}
