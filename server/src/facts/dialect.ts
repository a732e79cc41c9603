/**
 * A dialect teaches the checker one library: which imported names are which layers, how their arguments decode,
 * which layout and words they use. One file a library; everything else is shared.
 */
import type { Shape } from "@convlens/engine/specs";
import type { Problem } from "./problem.ts";
import type { Span } from "./span.ts";
import type { Application, CallSite, Value, World } from "./values.ts";

export interface Dialect {
  readonly id: string; // "convlens", "tfjs"
  /** Module specifiers it answers for: "@convlens/engine", "@tensorflow/tfjs", … */
  readonly modules: readonly string[];
  /** Globals it answers for in files that import nothing (`tf` of a script tag). */
  readonly globals?: readonly string[];
  /** How types name its tensors: "Tensor", "Tensor4D", "mx.array". */
  readonly tensorTypes: readonly string[];
  /** What programs write to the library changes what it gives: `env.localModelPath = …`. */
  readonly hasState?: true;
  /** The namespace that `import * as m from "specifier"` gives. Members are looked up lazily. */
  namespace(specifier: string): Value;
  /** A member of a tensor: `x.flatten`, `x.shape`. Undefined where the library has none. */
  tensorMember(name: string, tensor: Value, world: World, site?: CallSite): Value | undefined;
  /** A member of a layer: `conv.weight`, `conv.forward`, `layer.apply`. */
  layerMember(name: string, layer: Value, world: World): Value | undefined;
  /** What a parameter of such a type is while nobody calls: `tf.Sequential` is a model to build on. */
  parameter?(type: string, span: Span, world: World): Value | undefined;
  /** What is suspicious about a use whose rule found nothing to say: mistakes that the library accepts. */
  suspicions?(use: Application, outputs: readonly Shape[]): readonly Problem[];
  /** How a shape reads in this library: `[N, 3, 32, 32]` or `[null, 32, 32, 3]`. */
  formatShape(shape: Shape): string;
  /** What the engine computes for a use; undefined where it has nothing for it. */
  engineOp(use: Application): EngineOp | undefined;
  /** How its layers take arguments: `(3, 16, { stride: 2 })` by default, all in one object, or all in their places. */
  readonly argumentStyle?: "options" | "object" | "positional";
  /** Whether its images are [N, H, W, C]. */
  readonly channelsLast: boolean;
}

/** A layer or function of `@convlens/engine/graph`; `channelsLast`: between two transpositions. */
export interface EngineOp {
  readonly library: "torch" | "tfjs";
  readonly kind: "layer" | "function";
  readonly name: string;
  readonly channelsLast: boolean;
}

/** Whether the specifier names this library: its package, a built file of it, or its address at a CDN. */
export const answersFor = ({ modules }: Dialect, specifier: string): boolean =>
  modules.some((name) => {
    if (specifier === name) return true;
    const at = specifier.indexOf(name);
    if (at < 0 || (at > 0 && !"/:".includes(specifier[at - 1]!))) return false;
    const rest = specifier.slice(at + name.length);
    return at > 0 ? /^(@[^/]*)?($|[/?#])/.test(rest) : rest.startsWith("/dist/");
  });

/** Whether the specifier sounds like a wrapper of this library: `../vendor/tfjs.esm`, `deeplearn-tensorflow`, `@/lib/tf`. */
export const soundsLike = ({ modules, globals = [] }: Dialect, specifier: string): boolean =>
  modules.some((name) => name.split(/[@/-]/).some((part) => part.length > 3 && specifier.includes(part))) ||
  globals.includes(/[^/]*$/.exec(specifier)![0].replace(/\.[cm]?[jt]s$/, ""));
