/**
 * What everybody may know of a program, whatever language it is written in: names, functions, classes and comments with
 * their places. How the code between them reads is the language's own matter (`syntax/` has JavaScript's trees, which are
 * these with more in them).
 */

/** Something in a source, by its UTF-16 offsets. */
export interface Node {
  readonly start: number;
  readonly end: number;
}

export interface Comment extends Node {
  readonly text: string; // without its marks
  readonly mark: number; // the length of the one that opens it
  readonly block: boolean;
}

/** A source file; or a part of one. */
export interface ModuleCode extends Node {
  readonly comments: readonly Comment[];
  /** Declarations without a body, where they are annotated: members of interfaces, overloads, abstract methods. */
  readonly signatures: readonly Node[];
  /** Names of functions and classes that stand in other parts of the file as well: they run where somebody here runs them. */
  readonly guests?: ReadonlySet<string>;
}

export interface Name extends Node {
  readonly kind: "Identifier";
  readonly name: string;
}

export interface FunctionCode extends Node {
  readonly name?: Name;
  readonly params: readonly ParameterCode[];
  /** The declared result type as text, and as a shape type when it is `Tensor<[…]>`. */
  readonly returnType?: TypeNote;
}

export interface ParameterCode extends Node {
  readonly target: Name | TakenApart | (Node & { readonly kind: "Member" | "ArrayPattern" | "Opaque" });
  readonly default?: Node;
  readonly rest: boolean;
  readonly optional: boolean;
  readonly type?: TypeNote;
}

/** An argument of which the function wants members by name: `({ ids, mask })`. */
export interface TakenApart extends Node {
  readonly kind: "ObjectPattern";
  readonly properties: readonly (Node & { readonly key: { readonly name?: string } })[];
}

/** A type annotation, as far as anyone here needs it. */
export interface TypeNote extends Node {
  readonly text: string;
  readonly name?: string /* leading identifier: "Tensor", "number", "nn.Module" */;
  readonly tensorDims?: string /* inside of Tensor<[ … ]> */;
}

export interface ClassCode extends Node {
  readonly name?: Name;
  readonly members: readonly (MethodCode | (Node & { readonly kind: "Field" | "StaticBlock" }))[];
}

export interface MethodCode extends Node {
  readonly kind: "Method";
  readonly key: Node & { readonly name?: string };
  readonly fn: FunctionCode;
  readonly static: boolean;
  readonly role: "method" | "get" | "set" | "constructor";
}
