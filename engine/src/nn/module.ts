/** Modules: what has parameters, other modules and a forward. PyTorch's torch.nn.Module. */
import { ConvLensError } from "../errors/convlens-error.ts";
import { Tensor } from "../tensor/tensor.ts";

/** A tensor that a module learns. */
export class Parameter extends Tensor {
  constructor(tensor: Tensor) {
    super(tensor.data, tensor.shape);
  }
}

export type StateDict = Readonly<Record<string, Tensor>>;

/** Of the forwards that are known, of which modules they leave nothing behind but a result that nobody else has. */
const clean = new Map<unknown, (module: Module) => boolean>();

/** Says so of a forward: of all modules that run it, or of those that the test holds for. */
export function noteClean<M extends Module>(
  forward: M["forward"],
  test: (module: M) => boolean = () => true,
): void {
  clean.set(forward, test as (module: Module) => boolean);
}

/** Nobody but the caller holds what the module's forward gives, or its input since: false where that is not known. */
export const isClean = (module: Module): boolean => clean.get(module.forward)?.(module) ?? false;

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

  children(): Module[] {
    return this.namedChildren().map(([, child]) => child);
  }

  /** This module and all below, by dotted path; one that stands in several places under its first. */
  namedModules(prefix = ""): [string, Module][] {
    const met = new Set<Module>();
    return this.places(prefix).filter(([, module]) => !met.has(module) && met.add(module));
  }

  modules(): Module[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** Every place of every module. */
  private places(prefix = ""): [string, Module][] {
    return [
      [prefix, this],
      ...this.namedChildren().flatMap(([name, child]) => child.places(prefix ? `${prefix}.${name}` : name)),
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
    return eachOnce(this.collect((module) => module.ownParameters()));
  }

  parameters(): Tensor[] {
    return this.namedParameters().map(([, tensor]) => tensor);
  }

  /** All tensors that are kept but not learned, by dotted path. */
  namedBuffers(): [string, Tensor][] {
    return eachOnce(this.collect((module) => module.ownBuffers()));
  }

  buffers(): Tensor[] {
    return this.namedBuffers().map(([, tensor]) => tensor);
  }

  /** Parameters and buffers by PyTorch's names: `layer1.0.conv1.weight`. */
  stateDict(): Record<string, Tensor> {
    return Object.fromEntries(this.collect((module) => [...module.ownParameters(), ...module.ownBuffers()]));
  }

  private collect(own: (module: Module) => [string, Tensor][]): [string, Tensor][] {
    return this.places().flatMap(([path, module]) =>
      own(module).map(([name, tensor]): [string, Tensor] => [path ? `${path}.${name}` : name, tensor]),
    );
  }

  /**
   * Takes over tensors by name. Throws, with nothing changed, for other shapes and, unless `strict` is false, for missing
   * or unexpected names.
   */
  loadStateDict(state: StateDict, { strict = true }: { readonly strict?: boolean } = {}): void {
    const current = this.stateDict();
    const names = Object.keys(state).filter((name) => state[name] !== undefined);
    const missing = Object.keys(current).filter((name) => !names.includes(name) && !isCounter(name));
    const unexpected = names.filter((name) => !(name in current) && !isCounter(name));
    const misfits = names.filter(
      (name) => current[name] && current[name].shape.join() !== state[name]!.shape.join(),
    );
    const quoted = (list: readonly string[]): string => list.map((name) => `"${name}"`).join(", ");
    const problems = [
      ...(strict && missing.length > 0 ? [`Missing key(s) in state_dict: ${quoted(missing)}. `] : []),
      ...(strict && unexpected.length > 0
        ? [`Unexpected key(s) in state_dict: ${quoted(unexpected)}. `]
        : []),
      ...misfits.map(
        (name) =>
          `size mismatch for ${name}: copying a param with shape ${sizeText(state[name]!)} from checkpoint, the shape in current model is ${sizeText(current[name]!)}.`,
      ),
    ];
    if (problems.length > 0)
      throw new ConvLensError(
        `Error(s) in loading state_dict for ${this.constructor.name}:\n\t${problems.join("\n\t")}`,
        "state-dict",
      );
    for (const [path, module] of this.places())
      for (const own of Object.keys(module.ownState())) {
        const given = state[path ? `${path}.${own}` : own];
        if (given) module.setOwn(own, given);
      }
  }

  private ownState(): Record<string, Tensor> {
    return Object.fromEntries([...this.ownParameters(), ...this.ownBuffers()]);
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

  /** What `console.log` prints in Node, Deno and Bun: the same as `String(this)`. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  toString(): string {
    const children = this.namedChildren().map(([name, child]) => `(${name}): ${indented(String(child))}`);
    const extra = this.extraRepr();
    if (children.length === 0) return `${this.reprName()}(${extra})`;
    const lines = [...(extra ? [extra] : []), ...children];
    return `${this.reprName()}(\n${lines.map((line) => `  ${line}`).join("\n")}\n)`;
  }
}

/** Older files have no count of batches, and nothing but a momentum of null asks for it. */
const isCounter = (name: string): boolean => name.endsWith("num_batches_tracked");
const sizeText = ({ shape }: Tensor): string => `torch.Size([${shape.join(", ")}])`;

function eachOnce(named: readonly [string, Tensor][]): [string, Tensor][] {
  const seen = new Set<Tensor>();
  return named.filter(([, tensor]) => !seen.has(tensor) && seen.add(tensor));
}

const indented = (text: string): string => text.split("\n").join("\n  ");
