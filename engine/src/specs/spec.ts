/**
 * What a layer is: one declaration that serves shape inference with symbols, validation with numbers,
 * hovers, completion, constructors and summaries.
 *
 * A shape rule is written once over abstract dimensions (`Dim`). With numbers every requirement is decided;
 * with symbols an undecided one is kept, so that the checker can tell for which sizes a model works.
 *
 *   infer({ args, inputs: [x], require }) {
 *     require(eq(x[1], args.inChannels), () => ({ code: "conv-in-channels", at: { arg: "inChannels" }, … }));
 *     return [[x[0], args.outChannels, …]];
 *   }
 */
import type { Condition, Dim } from "../dims/index.ts";
import type { SpecCode } from "./codes.ts";

/** A tensor's sizes; `null` where not even the rank is known. */
export type Shape = readonly Dim[] | null;

/** What an argument can be once decoded: a size, one size an axis, a flag, a word, an absent value, or not known. */
export type Arg =
  | Dim
  | readonly Dim[]
  | boolean
  | string
  | null
  | undefined
  | Unknown
  | NestedArg
  | InnerLayer
  | readonly InnerLayer[];
/** Nested sizes, such as TensorFlow.js's `[[1, 1], [2, 2]]`. */
export type NestedArg = readonly (readonly Dim[])[];
/** A layer given to a layer, such as TensorFlow.js's `bidirectional({ layer })`. */
export interface InnerLayer {
  readonly spec: LayerSpec;
  readonly args: Args;
}
/** An argument whose value the caller could not determine (`unknown` dims are for numbers; this is for flags and words). */
export interface Unknown {
  readonly unknown: true;
}
export const UNKNOWN_ARG: Unknown = { unknown: true };

export type Args = Readonly<Record<string, Arg>>;

/** One parameter of a layer, in the order of the library's own signature. */
export interface Param {
  readonly name: string; // camelCase of the library's name: inChannels
  readonly kind: ParamKind;
  readonly required?: boolean;
  readonly default?: Arg;
  readonly doc: string; // one sentence, for completion and signature help
  readonly choices?: readonly string[]; // for kind "word"
  readonly checkedAt?: "construct" | "forward"; // when a wrong type is noticed; by default required ones at once
  readonly type?: string; // in declarations of the library, where the kind says too little: "number | null"
}
/**
 * `ints`: an integer or one an axis; `shape`: a list of integers; `number`: any real; `word`: one of `choices`. A `tensor`
 * among the arguments is one more input, and the argument that input's place.
 */
export type ParamKind = "int" | "ints" | "shape" | "number" | "bool" | "word" | "tensor" | "any";

/** Where a problem sits, so that an editor can underline it. */
export type At =
  | { readonly arg: string; readonly element?: number } // one argument (one element of its tuple)
  | { readonly args: readonly string[] } // a set of arguments that belong together
  | { readonly input: number; readonly axis?: number } // an input tensor
  | "call";

/** Why a layer would fail. An error as a value: the engine throws it, the checker reports it. `Code`: of others who report such. */
export interface Problem<Code extends string = SpecCode> {
  readonly code: Code; // "conv-in-channels"
  readonly stage: "construct" | "forward";
  readonly at: At;
  /** The predicate of the sentence whose subject is the layer: "expects 32 input channels, receives 16". */
  readonly message: string;
  /** What the library itself says at run time; the engine throws this text. */
  readonly runtime?: string;
  /** The class of error that PyTorch raises: "RuntimeError", "ValueError", "TypeError", "IndexError", "NotImplementedError". */
  readonly exception?: string;
  readonly severity?: "error" | "warning"; // default error
  /** Facts for fixes: the value that would be right for `at`, the one that is there. */
  readonly expected?: Arg;
  readonly received?: Arg;
}

/** One use of a layer on inputs, as a shape rule sees it. */
export interface Call {
  readonly args: Args; // complete: defaults filled in
  readonly inputs: readonly Shape[];
  readonly training?: boolean;
  readonly callArgs?: CallArgs;
  /** States that `condition` must hold. Returns false when it certainly does not (the problem is then recorded). */
  require(condition: Condition, problem: () => Problem): boolean;
  /** Records a problem that is certain. */
  fail(problem: Problem): void;
}

/**
 * Arguments of the call itself, `callParams` of the spec; and what is known of a call beside its shapes: the smallest and
 * the largest index (`indexRange`), the number in place of a second tensor (`other`), and in TensorFlow.js the shape that a
 * layer was built for, a list of inputs that may be longer, and where a layer stands.
 */
export type CallArgs = Readonly<Partial<Record<CallArg, Arg>>>;
export type CallArg =
  | ("outputSize" | "keyPaddingMask" | "needWeights" | "attnMask" | "averageAttnWeights" | "hidden" | "cell")
  | ("indexRange" | "other")
  | ("built" | "openList" | "unchecked" | "sequential" | "openBatch");

/** A layer as a function of `torch.nn.functional`. The function's own spec is made of it: see `torch/functional.ts`. */
export interface Functional {
  readonly name: string; // "maxPool2d"
  /** In its own order, learned tensors among them; by default the layer's. */
  readonly params?: readonly Param[];
  /** With learned tensors: the layer that it is, told by their sizes. Undefined where those are not known. */
  layer?(given: Given): { readonly spec?: LayerSpec; readonly args: Args } | undefined;
  /** The function's argument behind an argument of the layer: { inChannels: "weight" }. */
  readonly behind?: Readonly<Record<string, string>>;
}

