/**
 * The program as plain data: what the interpreter reads. No parser type leaves `syntax/`.
 *
 * Names and structure are ESTree's, the standard of the field, reduced: types, casts (`as`, `satisfies`, `!`),
 * decorators and parentheses are gone, and whatever cannot be understood (or was half typed) is `Opaque`.
 * Every node has `start` and `end`, UTF-16 offsets into the source. Trees are immutable.
 */
import type {
  ClassCode,
  FunctionCode,
  MethodCode,
  ModuleCode,
  Name,
  Node,
  ParameterCode,
  TypeNote,
} from "../facts/program.ts";

export type { Comment, Node, TypeNote } from "../facts/program.ts";

/** One source file. `comments` are kept apart, in order. */
export interface Module extends ModuleCode {
  readonly kind: "Module";
  readonly body: readonly Statement[];
}

// ── statements ──────────────────────────────────────────────────────────────────────────────────────────────────
export type Statement =
  | (Node & { readonly kind: "ExpressionStatement"; readonly expression: Expression })
  | VariableDeclaration
  | FunctionDeclaration
  | ClassDeclaration
  | (Node & {
      readonly kind: "EnumDeclaration";
      readonly name: string;
      readonly members: readonly { readonly name: string; readonly init?: Expression }[];
      readonly exported: boolean;
    })
  | (Node & { readonly kind: "Return"; readonly argument?: Expression })
  | (Node & {
      readonly kind: "If";
      readonly test: Expression;
      readonly consequent: Statement;
      readonly alternate?: Statement;
    })
  | (Node & {
      readonly kind: "For";
      readonly init?: VariableDeclaration | Expression;
      readonly test?: Expression;
      readonly update?: Expression;
      readonly body: Statement;
    })
  | (Node & {
      readonly kind: "ForOf" | "ForIn";
      readonly left: Pattern;
      readonly declares?: "const" | "let" | "var";
      readonly right: Expression;
      readonly body: Statement;
    })
  | (Node & { readonly kind: "While" | "DoWhile"; readonly test: Expression; readonly body: Statement })
  | (Node & {
      readonly kind: "Switch";
      readonly discriminant: Expression;
      readonly cases: readonly { readonly test?: Expression; readonly body: readonly Statement[] }[];
    })
  | Block
  | (Node & { readonly kind: "Throw"; readonly argument: Expression })
  | (Node & {
      readonly kind: "Try";
      readonly block: Block;
      readonly param?: Pattern;
      readonly handler?: Block;
      readonly finalizer?: Block;
    })
  | (Node & { readonly kind: "Break" | "Continue"; readonly label?: string })
  | (Node & { readonly kind: "Labeled"; readonly label: string; readonly body: Statement })
  | (Node & {
      readonly kind: "Import";
      readonly specifier: string;
      readonly typeOnly: boolean;
      readonly names: readonly ImportName[];
    })
  | (Node & {
      readonly kind: "ExportNames";
      readonly specifier?: string;
      readonly names: readonly { readonly local: string; readonly exported: string }[];
    })
  | (Node & { readonly kind: "ExportAll"; readonly specifier: string; readonly as?: string })
  | (Node & {
      readonly kind: "ExportDefault";
      readonly value: Expression | FunctionDeclaration | ClassDeclaration;
    })
  | (Node & { readonly kind: "Empty" | "OpaqueStatement" });

/** `import x` is imported "default", `import * as x` is imported "*". */
export interface ImportName extends Node {
  readonly imported: string;
  readonly local: string;
}
export interface Block extends Node {
  readonly kind: "Block";
  readonly body: readonly Statement[];
}
export interface VariableDeclaration extends Node {
  readonly kind: "VariableDeclaration";
  readonly declares: "const" | "let" | "var" | "using";
  readonly declarations: readonly (Node & {
    readonly target: Pattern;
    readonly init?: Expression;
    readonly type?: TypeNote;
  })[];
  readonly exported: boolean;
}
export interface FunctionDeclaration extends Node {
  readonly kind: "FunctionDeclaration";
  readonly fn: FunctionNode;
  readonly exported: boolean;
}
export interface ClassDeclaration extends Node {
  readonly kind: "ClassDeclaration";
  readonly cls: ClassNode;
  readonly exported: boolean;
}

