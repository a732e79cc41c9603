/**
 * Variables and objects, with a journal of writes: both sides of an undecided branch run from the same state, and what
 * they wrote is joined afterwards.
 */
import type { ArrayValue, ObjectValue, Value } from "./values.ts";

/** One variable. */
export interface Cell {
  value: Value;
  readonly parameter?: boolean;
}

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

  /** The same names with cells of their own. */
  copy(): Scope {
    const scope = new Scope(this.parent);
    for (const [name, { value, parameter }] of this.cells) scope.declare(name, value, parameter);
    return scope;
  }

  own(name: string): Cell | undefined {
    return this.cells.get(name);
  }

  /** A name whose value is looked up when it is read: an import, which may not have its value yet. */
  declareLazy(name: string, read: () => Value): void {
    this.cells.set(name, {
      get value() {
        return read();
      },
    } as Cell);
  }

  declare(name: string, value: Value, parameter = false): Cell {
    const cell = { value, parameter };
    this.cells.set(name, cell);
    return cell;
  }
}

type Place = Cell | ArrayValue | ObjectValue;
interface Write {
  readonly place: Place;
  readonly key: string;
  readonly before: unknown;
}

/** What a stretch of execution wrote: the first value before and the last after, by place. */
export type Changes = ReadonlyMap<
  Place,
  ReadonlyMap<string, { readonly before: unknown; readonly after: unknown }>
>;

/** Parts of a file are interpreted one by one and looked at together: no two of their values have the same id. */
let lastId = 0;

export class Heap {
  private logs: Write[][] = [];

  nextId(): number {
    return ++lastId;
  }

  setCell(cell: Cell, value: Value): void {
    this.note(cell, "", cell.value);
    cell.value = value;
  }

  setField(object: ObjectValue, name: string, value: Value): void {
    this.note(object, name, object.fields.get(name));
    object.fields.set(name, value);
  }

  deleteField(object: ObjectValue, name: string): void {
    this.note(object, name, object.fields.get(name));
    object.fields.delete(name);
  }

  setElements(array: ArrayValue, elements: readonly Value[]): void {
    this.note(array, "", array.elements);
    array.elements = [...elements];
  }

  private note(place: Place, key: string, before: unknown): void {
    this.logs.at(-1)?.push({ place, key, before });
  }

  /** Runs `body`, takes back what it wrote, and tells it. What it made stays whole: nothing else knows of it yet. */
  attempt<T>(body: () => T): { readonly result: T; readonly changes: Changes } {
    const log: Write[] = [];
    const born = lastId;
    this.logs.push(log);
    const isOld = (place: Place): boolean => !("id" in place) || place.id <= born;
    const undo = (): void => {
      for (const { place, key, before } of log.reverse()) if (isOld(place)) write(place, key, before);
    };
    let result: T;
    try {
      result = body();
    } catch (error) {
      undo();
      throw error;
    } finally {
      this.logs.pop();
    }
    const changes = new Map<Place, Map<string, { before: unknown; after: unknown }>>();
    for (const { place, key, before } of log) {
      if (!isOld(place)) continue;
      const keys = changes.get(place) ?? new Map();
      changes.set(place, keys);
      if (!keys.has(key)) keys.set(key, { before, after: read(place, key) });
    }
    undo();
    return { result, changes };
  }

  /** Writes `changes` again, as if they happened now. */
  commit(changes: Changes): void {
    for (const [place, keys] of changes) for (const [key, { after }] of keys) this.put(place, key, after);
  }

  /** Writes the join of two alternatives. */
  merge(a: Changes, b: Changes, join: (x: Value, y: Value) => Value, missing: Value): void {
    for (const place of new Set([...a.keys(), ...b.keys()])) {
      for (const key of new Set([...(a.get(place)?.keys() ?? []), ...(b.get(place)?.keys() ?? [])])) {
        const now = read(place, key);
        const x = a.get(place)?.has(key) ? a.get(place)!.get(key)!.after : now;
        const y = b.get(place)?.has(key) ? b.get(place)!.get(key)!.after : now;
        this.put(place, key, joinContents(place, x, y, join, missing));
      }
    }
  }

  private put(place: Place, key: string, value: unknown): void {
    this.note(place, key, read(place, key));
    write(place, key, value);
  }
}

function joinContents(
  place: Place,
  x: unknown,
  y: unknown,
  join: (x: Value, y: Value) => Value,
  missing: Value,
): unknown {
  if (isArray(place)) {
    const [left, right] = [x as Value[], y as Value[]];
    if (left.length !== right.length) place.complete = false; // how many there are is not known any more
    return left.length === right.length
      ? left.map((value, i) => join(value, right[i]!))
      : left.slice(0, Math.min(left.length, right.length)).map((value, i) => join(value, right[i]!));
  }
  return join((x as Value | undefined) ?? missing, (y as Value | undefined) ?? missing);
}

const isArray = (place: Place): place is ArrayValue => "elements" in place;
const isObject = (place: Place): place is ObjectValue => "fields" in place;

function read(place: Place, key: string): unknown {
  if (isArray(place)) return place.elements;
  return isObject(place) ? place.fields.get(key) : place.value;
}

function write(place: Place, key: string, value: unknown): void {
  if (isArray(place)) place.elements = value as Value[];
  else if (!isObject(place)) place.value = value as Value;
  else if (value === undefined) place.fields.delete(key);
  else place.fields.set(key, value as Value);
}
