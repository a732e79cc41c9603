/** `@frost-beta/mlx`: `mx` with NumPy's functions, `nn` with PyTorch's layers, channels last. */
import { prettyShape, torchFunctions } from "@convlens/engine/specs";
import type { Dialect, EngineOp } from "../facts/dialect.ts";
import type { Application, BuiltinValue, CallSite, Value } from "../facts/values.ts";
import { UNKNOWN } from "../facts/vocabulary.ts";
import { arrayCreator, arrayMember, randomMember } from "./mlx/arrays.ts";
import { arrayFunction, ID, torchNameOf } from "./mlx/functions.ts";
import { layerClass, layerMember } from "./mlx/layers.ts";
import { containers } from "./torch/containers.ts";
import { tensorFunction } from "./torch/functions.ts";

const namespace = (name: string, get: (member: string) => Value | undefined): BuiltinValue => ({
  kind: "builtin",
  name,
  get,
});

/** Activations as functions; losses and the rest are not followed. */
const nn = namespace("nn", (name) => {
  if (Object.hasOwn(containers, name)) return containers[name];
  const layer = layerClass(name);
  if (layer) return layer;
  return ACTIVATIONS.has(name) ? tensorFunction(name) : undefined;
});
const ACTIVATIONS: ReadonlySet<string> = new Set(
  "relu relu6 leakyRelu elu selu gelu silu mish sigmoid tanh hardswish softplus softsign logSigmoid softmax logSoftmax".split(
    " ",
  ),
);

const random = namespace("random", randomMember);
const fast = namespace("fast", (name) => arrayFunction(`fast.${name}`));
const core = namespace("mx", (name) => {
  if (name === "random") return random;
  if (name === "fast") return fast;
  if (TRANSFORMS.has(name))
    return {
      kind: "builtin",
      name,
      ...(name === "compile"
        ? { call: ({ args }: CallSite) => args[0] ?? UNKNOWN }
        : { call: () => UNKNOWN, callsBack: true }),
    };
  return arrayCreator(name) ?? arrayFunction(name);
});
/** Functions of functions. */
const TRANSFORMS: ReadonlySet<string> = new Set([
  "compile",
  "checkpoint",
  "grad",
  "valueAndGrad",
  "vmap",
  "jvp",
  "vjp",
]);

const root = namespace("mlx", (name) => (name === "nn" ? nn : name === "core" ? core : undefined));

/** PyTorch's layer between two transpositions where it looks at channels; norms take inputs of any rank here. */
function engineOp({ spec: { kind, name }, inputs }: Application): EngineOp | undefined {
  const rank = inputs[0]?.shape?.length ?? 0;
  if (name === "BatchNorm" || name === "InstanceNorm")
    return { library: "torch", kind, name: `${name}${Math.max(1, rank - 2)}d`, channelsLast: rank > 2 };
  if (kind === "layer")
    return {
      library: "torch",
      kind,
      name,
      channelsLast: /^(Conv|ConvTranspose|MaxPool|AvgPool)\dd$/.test(name),
    };
  const torch = torchNameOf(name);
  return torch !== undefined && torchFunctions.has(torch)
    ? { library: "torch", kind, name: torch, channelsLast: false }
    : undefined;
}

export const mlx: Dialect = {
  id: ID,
  modules: ["@frost-beta/mlx"],
  tensorTypes: ["mx.array"],
  namespace: () => root,
  tensorMember: (name, tensor, world) =>
    tensor.kind === "tensor" ? arrayMember(name, tensor, world) : undefined,
  layerMember: (name, layer, world) => (layer.kind === "layer" ? layerMember(name, layer, world) : undefined),
  formatShape: prettyShape,
  engineOp,
  argumentStyle: "positional",
  channelsLast: true,
};