// ── functions and classes ───────────────────────────────────────────────────────────────────────────────────────
export interface FunctionNode extends FunctionCode {
  readonly params: readonly Parameter[];
  readonly body: Block | Expression; // an expression for `x => x + 1`
  readonly arrow: boolean;
  readonly async: boolean;
  readonly generator: boolean;
}
export interface Parameter extends ParameterCode {
  readonly target: Pattern;
  readonly default?: Expression;
  /** `constructor(private readonly conv: Conv2d)` declares a member too. */
  readonly property: boolean;
}
export interface ClassNode extends ClassCode {
  /** Only classes that extend it have instances. */
  readonly abstract?: true;
  readonly superClass?: Expression;
  readonly members: readonly Member[];
}
export type Member =
  | (MethodCode & { readonly key: Key; readonly fn: FunctionNode })
  | (Node & {
      readonly kind: "Field";
      readonly key: Key;
      readonly init?: Expression;
      readonly static: boolean;
      readonly type?: TypeNote;
    })
  | (Node & { readonly kind: "StaticBlock"; readonly body: Block });
/** A property name: a literal one, or computed from an expression. Private `#x` keeps its `#`. */
export type Key =
  | (Node & { readonly name: string; readonly computed?: undefined })
  | (Node & { readonly name?: undefined; readonly computed: Expression });

// ── expressions ─────────────────────────────────────────────────────────────────────────────────────────────────
export type Expression =
  | Identifier
  | (Node & {
      readonly kind: "Literal";
      readonly value: number | string | boolean | null | undefined | bigint;
    })
  | (Node & { readonly kind: "Regex" })
  | (Node & {
      readonly kind: "Template";
      readonly strings: readonly string[];
      readonly values: readonly Expression[];
    })
  | (Node & {
      readonly kind: "TaggedTemplate";
      readonly tag: Expression;
      readonly strings: readonly string[];
      readonly values: readonly Expression[];
    })
  | (Node & { readonly kind: "Array"; readonly elements: readonly (Expression | Spread | undefined)[] })
  | ObjectExpression
  | (Node & { readonly kind: "Function"; readonly fn: FunctionNode })
  | (Node & { readonly kind: "Class"; readonly cls: ClassNode })
  | (Node & {
      readonly kind: "Unary";
      readonly operator: "-" | "+" | "!" | "~" | "typeof" | "void" | "delete";
      readonly argument: Expression;
    })
  | (Node & {
      readonly kind: "Update";
      readonly operator: "++" | "--";
      readonly prefix: boolean;
      readonly argument: Expression;
    })
  | (Node & {
      readonly kind: "Binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node & {
      readonly kind: "Logical";
      readonly operator: "&&" | "||" | "??";
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node & {
      readonly kind: "Assign";
      readonly operator: string /* "=", "+=", "??=" … */;
      readonly target: Pattern;
      readonly value: Expression;
    })
  | (Node & {
      readonly kind: "Conditional";
      readonly test: Expression;
      readonly consequent: Expression;
      readonly alternate: Expression;
    })
  | CallExpression
  | (Node & {
      readonly kind: "New";
      readonly callee: Expression;
      readonly args: readonly (Expression | Spread)[];
    })
  | MemberExpression
  | (Node & { readonly kind: "Sequence"; readonly expressions: readonly Expression[] })
  | (Node & { readonly kind: "Await"; readonly argument?: Expression })
  | (Node & { readonly kind: "Yield"; readonly argument?: Expression; readonly delegate: boolean })
  | (Node & { readonly kind: "ImportCall"; readonly source: Expression })
  | (Node & { readonly kind: "This" | "Super" | "Opaque" });
export type Identifier = Name;
export interface Spread extends Node {
  readonly kind: "Spread";
  readonly argument: Expression;
}
export interface CallExpression extends Node {
  readonly kind: "Call";
  readonly callee: Expression;
  readonly args: readonly (Expression | Spread)[];
  readonly optional: boolean;
}
/** `object.name`, `object[computed]`, `object?.name`. `key` spans the name alone. */
export interface MemberExpression extends Node {
  readonly kind: "Member";
  readonly object: Expression;
  readonly key: Key;
  readonly optional: boolean;
}
export interface ObjectExpression extends Node {
  readonly kind: "Object";
  readonly properties: readonly (
    | (Node & { readonly kind: "Property"; readonly key: Key; readonly value: Expression })
    | (Node & {
        readonly kind: "Accessor";
        readonly key: Key;
        readonly role: "get" | "set";
        readonly fn: FunctionNode;
      })
    | Spread
  )[];
}

// ── patterns ────────────────────────────────────────────────────────────────────────────────────────────────────
export type Pattern =
  | Identifier
  | MemberExpression
  | (Node & {
      readonly kind: "ArrayPattern";
      readonly elements: readonly (PatternElement | undefined)[];
      readonly rest?: Pattern;
    })
  | (Node & {
      readonly kind: "ObjectPattern";
      readonly properties: readonly (Node & { readonly key: Key; readonly value: PatternElement })[];
      readonly rest?: Pattern;
    })
  | (Node & { readonly kind: "Opaque" });
export interface PatternElement extends Node {
  readonly target: Pattern;
  readonly default?: Expression;
}
