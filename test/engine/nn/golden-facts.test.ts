/** What PyTorch prints, draws, names, keeps and weighs: facts for which there are no other golden cases. */
import * as torch from "@convlens/engine";
import { F, nn, Tensor } from "@convlens/engine";
import { describe, expect, test } from "vitest";
import { camelArgs, goldenJson } from "../../golden/golden.ts";

type Value = number | "inf" | "-inf" | "nan";
interface Packed {
  readonly shape: number[];
  readonly data: Value[];
}
type PackedState = Record<string, Packed>;
type Args = Record<string, unknown>;
interface Failure {
  readonly exception?: string;
  readonly message?: string;
}
interface Facts {
  readonly seeds: { seed: number; call: "rand" | "randn"; sizes: number[]; values: Value[]; next: Value[] }[];
  readonly initial: { layer: string; positional: unknown[]; args: Args; state: PackedState }[];
  readonly printing: (Partial<Packed> & { shape: number[]; scale?: number; text: string })[];
  readonly models: Record<"before" | "after", string> &
    Record<"parameters" | "modules" | "buffers" | "children", string[]> & { state: Record<string, number[]> };
  readonly loadErrors: { state: Record<string, number[]>; message: string }[];
  readonly training: {
    layer: string;
    channels: number;
    args: Args;
    batches: Packed[];
    outputs: Packed[];
    state: PackedState;
    evaluated: Packed;
  }[];
  readonly losses: (Failure & {
    loss: string;
    args: Args;
    input: Packed;
    target: Packed;
    weight?: Packed;
    posWeight?: Packed;
    output?: Packed;
  })[];
  readonly attention: (Failure & {
    args: Args;
    call: Args;
    inputs: Packed[];
    masks: PackedState;
    state: PackedState;
    outputs?: Packed[];
  })[];
}
const facts = goldenJson<Facts>("torch/facts.json");

const numbers = (data: readonly Value[]): number[] =>
  data.map((value) =>
    typeof value === "number" ? value : Number(value.replace("inf", "Infinity").replace("nan", "NaN")),
  );
const unpack = ({ data, shape }: Packed): Tensor => Tensor.from(numbers(data), shape);
const unpackAll = (state: PackedState): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(state).map(([name, packed]) => [name, unpack(packed)]));
// biome-ignore lint/suspicious/noExplicitAny: layers by name, their arguments as the facts give them
type AnyLayer = new (...args: any[]) => any;
const layers = nn as unknown as Record<string, AnyLayer>;

/** ‖ours − theirs‖ / ‖theirs‖ over the finite values; the others must be the same. */
function expectClose(ours: Tensor | undefined, theirs: Packed | readonly Value[], most = 1e-5): void {
  const { data, shape } = Array.isArray(theirs) ? { data: theirs, shape: undefined } : (theirs as Packed);
  expect(ours).toBeDefined();
  if (shape) expect(ours!.shape).toEqual(shape);
  const [a, b] = [ours!.data, numbers(data)];
  expect(a.length).toBe(b.length);
  let [difference, size] = [0, 0];
  for (const [i, value] of b.entries()) {
    if (!Number.isFinite(value)) expect(a[i]).toBe(value);
    else {
      difference += (a[i]! - value) ** 2;
      size += value ** 2;
    }
  }
  expect(difference === 0 ? 0 : Math.sqrt(difference / size)).toBeLessThanOrEqual(most);
}

test("a seed gives PyTorch's numbers", () => {
  for (const { seed, call, sizes, values, next } of facts.seeds) {
    torch.manualSeed(seed);
    expectClose(call === "rand" ? torch.rand(sizes) : torch.randn(sizes), values, 1e-6);
    expectClose(torch.randn(3), next, 1e-6);
  }
});

test("initial weights are PyTorch's, under its names", () => {
  for (const { layer, positional, args, state } of facts.initial) {
    torch.manualSeed(7);
    const ours = new layers[layer]!(...positional, camelArgs(args)).stateDict() as Record<string, Tensor>;
    expect(Object.keys(ours)).toEqual(Object.keys(state));
    for (const [name, packed] of Object.entries(state)) expectClose(ours[name], packed, 1e-6);
  }
});

test("tensors print as PyTorch prints them", () => {
  for (const { data, shape, scale, text } of facts.printing) {
    const count = shape.reduce((a, b) => a * b, 1);
    const tensor = data ? unpack({ data, shape }) : torch.arange(count).reshape(shape).mul(scale!);
    expect(String(tensor)).toBe(text);
  }
});