/** What a function with learned tensors is given. */
export interface Given {
  readonly args: Args;
  readonly input: Shape;
  /** Sizes of a tensor among the arguments; undefined where it is left out, null where they are not known. */
  sizes(name: string): Shape | undefined;
  /** The same for a tensor of so many axes; null with a problem recorded where it has others. */
  ranked(name: string, rank: number): Shape | undefined;
  /** States that a tensor, if it is given, has these sizes. */
  expect(name: string, sizes: readonly Dim[], runtime: (found: readonly Dim[]) => string): void;
  /** Records a problem that is certain. */
  refuse(problem: Problem): void;
}

/** One layer or tensor function of a library. */
export interface LayerSpec {
  readonly name: string; // "Conv2d", "cat"
  readonly kind: "layer" | "function";
  readonly summary: string; // one sentence
  readonly docs: string; // URL of the library's own page
  readonly params: readonly Param[];
  /** Names of the input tensors; default ["input"]. `"..."` as last name: any further ones (cat takes a list). */
  readonly inputs?: readonly string[];
  /** Arguments of a call behind the inputs: an output size, masks, the states that a sequence starts from. */
  readonly callParams?: readonly (Param & { readonly name: CallArg })[];
  /** What a call gives: one tensor (or where arguments ask for more, those), a list, or [output, [hidden, cell]]. */
  readonly results?: "one" | "list" | "nested";
  /** The layer as a function. */
  readonly functional?: Functional;
  /** A function of `torch.nn.functional` that is no layer. */
  readonly inFunctional?: boolean;
  /** The kernel that computes it, where that is another spec's. */
  readonly kernel?: string;
  /** Errors in the arguments alone: what the constructor of the library refuses. `given`: as written, without defaults. */
  check?(call: Pick<Call, "args" | "require" | "fail"> & { readonly given: Args }): void;
  /** The library looks at no argument's type by itself and passes over options it does not know: `check` says all. */
  readonly lenient?: boolean;
  /** Output shapes. Always answers, also after a problem: then what the layer was declared to give. */
  infer(call: Call): readonly Shape[];
  /** Shape of each learned tensor in the library's state-dict order and names. `inputs`: for libraries that build weights at first use. */
  parameters?(args: Args, inputs?: readonly Shape[]): Readonly<Record<string, readonly Dim[]>>;
  /** A function that is a layer of these learned tensors: the layer, its arguments, and the inputs that are its tensors. */
  asLayer?(
    args: Args,
    inputs: readonly Shape[],
  ):
    | { readonly spec: LayerSpec; readonly args: Args; readonly tensors: Readonly<Record<string, number>> }
    | undefined;
  /** First values of the learned tensors: a rule of `nn/init.ts`, or the bound of uniform ones. */
  readonly initial?: "ones" | "kaiming" | "normal" | "attention" | "slope" | ((args: Args) => number);
  /** Learned tensors that are not parameters (running statistics). */
  buffers?(args: Args): Readonly<Record<string, readonly Dim[]>>;
  /** Multiply-accumulate operations of one call. */
  macs?(args: Args, inputs: readonly Shape[], outputs: readonly Shape[]): Dim;
  /** The size formula of each computed axis with the numbers in it: "H: ⌊(32 + 2·1 − 1·(3 − 1) − 1) / 2⌋ + 1 = 16". */
  formula?(args: Args, inputs: readonly Shape[], outputs: readonly Shape[]): readonly string[];
  /**
   * How the layer slides over its input. `space`: sizes of input and output, on which the padding may hang, as
   * TensorFlow.js's "same" does.
   */
  geometry?(args: Args, space?: Space): WindowGeometry;
  /** Adds cells around the input, or takes some away: those that stay have the neighbours that they had. */
  readonly margins?: boolean;
  /** The input shape a layer asks for when nothing else is known: [N, inChannels, H, W]. Fresh axis names are the spec's to choose. */
  inputHint?(args: Args): Shape;
  /** The one rank that the layer takes, the batch included; undefined where it takes several. */
  inputRank?(args: Args): number | undefined;
  /** The layer takes inputs of several ranks, so that the hint's rank is a guess. */
  readonly anyRank?: boolean;
  /** A lazy layer's plain form after its first input. */
  materialize?(args: Args, input: Shape): { readonly name: string; readonly args: Args };
  /** The layer in a message, in short: "3 → 16, k3, s2". By default its channels and its window. */
  signature?(args: Args): string;
  /** PyTorch's extra_repr: what stands between the parentheses of repr. */
  repr?(args: Args): string;
}

/** The spatial sizes that windows lie on and give. */
export interface Space {
  readonly input: readonly Dim[];
  readonly output: readonly Dim[];
}

/** What slides over an input: where its windows lie, and what they see there. */
export interface WindowGeometry {
  readonly windows: readonly Window[]; // one a spatial axis
  /** What cells outside of the input show; of poolings they show nothing. */
  readonly mode: PaddingMode;
  /** Into how many groups channels are split; "each": every channel is one. */
  readonly groups: Dim | "each";
  /** Windows of the output enlarge the map instead. */
  readonly transposed?: boolean;
}
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular" | "nothing";

/** A window along one axis. */
export interface Window {
  readonly kernel: Dim;
  readonly stride: Dim;
  readonly dilation: Dim;
  readonly low: Dim; // cells added before the axis
  readonly high: Dim; // and behind
}
