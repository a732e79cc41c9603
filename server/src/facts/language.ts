/**
 * The seam between a language and the rest: what the machinery, tensors and libraries ask of the language that a file is
 * written in. Each run makes its own (`interpret/javascript` is the one there is) and hands it down.
 */
import type { ShapeNotes } from "./annotations.ts";
import type { ModelNote } from "./model-notes.ts";
import type { NotedShape } from "./observed.ts";
import type { FunctionCode, ModuleCode, TypeNote } from "./program.ts";
import type { Scope } from "./scope.ts";
import type { CallSite, Value } from "./values.ts";

export interface Language {
  /** A file as a module: its globals and imports are there, its top level has run once. Undefined where there is no such file. */
  load(file: string): ModuleState | undefined;
  /** Names that the module declares at its top level, in source order. */
  declared(module: ModuleCode): readonly string[];
  /** What each annotation of the module may speak of where it stands. */
  heard(module: ModuleCode, notes: ShapeNotes): readonly NotedShape[];

  call(callee: Value, site: CallSite): Value;
  construct(callee: Value, site: CallSite): Value;
  /** `value.name` */
  member(value: Value, name: string, site: CallSite): Value;

  /** Whether a value counts as true; undefined where it is not decided. */
  truth(value: Value): boolean | undefined;

  /** What a type says of a parameter's value: a number, something of no interest, or anything. */
  kindOf(type: TypeNote | undefined): "number" | "other" | "any";
  /** The name of the type, where it is that of one value: "tf.Tensor"; undefined of a list of such. */
  nameOf(type: TypeNote | undefined): string | undefined;
  /** The same of one member of a type that spells out its members. */
  nameOfMember(type: TypeNote, member: string): string | undefined;

  readonly writes: Writing;
}

/** A source file at work. */
export interface ModuleState {
  readonly file: string;
  readonly module: ModuleCode;
  readonly scope: Scope;
  readonly notes: ShapeNotes;
  readonly modelNotes: readonly ModelNote[];
  readonly exports: Map<string, () => Value>;
  readonly stars: string[]; // files of `export *`
  readonly libraries: Value[]; // namespaces of `export *` from a library
  readonly required?: (() => Value) | undefined; // what `module.exports` of an imported file holds
  library?: string; // the first dialect that the file imports
  readonly importsOf: Map<string, string>; // dialects by the names that stand for them or for something of theirs
  done: boolean;
}

/** What functions write outside of themselves once they run, as far as their text tells. */
export interface Writing {
  /** Everything that any function of the module writes; `followed` leaves some out. */
  ofModule(module: ModuleCode, followed?: (fn: FunctionCode) => boolean): LateWrites;
  /** Everything that these functions and those inside of them write. */
  ofFunctions(fns: readonly FunctionCode[]): LateWrites;
  /**
   * Tells whether a function may write what `touches` says is there; with `newborn` as a constructor does, whose object is
   * nobody else's.
   */
  writers(
    module: ModuleCode,
    touches: (writes: FunctionWrites, newborn: boolean) => boolean,
  ): (fn: FunctionCode, newborn: boolean) => boolean;
  /** Names of methods that constructors call and nobody else in the module: parts of making an object. */
  onlyInConstructors(module: ModuleCode): ReadonlySet<string>;
  /** Whether a function calls methods of what its object holds: they write there, wherever they are declared. */
  callsParts(fn: FunctionCode): boolean;
  /** The function and all inside of it. */
  within(fn: FunctionCode): readonly FunctionCode[];
}

export interface LateWrites {
  /** Variables of the module that are assigned to, and those whose contents change. */
  readonly names: ReadonlySet<string>;
  readonly changedNames: ReadonlySet<string>;
  /** Fields that are assigned to, and those whose contents change. */
  readonly fields: ReadonlySet<string>;
  readonly changedFields: ReadonlySet<string>;
}
/** Of one function; `own` are the fields that it writes of its object. */
export interface FunctionWrites extends LateWrites {
  readonly own: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

export const isNothing = ({ names, changedNames, fields, changedFields }: LateWrites): boolean =>
  names.size + changedNames.size + fields.size + changedFields.size === 0;
