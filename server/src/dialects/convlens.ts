/** `@convlens/engine`: PyTorch's names, channels first, required arguments in place and options by name. */
import { prettyShape } from "@convlens/engine/specs";
import type { Dialect } from "../facts/dialect.ts";
import type { BuiltinValue, Value } from "../facts/values.ts";
import { UNDEFINED, UNKNOWN } from "../facts/vocabulary.ts";
import { containers } from "./torch/containers.ts";
import { tensorFunction } from "./torch/functions.ts";
import { layerClass, layerMember } from "./torch/layers.ts";
import { silentMistakes } from "./torch/silent.ts";
import { parameterClass, tensorClass, tensorCreator, tensorMember } from "./torch/tensors.ts";

const ID = "convlens";

const namespace = (name: string, get: (member: string) => Value | undefined): BuiltinValue => ({
  kind: "builtin",
  name,
  get,
});

const functional = namespace("F", tensorFunction);
const initializers = namespace("init", (name) => ({
  kind: "builtin",
  name,
  call: ({ args }) => args[0] ?? UNKNOWN,
}));

const nn = namespace("nn", (name) => {
  if (name === "functional") return functional;
  if (name === "init") return initializers;
  if (name === "Parameter") return parameterClass;
  return (Object.hasOwn(containers, name) && containers[name]) || layerClass(name, ID);
});

/** Functions of the root that neither make nor change tensors. */
const others: Readonly<Record<string, BuiltinValue>> = Object.fromEntries(
  ["noGrad", "inferenceMode", "tidy"].map((name) => [
    name,
    {
      kind: "builtin",
      name,
      call: (site) => (site.args[0]?.kind === "function" ? site.world.call(site.args[0], [], site) : UNKNOWN),
    } as BuiltinValue,
  ]),
);

const root = namespace("torch", (name) => {
  if (name === "nn") return nn;
  if (name === "F" || name === "functional") return functional;
  if (name === "Tensor") return tensorClass;
  if (/^(manualSeed|setThreads|setLimits)$/.test(name))
    return { kind: "builtin", name, call: () => UNDEFINED };
  return (Object.hasOwn(others, name) && others[name]) || (tensorCreator(name) ?? tensorFunction(name));
});

/** Entries of the package that are a part of the root. */
const parts: ReadonlyMap<string, BuiltinValue> = new Map([
  ["@convlens/engine/nn", nn],
  ["@convlens/engine/functional", functional],
]);

export const convlens: Dialect = {
  id: ID,
  modules: ["@convlens/engine", "@convlens/engine/tensor", ...parts.keys()],
  tensorTypes: ["Tensor"],
  namespace: (specifier) => parts.get(specifier) ?? root,
  tensorMember: (name, tensor, world) =>
    tensor.kind === "tensor" ? tensorMember(name, tensor, world) : undefined,
  layerMember: (name, layer, world) => (layer.kind === "layer" ? layerMember(name, layer, world) : undefined),
  suspicions: silentMistakes,
  formatShape: prettyShape,
  engineOp: ({ spec: { kind, name } }) => ({ library: "torch", kind, name, channelsLast: false }),
  channelsLast: false,
};
