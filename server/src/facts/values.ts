/**
 * What an expression can be worth: the abstract values of the interpreter.
 *
 * A value is exact where the source says so, symbolic where a size is free, and `unknown` otherwise; an unknown
 * value never causes an error, it only makes what depends on it unknown.
 */
import type { Args, Dim, LayerSpec, Shape } from "@convlens/engine/specs";
import type { LoadedModel, ModelCall } from "./loaded.ts";
import type { Problem } from "./problem.ts";
import type { ClassCode, FunctionCode } from "./program.ts";
import type { Scope } from "./scope.ts";
import type { Span } from "./span.ts";
import type { TypedArrayType } from "./typed-array.ts";
import type { CallSite, World } from "./world.ts";

export type { ApplyRequest, CallSite, World } from "./world.ts";

export type Value =
  | UnknownValue
  | ConstValue
  | SizeValue
  | RatioValue
  | TensorValue
  | LayerValue
  | ArrayValue
  | ObjectValue
  | FunctionValue
  | ClassValue
  | BuiltinValue
  | TypedArrayValue
  | LocationValue
  | UnionValue;

/** Nothing is known; `why` says so to a person ("loaded at run time", "too deep"). */
export interface UnknownValue {
  readonly kind: "unknown";
  readonly why?: string;
  /** As a size it is the symbol of this name: that of the parameter or variable which holds it. */
  readonly free?: string;
  /** Of state that somebody else sets: what it is when it is read. */
  readonly current?: () => Value;
  /** Of a loaded model whose file is not known: what it is once an annotation names one. */
  readonly load?: (model: LoadedModel) => Value;
  /** Present where it need not be a number: what was read of it so far, by name. */
  readonly fields?: ReadonlyMap<string, Value>;
  /** What it may be, among what nobody knows: what is done to it may be done to these (`facts/aliases`). */
  readonly aliases?: readonly Value[];
}

/** A primitive: a number, a text, a truth value, nothing. Integers that are sizes are `const` too. */
export interface ConstValue {
  readonly kind: "const";
  readonly value: number | string | boolean | null | undefined | bigint;
  readonly span?: Span;
  /** It was read or computed: `span` tells where it is used. */
  readonly read?: true;
  /** Of an undefined that was read of something which certainly has no such member: told once it is used. */
  readonly absent?: Absent;
}

export interface Absent {
  /** Reports the mistake, where the member was read. `use`: where the undefined value makes the program fail. */
  report(use: Span, world: World): void;
}

/** A number known only as an expression over symbols: `x.shape[2] / 2`, a constructor's free parameter. */
export interface SizeValue {
  readonly kind: "size";
  readonly dim: Dim;
  readonly span?: Span;
}

/** A quotient of sizes that need not come out even, until Math.floor or Math.ceil makes a size of it. */
export interface RatioValue {
  readonly kind: "ratio";
  readonly numerator: Dim;
  readonly denominator: Dim;
}

/** A typed array: its elements are not followed, and how many there are never changes. */
export interface TypedArrayValue {
  readonly kind: "typed-array";
  readonly type: TypedArrayType;
  readonly length: Dim;
}

/**
 * Where a file lies, as a program writes it: `path.join(__dirname, "x.onnx")`, `new URL("./x.onnx", import.meta.url)`,
 * the bytes or the response that reading it gives. A plain string is a constant.
 */
export interface LocationValue {
  readonly kind: "location";
  readonly as: "text" | "url" | "bytes" | "response";
  /** What `path` starts from: the folder of the source `file`, the working directory, the root of the site, or (anywhere) a text that is not known. */
  readonly from: "source" | "cwd" | "site" | "anywhere" | "unsaid";
  readonly file: string;
  readonly path: string;
}

/** A tensor: its shape and the application that made it. */
export interface TensorValue {
  readonly kind: "tensor";
  readonly tensor: Tensor;
}

/**
 * One tensor in the graph. A parameter of `forward` starts with an `open` shape; the first layer that takes it
 * settles it (`[N, 3, H, W]`), for every alias at once.
 */
