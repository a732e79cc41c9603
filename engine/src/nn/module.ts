/** Modules: what has parameters, other modules and a forward. PyTorch's torch.nn.Module. */
import { ConvLensError } from "../tensor/errors.ts";
import { Tensor } from "../tensor/tensor.ts";

/** A tensor that a module learns. */
export class Parameter extends Tensor {
  constructor(tensor: Tensor) {
    super(tensor.data, tensor.shape);
  }
}

export type StateDict = Readonly<Record<string, Tensor>>;

/** Base class of all modules. Fields that are modules or parameters are its own, in the order they were set. */
export class Module {
  training = true;

  // biome-ignore lint/suspicious/noExplicitAny: every module has its own inputs and outputs
  forward(..._inputs: any[]): any {
    throw new ConvLensError(
      `Module [${this.constructor.name}] is missing the required "forward" function`,
      "not-implemented",
      "NotImplementedError",
    );
  }

  /** Modules directly below, by name. */
  namedChildren(): [string, Module][] {
    return Object.entries(this).filter((entry): entry is [string, Module] => entry[1] instanceof Module);
  }

  /** This module and all below, by dotted path. */
  namedModules(prefix = ""): [string, Module][] {
    return [
      [prefix, this],
      ...this.namedChildren().flatMap(([name, child]) =>
        child.namedModules(prefix ? `${prefix}.${name}` : name),
      ),
    ];
  }

  /** Parameters of this module alone. */
  protected ownParameters(): [string, Tensor][] {
    return Object.entries(this).filter(
      (entry): entry is [string, Parameter] => entry[1] instanceof Parameter,
    );
  }
  /** Tensors that are kept but not learned. */
  protected ownBuffers(): [string, Tensor][] {
    return [];
  }
  protected setOwn(name: string, value: Tensor): void {
    (this as Record<string, unknown>)[name] = new Parameter(value);
  }

  /** All learned tensors by dotted path, each once. */
  namedParameters(): [string, Tensor][] {
    const seen = new Set<Tensor>();
    return this.collect((module) => module.ownParameters()).filter(
      ([, tensor]) => !seen.has(tensor) && seen.add(tensor),
    );
  }

  parameters(): Tensor[] {
    return this.namedParameters().map(([, tensor]) => tensor);
  }

  /** Parameters and buffers by PyTorch's names: `layer1.0.conv1.weight`. */
  stateDict(): Record<string, Tensor> {
    return Object.fromEntries(this.collect((module) => [...module.ownParameters(), ...module.ownBuffers()]));
  }

  private collect(own: (module: Module) => [string, Tensor][]): [string, Tensor][] {
    return this.namedModules().flatMap(([path, module]) =>
      own(module).map(([name, tensor]): [string, Tensor] => [path ? `${path}.${name}` : name, tensor]),
    );
  }

  /** Takes over tensors by name. Throws, with nothing changed, for missing or unexpected names and for other shapes. */
  loadStateDict(state: StateDict): void {
    const modules = new Map(this.namedModules());
    const current = this.stateDict();
    const names = Object.keys(state).filter((name) => state[name] !== undefined);
    const problems = [
      ...Object.keys(current)
        .filter((name) => !names.includes(name) && !name.endsWith("num_batches_tracked"))
        .map((name) => `missing key ${name}`),
      ...names
        .filter((name) => !(name in current) && !name.endsWith("num_batches_tracked"))
        .map((name) => `unexpected key ${name}`),
      ...names
        .filter((name) => current[name] && current[name].shape.join() !== state[name]!.shape.join())
        .map(
          (name) =>
            `size mismatch for ${name}: copying [${state[name]!.shape.join(", ")}] into [${current[name]!.shape.join(", ")}]`,
        ),
    ];
    if (problems.length > 0)
      throw new ConvLensError(
        `Error(s) in loading state_dict for ${this.constructor.name}: ${problems.join("; ")}`,
        "state-dict",
      );
    for (const name of names) {
      if (name.endsWith("num_batches_tracked")) continue;
      const at = [...modules.keys()]
        .filter((path) => path === "" || name.startsWith(`${path}.`))
        .sort((a, b) => b.length - a.length)
        .find((path) => modules.get(path)!.owns(path ? name.slice(path.length + 1) : name))!;
      modules.get(at)!.setOwn(at ? name.slice(at.length + 1) : name, state[name]!);
    }
  }

  private owns(name: string): boolean {
    return [...this.ownParameters(), ...this.ownBuffers()].some(([own]) => own === name);
  }

  train(mode = true): this {
    for (const [, module] of this.namedModules()) module.training = mode;
    return this;
  }

  eval(): this {
    return this.train(false);
  }

  /** PyTorch's extra_repr: what stands between the parentheses. */
  protected extraRepr(): string {
    return "";
  }
  protected reprName(): string {
    return this.constructor.name;
  }

  toString(): string {
    const children = this.namedChildren().map(([name, child]) => `(${name}): ${indented(String(child))}`);
    const extra = this.extraRepr();
    if (children.length === 0) return `${this.reprName()}(${extra})`;
    const lines = [...(extra ? [extra] : []), ...children];
    return `${this.reprName()}(\n${lines.map((line) => `  ${line}`).join("\n")}\n)`;
  }
}

const indented = (text: string): string => text.split("\n").join("\n  ");
