/** Modules made of modules. */
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";

/** Numbered children: fields "0", "1", … */
class Numbered<M extends Module> extends Module {
  protected count = 0;

  append(...modules: readonly M[]): this {
    for (const module of modules) (this as Record<string, unknown>)[this.count++] = module;
    return this;
  }

  get length(): number {
    return this.count;
  }

  /** The child at `index`, counted from the end with a minus. */
  at(index: number): M | undefined {
    return (this as Record<string, unknown>)[index < 0 ? index + this.count : index] as M | undefined;
  }

  *[Symbol.iterator](): Iterator<M> {
    for (let i = 0; i < this.count; i++) yield this.at(i)!;
  }
}

/** Runs its modules one after the other: `new Sequential(a, b)` or `new Sequential([a, b])`. */
export class Sequential extends Numbered<Module> {
  constructor(...modules: readonly Module[] | readonly [readonly Module[]]) {
    super();
    this.append(...(modules.flat() as Module[]));
  }

  override forward(input: Tensor): Tensor {
    let value = input;
    for (const module of this) value = module.forward(value) as Tensor;
    return value;
  }
}

/** A list of modules; what runs when is its owner's business. */
export class ModuleList<M extends Module = Module> extends Numbered<M> {
  constructor(modules: Iterable<M> = []) {
    super();
    this.append(...modules);
  }
}

/** Modules by name. */
export class ModuleDict<M extends Module = Module> extends Module {
  constructor(modules: Readonly<Record<string, M>> = {}) {
    super();
    Object.assign(this, modules);
  }

  get(name: string): M | undefined {
    return this.namedChildren().find(([key]) => key === name)?.[1] as M | undefined;
  }
  set(name: string, module: M): this {
    (this as Record<string, unknown>)[name] = module;
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