export interface Tensor {
  readonly id: number;
  readonly shape: Shape; // unknown rank: null
  readonly open?: boolean | undefined;
  /** Behind an error: sizes are what the failing layer declares, and not evidence against anybody else. */
  readonly repaired?: boolean;
  /** The shapes it may have as well, once an error further back is mended one way or the other. */
  readonly otherwise?: readonly Shape[] | undefined;
  /** Part of a reported disagreement. */
  readonly blamed?: boolean;
  /** Made behind an error, though with sizes that layers declare: no evidence where it meets other tensors. */
  readonly doubtful?: boolean;
  /** What the sizes are called where the source takes an input's shape apart: `const [b, t, c] = x.shape`. */
  readonly sizeNames?: readonly (string | undefined)[];
  /** Of an open input: the list that holds its sizes behind the batch, by name: `tf.input({ shape: inputShape })`. */
  readonly sizesIn?: string;
  /** Of an input that nobody gave a shape: the use that settled it. */
  readonly askedBy?: Span | undefined;
  /** Of an input whose batch was guessed: what it is where nobody passes batches, which the layer takes, too. */
  readonly unbatched?: Shape | undefined;
  /** The rank was guessed from a layer that takes any: what follows from the rank is not certain. */
  readonly assumed?: boolean | undefined;
  /** The shape is what one of several paths asks for: nothing follows from it for the others. */
  readonly uncertain?: boolean | undefined;
  readonly producer?: Application; // absent for inputs and constructors such as randn
  readonly outputIndex?: number;
  readonly name?: string; // how the source calls it: "x"
  readonly origin: Span; // where it was made or declared
  readonly parameter?: boolean; // learned, outside of any layer
  readonly range?: readonly [number, number]; // of values that the source spells out: indices of an embedding
  readonly dtype?: "float" | "int" | "bool"; // for embeddings and targets
  readonly dialect?: string; // of the library that made it; absent where nobody knows
  readonly content?: TensorContent; // absent where nobody knows
  readonly elementType?: string; // "float32", "int64": as onnxruntime and transformers.js name it
}

/** The values of a tensor, where the source says them. */
export type TensorContent =
  | { readonly kind: "fill"; readonly value: Dim }
  | { readonly kind: "range"; readonly start: number; readonly step: number };

/** A layer or module of a library, built once. Identity matters: weights are shared between its uses. */
export interface LayerValue {
  readonly kind: "layer";
  readonly id: number;
  readonly spec: LayerSpec; // a lazy layer becomes its plain form at first use
  readonly args: Args;
  readonly argSpans: Readonly<Record<string, Span>>; // where each argument stands; absent where defaulted
  readonly dialect: string;
  readonly site: Span; // the constructor call
  readonly name?: string; // "conv1": the field, variable or index it was first stored under
  readonly nameSpan?: Span; // where that name stands
  readonly path?: string; // "layer1.0.conv1": from the root model
  readonly refused?: boolean; // its constructor throws; nothing more is said of its uses
  readonly mended?: Args; // of a refused one: arguments that it would have taken, so that its uses have shapes
  readonly lazy?: { readonly spec: LayerSpec; readonly args: Args } | undefined; // what it was before its first use
  /** A lazy layer that has been used or not, or with one input or another: it takes any. */
  readonly unsure?: boolean | undefined;
  /** Of a model used as a layer: where its own graph begins and ends. */
  readonly graph?: { readonly inputs: readonly Tensor[]; readonly outputs: readonly Tensor[] } | undefined;
}

export interface ArrayValue {
  readonly kind: "array";
  readonly id: number;
  readonly elements: readonly Value[];
  readonly complete: boolean /* false: further, unknown elements */;
  readonly rest?: Value | undefined /* what further elements are like, where that is known */;
  readonly count?: Dim | undefined /* how many there are in all, where that is known of further ones */;
  readonly sizesOf?: Tensor /* what has these sizes, while its rank is not known */;
  readonly shapeOf?: Tensor /* whose shape a change of the list would spoil */;
  readonly frozen?: ObjectValue["frozen"];
  /** Of a list that is easily taken for something else, or for a longer one: a member or an element that it has not. */
  readonly lacks?: (name: string, at: Span) => Value;
}

