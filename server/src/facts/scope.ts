/** Variables by name. */
import type { Value } from "./values.ts";

/** One variable. What it holds is written by `State` alone. */
export interface Cell {
  readonly value: Value;
  readonly parameter?: boolean;
  readonly id: number;
  /** Of a view of a variable: what is written to it is written there. */
  readonly of?: Cell;
}

let lastId = 0;

/** Parts of a file are interpreted one by one and looked at together: no two of their things have the same id. */
export const nextId = (): number => ++lastId;

/** The id of what was made last. */
export const newestId = (): number => lastId;

/** Names visible at a place. */
export class Scope {
  private readonly cells = new Map<string, Cell>();
  readonly parent: Scope | undefined;

  constructor(parent?: Scope) {
    this.parent = parent;
  }

  find(name: string): Cell | undefined {
    return this.cells.get(name) ?? this.parent?.find(name);
  }

  own(name: string): Cell | undefined {
    return this.cells.get(name);
  }

  /** All cells of this scope. */
  all(): Iterable<readonly [string, Cell]> {
    return this.cells;
  }

  /** The same names with cells of their own. */
  copy(): Scope {
    const scope = new Scope(this.parent);
    for (const [name, { value, parameter }] of this.cells) scope.declare(name, value, parameter);
    return scope;
  }

  /** A name whose value is looked up when it is read: an import, which may not have its value yet. */
  declareLazy(name: string, read: () => Value): void {
    this.cells.set(name, new LazyCell(read));
  }

  /** A name for a variable as a test tells that it is: until somebody writes it, its value is `seen`. */
  declareView(name: string, cell: Cell, seen: Value): void {
    this.cells.set(name, new View(cell.of ?? cell, seen));
  }

  declare(name: string, value: Value, parameter = false): Cell {
    const cell = { value, parameter, id: nextId() };
    this.cells.set(name, cell);
    return cell;
  }
}

class LazyCell implements Cell {
  readonly id = 0;
  private readonly read: () => Value;

  constructor(read: () => Value) {
    this.read = read;
  }

  get value(): Value {
    return this.read();
  }
  set value(_) {} // an import takes no value: the program would throw
}

class View implements Cell {
  readonly id: number;
  readonly parameter: boolean;
  readonly of: Cell;
  private readonly before: Value;
  private readonly seen: Value;

  constructor(variable: Cell, seen: Value) {
    this.id = variable.id;
    this.parameter = variable.parameter === true;
    this.of = variable;
    this.before = variable.value;
    this.seen = seen;
  }

  get value(): Value {
    return this.of.value === this.before ? this.seen : this.of.value;
  }
}
