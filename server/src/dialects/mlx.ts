/**
 * `@frost-beta/mlx`: PyTorch's layers with every argument in place, another order of them, and channels last.
 *
 *   new nn.Conv2d(3, 16, 3, 1, 1, 1, false)   // …, stride, padding, dilation, bias
 */
import {
  type Call,
  type Dim,
  type LayerSpec,
  type Param,
  type Problem,
  prettyShape,
  type Shape,
  torchLayers,
} from "@convlens/engine/specs";
import type { Dialect, EngineOp } from "../facts/dialect.ts";
import { UNKNOWN } from "../facts/value.ts";
import type { Application, BuiltinValue, Value } from "../facts/values.ts";
import { decodeArguments } from "./arguments/decode.ts";
import { containers } from "./torch/containers.ts";
import { tensorFunction } from "./torch/functions.ts";
import { layerMember } from "./torch/layers.ts";
import { tensorCreator, tensorMember } from "./torch/tensors.ts";

const ID = "mlx";

/** Where PyTorch's parameters stand in this library's constructors; what is left out keeps PyTorch's order behind them. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  Conv: ["inChannels", "outChannels", "kernelSize", "stride", "padding", "dilation", "bias"],
  ConvTranspose: ["inChannels", "outChannels", "kernelSize", "stride", "padding", "dilation", "bias"],
};
/** Layers under a name that PyTorch does not have. */
const ALIASES: Readonly<Record<string, string>> = {
  InstanceNorm: "InstanceNorm2d",
  BatchNorm: "BatchNorm2d",
};

const specs = new Map<string, LayerSpec | undefined>();

/** The spec of `nn.<name>`; undefined where the library has no such layer. */
function specOf(name: string): LayerSpec | undefined {
  if (!specs.has(name)) specs.set(name, makeSpec(name));
  return specs.get(name);
}

function makeSpec(name: string): LayerSpec | undefined {
  const torch = torchLayers.get(ALIASES[name] ?? name);
  if (!torch || name.startsWith("Lazy")) return undefined;
  const [, kind, rank] = /^(\w*?)([123])d$/.exec(name) ?? [];
  const order = kind === undefined ? undefined : ORDER[kind];
  const ordered = { ...torch, name, params: order ? inOrder(torch.params, order) : torch.params };
  if (name === "BatchNorm" || name === "InstanceNorm") return normalization(ordered);
  return rank && /^(Conv|ConvTranspose|MaxPool|AvgPool)$/.test(kind!)
    ? channelsLast(ordered, Number(rank))
    : ordered;
}

const inOrder = (params: readonly Param[], order: readonly string[]): Param[] => [
  ...order.map((name) => params.find((param) => param.name === name)!),
  ...params.filter((param) => !order.includes(param.name)),
];

const toFirst = (shape: Shape): Shape => shape && [shape[0]!, shape.at(-1)!, ...shape.slice(1, -1)];
const toLast = (shape: Shape): Shape => shape && [shape[0]!, ...shape.slice(2), shape[1]!];

/** PyTorch's rule between two transpositions: [N, H, W, C] in and out. */
function channelsLast(spec: LayerSpec, rank: number): LayerSpec {
  return {
    ...spec,
    infer(call) {
      const [input] = call.inputs;
      if (input && input.length !== rank + 2) {
        call.fail(rankProblem(rank, input));
        return [null];
      }
      const inner: Call = {
        ...call,
        inputs: [toFirst(input ?? null)],
        fail: (problem) => call.fail(inTheirLayout(problem, input ?? null)),
        require: (condition, problem) =>
          call.require(condition, () => inTheirLayout(problem(), input ?? null)),
      };
      return spec.infer(inner).map((shape) => (input ? toLast(shape) : null));
    },
    macs: (args, [input], [output]) =>
      spec.macs?.(args, [toFirst(input ?? null)], [toFirst(output ?? null)]) ?? 0,
    formula: (args, [input], [output]) =>
      spec.formula?.(args, [toFirst(input ?? null)], [toFirst(output ?? null)]) ?? [],
    parameters: (args) =>
      Object.fromEntries(
        Object.entries(spec.parameters?.(args) ?? {}).map(([name, sizes]) => [
          name,
          sizes.length > 2 ? (toLast(sizes) as Dim[]) : sizes,
        ]),
      ),
    ...(spec.inputHint && { inputHint: (args) => toLast(spec.inputHint!(args)) }),
  };
}

const rankProblem = (rank: number, input: readonly Dim[]): Problem => ({
  code: "rank",
  stage: "forward",
  at: { input: 0 },
  message: `takes ${rank + 2} axes, receives ${input.length}: ${prettyShape(input)}`,
});

/** Problems speak of this library's layout. */
function inTheirLayout(problem: Problem, input: Shape): Problem {
  if (problem.code !== "layout") return problem;
  return {
    ...problem,
    message: `takes channels last; the input ${prettyShape(input)} has its channels elsewhere`,
  };
}

/** Normalises the last axis of an input of any rank. */
const normalization = (spec: LayerSpec): LayerSpec => ({
  ...spec,
  infer(call) {
    const [input] = call.inputs;
    if (!input) return [null];
    spec.infer({ ...call, inputs: [[input[0]!, input.at(-1)!, 2, 2]] });
    return [input];
  },
  inputHint: () => null,
});

function layerClass(name: string): BuiltinValue | undefined {
  const spec = specOf(name);
  if (!spec) return undefined;
  return {
    kind: "builtin",
    name,
    module: true,
    construct: (site) => {
      const { args, argSpans } = decodeArguments(spec.params, site.args, site.argSpans);
      return site.world.build(spec, args, argSpans, ID, site.span);
    },
  };
}

/** PyTorch's layer between two transpositions where it looks at channels; norms take inputs of any rank here. */
function engineOp({ spec: { kind, name }, inputs }: Application): EngineOp {
  const rank = inputs[0]?.shape?.length ?? 0;
  if (name === "BatchNorm" || name === "InstanceNorm")
    return {
      library: "torch",
      kind,
      name: `${name}${Math.max(1, rank - 2)}d`,
      channelsLast: rank > 2,
    };
  return {
    library: "torch",
    kind,
    name,
    channelsLast: /^(Conv|ConvTranspose|MaxPool|AvgPool)\dd$/.test(name),
  };
}

const namespace = (name: string, get: (member: string) => Value | undefined): BuiltinValue => ({
  kind: "builtin",
  name,
  get,
});

const nn = namespace("nn", (name) => containers[name] ?? layerClass(name) ?? tensorFunction(name));
/** `mx.random.normal(shape)`, `mx.random.uniform(low, high, shape)` */
const random = namespace("random", (name) => {
  const make = tensorCreator(name === "randint" ? "randint" : "randn")?.call;
  return (
    make && {
      kind: "builtin",
      name,
      call: (site) => make({ ...site, args: [site.args.find((arg) => arg.kind === "array") ?? UNKNOWN] }),
    }
  );
});
const core = namespace("mx", (name) =>
  name === "random" ? random : (tensorCreator(name) ?? tensorFunction(name)),
);

const root = namespace("mlx", (name) => (name === "nn" ? nn : name === "core" ? core : undefined));

export const mlx: Dialect = {
  id: ID,
  modules: ["@frost-beta/mlx"],
  namespace: () => root,
  tensorMember: (name, tensor, world) =>
    tensor.kind === "tensor" ? tensorMember(name, tensor, world) : undefined,
  layerMember: (name, layer) => (layer.kind === "layer" ? layerMember(name, layer) : undefined),
  formatShape: prettyShape,
  engineOp,
  argumentStyle: "positional",
  channelsLast: true,
};
