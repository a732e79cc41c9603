/**
 * What is known of a file once it was interpreted: plain data that editor features, the terminal and previews read.
 *
 *   const analysis = project.analyze("net.ts");
 *   for (const use of analysis.applications) console.log(use.name, use.outputs[0]?.shape);
 */
import type { Condition, Dim, Shape } from "@convlens/engine/specs";
import type { LoadFact } from "./loaded.ts";
import type { ProblemCode } from "./problem-code.ts";
import type { Span } from "./span.ts";
import type { Application, LayerValue, Tensor } from "./values.ts";

export interface Analysis {
  readonly file: string;
  /** Every use of a layer or tensor function whose span is in this file, in execution order, once for each context. */
  readonly applications: readonly Application[];
  /** Layers constructed in this file, in source order of their sites. */
  readonly layers: readonly LayerValue[];
  /** Modules whose forward is called here, once for each context. */
  readonly moduleUses: readonly ModuleUse[];
  /** Names that hold a tensor: variables, parameters, fields; the span is the name's. */
  readonly bindings: readonly Binding[];
  /** Where such a name is read. */
  readonly mentions: readonly Omit<Binding, "role">[];
  readonly functions: readonly FunctionFact[];
  readonly models: readonly ModelFact[];
  readonly findings: readonly Finding[];
  /** Uses of layers by name, for go to definition: `conv1` in `this.conv1.forward(x)` → the constructor and the field. */
  readonly references: readonly { readonly span: Span; readonly target: Span }[];
  /** Where model files are loaded. */
  readonly loads: readonly LoadFact[];
  /** What the analysis could not follow, for the log and `--verbose`. */
  readonly gaps: readonly Gap[];
}

export interface Gap {
  readonly span: Span;
  readonly why: string;
  /** Where it is a mistake of ours: the error with its stack, which holds no text of the source. */
  readonly failure?: string;
  /** Where there was too much to follow: what ended it, and the model that was being followed, if it was one. */
  readonly cut?: { readonly model: string | undefined; readonly by: "time" | "fuel" };
}

export interface Binding {
  readonly span: Span;
  readonly name: string;
  readonly tensor: Tensor;
  readonly role: "variable" | "parameter" | "return" | "field";
}

/** `layer1` in `this.layer1.forward(x)`: a module that holds layers, as it runs there. */
export interface ModuleUse {
  readonly span: Span; // of what is called: "layer1.forward"
  readonly name: string; // "layer1"
  readonly type: string; // "Sequential"
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** All that ran inside of it. */
  readonly applications: readonly Application[];
}

/** A function or method whose result is a tensor. */
export interface FunctionFact {
  readonly name: string;
  readonly span: Span; // its declaration
  readonly params: Readonly<Record<string, Shape>>;
  readonly returns: Shape;
}

/** A class, Sequential or function that builds a model: what the lens and the summary show. */
export interface ModelFact {
  readonly name: string;
  readonly span: Span; // the name in its declaration
  readonly declaration: Span;
  /** The variable or export that holds the instance. */
  readonly variable?: string;
  readonly site: Span; // where the instance was made
  readonly kind: "class" | "value" | "function";
  readonly dialect: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** The whole graph of one run, in execution order, files of helpers included. */
  readonly applications: readonly Application[];
  /** The module tree: dotted path → class name and the layers below it. */
  readonly modules: readonly { readonly path: string; readonly type: string }[];
  readonly params: Dim;
  readonly macs: Dim;
  /** What its free dims must satisfy: "H, W: multiples of 16, at least 32"; absent when always satisfied or not known. */
  readonly requirement: string | undefined;
  readonly conditions: readonly Condition[];
  /** The layer where a run would stop, by its path or name: "conv2". */
  readonly fails: string | undefined;
}

export type Severity = "error" | "warning" | "information" | "hint";
export interface Finding {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string; // plain text, may have several lines
  readonly span: Span;
  /** The call or constructor that the span is part of: a comment above it speaks of all its lines. */
  readonly whole?: Span;
  readonly related: readonly { readonly message: string; readonly span: Span }[];
  /** Candidate edits, preferred first, not yet re-checked. */
  readonly fixes: readonly Fix[];
  /** The chain of facts that makes it certain; the last one is what it says itself. */
  readonly certainty: readonly Evidence[];
}
/** One fact of such a chain. */
export interface Evidence {
  /**
   * `written`: stands in the source. `declared`: an annotation, a type or a model's input shape says so. `asked`: a layer
   * takes nothing else. `computed`: follows by a layer's rule. `required`: the rule that is broken. `guess`: none of these.
   */
  readonly kind: "written" | "declared" | "asked" | "computed" | "required" | "guess";
  readonly message: string;
  readonly span: Span;
}
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly newText: string }[];
  readonly preferred?: boolean;
}
