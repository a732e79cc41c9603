/**
 * Layers: one class for all, driven by its spec. The spec checks arguments and inputs, names the learned tensors and
 * prints; a kernel computes.
 */

import { ConvLensError } from "../errors/convlens-error.ts";
import type { State } from "../jobs/job.ts";
import { complete, isList, snake } from "../specs/arguments.ts";
import { construct, infer, reprOf } from "../specs/run.ts";
import type { Args, LayerSpec, Problem } from "../specs/spec.ts";
import { named, withoutTensors } from "../tensor/arguments.ts";
import { compute, throwFirst } from "../tensor/function.ts";
import { countOf, Tensor } from "../tensor/tensor.ts";
import { initialWeights } from "./init.ts";
import { Module, noteClean } from "./module.ts";

/** `Inputs` and `Output` are those of `forward`, stated by each layer's own class. */
// biome-ignore lint/suspicious/noExplicitAny: a layer of which nothing is known takes and gives anything
export class Layer<Inputs extends unknown[] = any[], Output = any> extends Module {
  private readonly family: readonly LayerSpec[];
  private spec: LayerSpec;
  private args: Args;
  private readonly late: readonly Problem[]; // arguments that PyTorch refuses only when they are used
  private readonly given: readonly string[]; // tensors among the arguments: the weights of losses
  private readonly learned = new Map<string, Tensor>();
  private readonly kept = new Map<string, Tensor>();
  private current: State | undefined;

  /** `family`: specs, of which one has that name; a lazy layer's plain form is among them. */
  constructor(name: string, family: readonly LayerSpec[], values: readonly unknown[]) {
    super();
    this.family = family;
    this.spec = this.named(name);
    const { args: given, tensors } = withoutTensors(this.spec, this.decode(values), this.inputCount);
    for (const [key, tensor] of Object.entries(tensors)) this.kept.set(snake(key), tensor);
    this.given = [...this.kept.keys()];
    const { problems } = construct(this.spec, given);
    throwFirst(problems.filter(({ stage }) => stage === "construct"));
    this.late = problems.filter(({ stage }) => stage === "forward");
    this.args = complete(this.spec, given);
    hide(this, ["family", "spec", "args", "late", "given", "learned", "kept", "current"]);
    this.makeTensors();
  }

  private named(name: string): LayerSpec {
    return this.family.find((spec) => spec.name === name)!;
  }

  private decode(values: readonly unknown[]): Record<string, unknown> {
    const { name, params, lenient } = this.spec;
    return lenient ? {} : named(name, params, values);
  }

  /** Weights by PyTorch's rule, running statistics at 0 and 1. */
  private makeTensors(): void {
    this.current = undefined;
    const shapes = (this.spec.parameters?.(this.args) ?? {}) as Record<string, number[]>;
    const room = (count: number): Float32Array => this.room(count);
    const weights = initialWeights(this.spec.initial, shapes, this.args, room);
    for (const [name, tensor] of Object.entries(weights)) this.learned.set(name, tensor);
    for (const [name, shape] of Object.entries(this.spec.buffers?.(this.args) ?? {})) {
      this.kept.set(
        name,
        Tensor.wrap(
          new Float32Array(countOf(shape as number[])).fill(name === "running_var" ? 1 : 0),
          shape as number[],
        ),
      );
    }
  }

  /** An array for weights. On the heap the garbage collector sees how large a model is that nobody holds. */
  protected room(count: number): Float32Array {
    return new Float32Array(count);
  }

  private get inputCount(): number {
    return this.spec.inputs?.length ?? 1;
  }

  override forward(...values: Inputs): Output {
    const count = this.inputCount;
    const inputs = (values.length === count ? values : values.slice(0, count)) as Tensor[];
    if (inputs.length < count || !inputs.every(isTensor))
      throw new ConvLensError(
        `${this.spec.name}.forward takes ${count === 1 ? "a tensor" : `${count} tensors`}`,
        "argument-type",
        "TypeError",
      );
    if (this.late.length > 0) throwFirst(this.late);
    const options = values.length === count ? NO_OPTIONS : this.options(values);
    const { args: callArgs } = options;
    if (this.spec.materialize) this.materialize(inputs[0]!, callArgs);
    const all =
      options === NO_OPTIONS && this.given.length === 0 ? inputs : this.withTensors(inputs, options);
    const outputs = compute(this.spec, this.args, all, this.state(), callArgs, this.training);
    if (this.spec.results === "nested") return [outputs[0], outputs.slice(1)] as Output;
    const one = outputs.length === 1 && this.spec.results !== "list";
    return (one ? outputs[0] : outputs) as Output;
  }