describe("a model of models", () => {
  class Block extends nn.Module {
    conv: nn.Conv2d;
    norm: nn.BatchNorm2d;
    act = new nn.ReLU({ inplace: true });
    scale: nn.Parameter;
    constructor(inChannels: number, outChannels: number) {
      super();
      // fields print in the order in which they were set
      const { act } = this;
      delete (this as Partial<this>).act;
      this.conv = new nn.Conv2d(inChannels, outChannels, 3, { padding: 1, bias: false });
      this.norm = new nn.BatchNorm2d(outChannels);
      this.act = act;
      this.scale = new nn.Parameter(torch.ones(outChannels));
    }
  }
  class Net extends nn.Module {
    stem = new nn.Sequential(new nn.LazyConv2d(8, 3), new nn.ReLU());
    blocks = new nn.ModuleList([new Block(8, 8), new Block(8, 16)]);
    heads = new nn.ModuleDict<nn.Module>({
      a: new nn.Linear(16, 4),
      b: new nn.Sequential(new nn.Flatten(), new nn.LazyLinear(2)),
    });
    token = new nn.Parameter(torch.zeros(1, 1, 4));
    shared = this.blocks.at(0)!;
    attention = new nn.MultiheadAttention(4, 2);
    empty = new nn.Sequential();
    none = new nn.Identity();
  }

  test("prints, and names its parts, as in PyTorch", () => {
    const { models } = facts;
    const net = new Net();
    expect(String(net)).toBe(models.before);
    net.stem.forward(torch.zeros(1, 3, 8, 8));
    net.heads.get("b")!.forward(torch.zeros(1, 16, 2, 2));
    expect(String(net)).toBe(models.after);
    const state = Object.entries(net.stateDict()).map(([name, { shape }]) => [name, shape]);
    expect(state).toEqual(Object.entries(models.state));
    const names = (named: [string, unknown][]): string[] => named.map(([name]) => name);
    expect(names(net.namedParameters())).toEqual(models.parameters);
    expect(names(net.namedModules())).toEqual(models.modules);
    expect(names(net.namedBuffers())).toEqual(models.buffers);
    expect(names(net.namedChildren())).toEqual(models.children);
  });

  test("refuses a state that does not fit, in PyTorch's words, and stays as it was", () => {
    for (const { state, message } of facts.loadErrors) {
      const model = new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU());
      const before = model.stateDict()["0.weight"]!.data;
      const given = Object.fromEntries(
        Object.entries(state).map(([name, shape]) => [name, torch.zeros(shape)]),
      );
      expect(() => model.loadStateDict(given)).toThrow(message);
      expect(model.stateDict()["0.weight"]!.data).toEqual(before);
    }
  });
});

test("norms in training keep PyTorch's running statistics", () => {
  for (const { layer, channels, args, batches, outputs, state, evaluated } of facts.training) {
    const norm = new layers[layer]!(channels, camelArgs(args));
    for (const [i, batch] of batches.entries()) expectClose(norm.forward(unpack(batch)), outputs[i]!);
    const kept = norm.stateDict() as Record<string, Tensor>;
    expect(Object.keys(kept)).toEqual(Object.keys(state));
    for (const [name, packed] of Object.entries(state)) expectClose(kept[name], packed);
    expectClose(norm.eval().forward(unpack(batches[0]!)), evaluated);
  }
});

test("dropout keeps the mean in training and does nothing in evaluation", () => {
  const ones = torch.ones(4, 5000);
  for (const layer of [new nn.Dropout(0.3), new nn.Dropout1d(0.3)]) {
    const dropped: Tensor = layer.forward(ones);
    expect(dropped.data.every((value) => value === 0 || Math.abs(value - 1 / 0.7) < 1e-6)).toBe(true);
    expect(Math.abs(dropped.mean().item() - 1)).toBeLessThan(0.05);
    expect(layer.eval().forward(ones).data).toEqual(ones.data);
  }
  const planes = new nn.Dropout2d(0.5).forward(torch.ones(1, 50, 3, 3)).reshape(50, 9);
  for (const plane of planes.unbind()) expect(new Set(plane.data).size).toBe(1);
  expect(F.dropout(ones, { p: 1 }).sum().item()).toBe(0);
  expect(F.dropout(ones, 0.5, false).data).toEqual(ones.data);
});

describe("losses", () => {
  const functions: Record<string, keyof typeof F> = {
    CrossEntropyLoss: "crossEntropy",
    NLLLoss: "nllLoss",
    MSELoss: "mseLoss",
    L1Loss: "l1Loss",
    SmoothL1Loss: "smoothL1Loss",
    HuberLoss: "huberLoss",
    BCELoss: "binaryCrossEntropy",
    BCEWithLogitsLoss: "binaryCrossEntropyWithLogits",
  };
  for (const way of ["layers", "functions"]) {
    test(`weights, reductions, smoothing and refusals as ${way}`, () => {
      for (const {
        loss,
        args,
        input,
        target,
        weight,
        posWeight,
        output,
        exception,
        message,
      } of facts.losses) {
        const options = {
          ...camelArgs(args),
          ...(weight && { weight: unpack(weight) }),
          ...(posWeight && { posWeight: unpack(posWeight) }),
        };
        const fn = F[functions[loss]!] as (input: Tensor, target: Tensor, options: object) => Tensor;
        const compute = (): Tensor =>
          way === "layers"
            ? new layers[loss]!(options).forward(unpack(input), unpack(target))
            : fn(unpack(input), unpack(target), options);
        if (exception) expect(compute).toThrow(message!);
        else expectClose(compute(), output!);
      }
    });
  }
});

test("attention with masks, added keys and weights a head", () => {
  for (const { args, call, inputs, masks, state, outputs, exception, message } of facts.attention) {
    const attention = new nn.MultiheadAttention(4, 2, camelArgs(args)).eval();
    attention.loadStateDict(unpackAll(state));
    const [query, key, value] = inputs.map(unpack) as [Tensor, Tensor, Tensor];
    const options = { ...camelArgs(call), ...camelArgs(unpackAll(masks)) };
    if (exception) expect(() => attention.forward(query, key, value, options)).toThrow(message!);
    else
      for (const [i, packed] of outputs!.entries())
        expectClose(attention.forward(query, key, value, options)[i], packed);
  }
});