/** Plain objects, class instances (modules among them), namespaces, Maps. */
export interface ObjectValue {
  readonly kind: "object";
  readonly id: number;
  readonly cls?: ClassValue;
  readonly fields: ReadonlyMap<string, Value>;
  readonly complete: boolean;
  /** Fields that need not be there: written or deleted where that was not decided. */
  readonly optional?: ReadonlySet<string>;
  /** Fields that are there, but perhaps behind others: written again where they may have been gone. */
  readonly misplaced?: ReadonlySet<string>;
  readonly setters?: ReadonlyMap<string, FunctionValue>;
  readonly frozen?: "values" | "names" | "perhaps" /* what no write reaches; `names`: no new ones */;
  readonly base?: BuiltinValue /* a library's class that it is or extends */;
  readonly site?: Span;
  readonly name?: string;
  readonly places?: ReadonlyMap<string, Span> /* where a literal's values stand */;
  readonly keyPlaces?: ReadonlyMap<string, Span> /* and its names */;
  readonly inputShape?: Shape /* of a model: what an annotation before its declaration says */;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly fn: FunctionCode;
  readonly scope: Scope;
  readonly self?: Value;
  readonly file: string;
  readonly home?: ClassValue;
  readonly name?: string;
}

export interface ClassValue {
  readonly kind: "class";
  readonly id: number;
  readonly cls: ClassCode;
  readonly parent?: Value;
  readonly scope: Scope;
  readonly file: string;
  readonly statics: ReadonlyMap<string, Value>;
  readonly name: string;
}

/** Something a dialect or the language provides: `nn.Conv2d`, `torch.cat`, `Array.from`. */
export interface BuiltinValue {
  readonly kind: "builtin";
  readonly name: string;
  /** Called as a function or method. */
  readonly call?: (site: CallSite) => Value;
  /** Of a library's: it may call functions that it is given, and did not call itself, any number of times. */
  readonly callsBack?: true;
  /** Called with `new`. */
  readonly construct?: (site: CallSite) => Value;
  /** Called by `super(…)` of a class that extends it: fills the instance. */
  readonly init?: (site: CallSite, self: ObjectValue) => void;
  /** Whether instances are modules: objects with a forward. */
  readonly module?: boolean;
  /** For models whose graph stands once they are built: where it begins and ends. */
  readonly graph?: (
    self: ObjectValue,
  ) => { readonly inputs: readonly Tensor[]; readonly outputs: readonly Tensor[] } | undefined;
  /** Base class for user classes (`extends nn.Module`): members that instances inherit. */
  readonly members?: (name: string, self: Value, site?: CallSite) => Value | undefined;
  /** It runs a loaded model: where it may be another one, nothing is told of this one. */
  readonly runsModel?: true;
  /** Static members and namespace members. */
  readonly get?: (name: string) => Value | undefined;
}

/** One of several, after an undecided branch. Never holds tensors alone: those are joined into one. */
export interface UnionValue {
  readonly kind: "union";
  readonly options: readonly Value[];
}

/** What a problem is about; rules turn it into a finding with a message, producers and fixes. */
export interface Subject {
  readonly problem: Problem;
  readonly spec: LayerSpec;
  readonly args: Args;
  readonly argSpans: Readonly<Record<string, Span>>;
  readonly layer?: LayerValue;
  readonly dialect: string; // of the library that is called
  readonly application?: Application;
  readonly inputs: readonly (Tensor | undefined)[];
  readonly inputSpans: readonly Span[];
  readonly span: Span;
  /** Of a call that became no application: what is called. */
  readonly calleeSpan?: Span;
  /** Calls that led here, innermost last. */
  readonly stack: readonly Span[];
}

/** One use of a layer or tensor function: a node of the model's graph. */
export interface Application {
  readonly id: number;
  readonly op: string; // "Conv2d", "cat"
  readonly spec: LayerSpec;
  readonly args: Args;
  readonly callArgs?: Args;
  readonly argSpans: Readonly<Record<string, Span>>;
  readonly dialect: string;
  readonly layer?: LayerValue;
  readonly name?: string; // "conv1"
  path?: string; // "layer1.0.conv1"
  readonly within?: string; // "layer1.0": the module in whose forward it is called, below the model
  model?: string; // class or variable of the model it runs in
  readonly span: Span;
  readonly calleeSpan: Span;
  readonly inputs: readonly Tensor[];
  readonly inputSpans: readonly Span[];
  outputs: readonly Tensor[];
  readonly params?: Dim;
  readonly failed: boolean; // a problem was reported here
  readonly run?: ModelCall; // of a loaded model
}