  private withTensors(inputs: readonly Tensor[], { tensors }: typeof NO_OPTIONS): Tensor[] {
    return [...inputs, ...this.given.map((name) => this.kept.get(name)!), ...Object.values(tensors)];
  }

  /** What is said behind the inputs. */
  private options(values: Inputs) {
    const { name, callParams: params = [] } = this.spec;
    const given = callArguments(this.spec, values.slice(this.inputCount));
    return withoutTensors({ name, params }, given, this.inputCount + this.given.length);
  }

  /** A lazy layer becomes its plain form at its first input. */
  private materialize(input: Tensor, callArgs: Args): void {
    const plain = this.spec.materialize?.(this.args, input.shape);
    if (!plain) return;
    // what the lazy layer itself would refuse of this input comes first
    throwFirst(infer(this.spec, this.args, [input.shape], { callArgs }).problems);
    this.spec = this.named(plain.name);
    this.args = plain.args;
    this.makeTensors();
  }

  /** The same object as long as no tensor is replaced: calls that repeat know it again. */
  private state(): State {
    if (this.current) for (const tensor of this.learned.values()) tensor.raw; // throws for one that was disposed of
    this.current ??= Object.fromEntries(
      [...this.learned, ...this.kept].map(([name, tensor]) => [
        name,
        { data: tensor.raw, shape: tensor.shape },
      ]),
    );
    return this.current;
  }

  get weight(): Tensor {
    return this.tensor("weight");
  }
  get bias(): Tensor | null {
    return this.spec.materialize ? this.tensor("bias") : (this.learned.get("bias") ?? null);
  }

  private tensor(name: string): Tensor {
    const tensor = this.learned.get(name);
    if (tensor) return tensor;
    if (this.spec.materialize)
      throw new ConvLensError(
        "Can't access the shape of an uninitialized parameter or buffer: run the lazy layer once first",
        "lazy-uninitialized",
      );
    throw new ConvLensError(
      `'${this.spec.name}' object has no attribute '${name}'`,
      "attribute",
      "AttributeError",
    );
  }

  protected override ownParameters(): [string, Tensor][] {
    return [...this.learned];
  }
  protected override ownBuffers(): [string, Tensor][] {
    return [...this.kept];
  }
  protected override setOwn(name: string, value: Tensor): void {
    this.current = undefined;
    const copy = this.room(value.numel());
    copy.set(value.raw);
    (this.learned.has(name) ? this.learned : this.kept).set(name, Tensor.wrap(copy, [...value.shape]));
  }

  override toString(): string {
    if (this.spec.name !== "MultiheadAttention") return reprOf(this.spec, this.args);
    const features = this.args.embedDim;
    return `MultiheadAttention(\n  (out_proj): NonDynamicallyQuantizableLinear(in_features=${features}, out_features=${features}, bias=${this.args.bias ? "True" : "False"})\n)`;
  }
}

const isTensor = (value: unknown): boolean => value instanceof Tensor;

const NO_OPTIONS: ReturnType<typeof withoutTensors> = { args: {}, tensors: {} };

noteClean(Layer.prototype.forward);

/** Fields that are no modules stay out of sight. */
function hide(object: object, names: readonly string[]): void {
  for (const name of names) Object.defineProperty(object, name, { enumerable: false });
}

/** What follows the inputs, by the layer's `callParams`: options, or the first of them (or all, in a list) in place. */
function callArguments(
  { name, callParams = [] }: LayerSpec,
  [first]: readonly unknown[],
): Readonly<Record<string, unknown>> {
  const [param] = callParams;
  if (first === undefined || first === null || !param) return {};
  if (isList(first) && param.kind === "tensor")
    return Object.fromEntries(callParams.map((each, i) => [each.name, first[i]]));
  if (first instanceof Tensor || isList(first)) return { [param.name]: first };
  const given = named(name, callParams, [first]);
  for (const option of Object.keys(given))
    if (!callParams.some((each) => each.name === option))
      throw new ConvLensError(
        `${name}.forward() got an unexpected keyword argument '${snake(option)}'`,
        "argument-unknown",
        "TypeError",
      );
  return given;
}
