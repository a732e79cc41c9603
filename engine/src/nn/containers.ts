/** Modules made of modules. */
import { ConvLensError } from "../errors/convlens-error.ts";
import { typeName } from "../specs/python.ts";
import { Tensor } from "../tensor/tensor.ts";
import { isClean, Module, noteClean } from "./module.ts";

/** Children in order, under the names "0", "1", … or their own. It reads like an array. */
class Listed<M extends Module> extends Module {
  [index: number]: M;

  append(...modules: readonly M[]): this {
    for (const module of modules) this[this.length] = requireModule(module);
    return this;
  }
  push(...modules: readonly M[]): number {
    return this.append(...modules).length;
  }
  extend(modules: Iterable<M>): this {
    return this.append(...modules);
  }

  get length(): number {
    return this.values().length;
  }
  /** The child at `index`, counted from the end with a minus. */
  at(index: number): M | undefined {
    return this.values().at(index);
  }
  values(): M[] {
    return Object.values(this).filter((module) => module instanceof Module) as M[];
  }
  [Symbol.iterator](): IterableIterator<M> {
    return this.values()[Symbol.iterator]();
  }
  entries(): IterableIterator<[number, M]> {
    return this.values().entries();
  }
  map<T>(each: (module: M, index: number) => T): T[] {
    return this.values().map((module, index) => each(module, index));
  }
  forEach(each: (module: M, index: number) => void): void {
    this.values().forEach((module, index) => {
      each(module, index);
    });
  }
  reduce<T>(step: (value: T, module: M, index: number) => T, start: T): T {
    return this.values().reduce((value, module, index) => step(value, module, index), start);
  }
  slice(start?: number, end?: number): M[] {
    return this.values().slice(start, end);
  }
}

/** PyTorch's own words, and what was meant where it can be told. */
function requireModule<M extends Module>(value: M): M {
  if (value instanceof Module) return value;
  const given = value as unknown;
  const hint =
    typeof given === "function" && given.prototype instanceof Module ? "; make one of it with `new`" : "";
  throw new ConvLensError(`${typeName(given)} is not a Module subclass${hint}`, "argument-type", "TypeError");
}

/** Runs its modules one after the other: `new Sequential(a, b)`, `new Sequential([a, b])`, or by name, `new Sequential({ conv, act })`. */
export class Sequential extends Listed<Module> {
  constructor(
    ...modules: readonly Module[] | readonly [readonly Module[]] | readonly [Readonly<Record<string, Module>>]
  ) {
    super();
    const [first] = modules;
    const byName = modules.length === 1 && typeof first === "object" && first !== null;
    if (byName && !(first instanceof Module) && !Array.isArray(first))
      for (const [name, module] of Object.entries(first))
        (this as Record<string, unknown>)[name] = requireModule(module);
    else this.append(...(modules.flat() as Module[]));
  }

  /** What goes from module to module, and nobody else can hold, is given back at once: the next result takes its place. */
  override forward(input: Tensor): Tensor {
    let value = input;
    let isOurs = false;
    for (const module of this.values()) {
      const next = module.forward(value) as Tensor;
      if (next === value) continue;
      const leavesNothing = isClean(module);
      if (isOurs && leavesNothing && value instanceof Tensor) value.dispose();
      isOurs = leavesNothing;
      value = next;
    }
    return value;
  }
}
noteClean<Sequential>(Sequential.prototype.forward, (modules) => modules.values().every(isClean));

/** A list of modules; what runs when is its owner's business. */
export class ModuleList<M extends Module = Module> extends Listed<M> {
  constructor(modules: Iterable<M> = []) {
    super();
    this.append(...modules);
  }
}

/** Modules by name. */
export class ModuleDict<M extends Module = Module> extends Module {
  constructor(modules: Readonly<Record<string, M>> = {}) {
    super();
    for (const [name, module] of Object.entries(modules)) this.set(name, module);
  }

  get(name: string): M | undefined {
    return this.namedChildren().find(([key]) => key === name)?.[1] as M | undefined;
  }
  set(name: string, module: M): this {
    (this as Record<string, unknown>)[name] = requireModule(module);
    return this;
  }
  has(name: string): boolean {
    return this.get(name) !== undefined;
  }
  keys(): string[] {
    return this.namedChildren().map(([name]) => name);
  }
  values(): M[] {
    return this.namedChildren().map(([, module]) => module as M);
  }
  entries(): [string, M][] {
    return this.namedChildren() as [string, M][];
  }
}
