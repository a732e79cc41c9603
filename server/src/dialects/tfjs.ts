/** TensorFlow.js: `tf.layers`, `tf.sequential`, `tf.model` and the core operations, channels last. */
import { prettyShape, unknown } from "@convlens/engine/specs";
import { notKnown, UNDEFINED, UNKNOWN } from "../interpret/value.ts";
import type { CallSite, Value } from "../interpret/values.ts";
import type { Dialect } from "./dialect.ts";
import { losses } from "./tfjs/boundary.ts";
import { creator } from "./tfjs/creators.ts";
import { symbolicInput } from "./tfjs/input.ts";
import { layerMember, layersMember } from "./tfjs/layers.ts";
import { functional, sequential } from "./tfjs/models.ts";
import { operation } from "./tfjs/operations.ts";
import { tensorMember } from "./tfjs/tensors.ts";
import { DIALECT, method, namespace } from "./tfjs/vocabulary.ts";

const layers = namespace("layers", layersMember);
const image = namespace("image", (name) => operation(`image.${name}`));
const linalg = namespace("linalg", (name) => operation(`linalg.${name}`));
/** Pictures: the size is known at run time only. */
const browser = namespace("browser", (name) =>
  method(name, ({ world, span }) =>
    name === "fromPixels" ? world.tensor([unknown, unknown, 3], span, { dialect: DIALECT }) : UNKNOWN,
  ),
);
const initializers = namespace("initializers", (name) => method(name, () => UNKNOWN));
const train = namespace("train", (name) => method(name, () => UNKNOWN));

/** `tf.tidy(() => …)` gives what its function gives. */
const tidy = (site: CallSite): Value => {
  const body = site.args.find((arg) => arg.kind === "function");
  return body ? site.world.call(body, [], site) : UNKNOWN;
};

const loaders = /^load(LayersModel|GraphModel)$/;
const silent: ReadonlySet<string> = new Set([
  "dispose",
  "disposeVariables",
  "ready",
  "nextFrame",
  "setBackend",
  "enableProdMode",
  "engine",
  "memory",
]);

const root = namespace("tf", (name) => {
  switch (name) {
    case "layers":
      return layers;
    case "image":
      return image;
    case "linalg":
      return linalg;
    case "browser":
      return browser;
    case "initializers":
    case "regularizers":
    case "constraints":
      return initializers;
    case "train":
      return train;
    case "losses":
    case "metrics":
      return losses;
    case "sequential":
    case "Sequential":
      return sequential;
    case "model":
      return functional;
    case "input":
    case "Input":
      return method(name, symbolicInput);
    case "tidy":
    case "profile":
      return method(name, tidy);
    default:
      if (loaders.test(name)) return method(name, () => notKnown("the model is loaded at run time"));
      if (silent.has(name)) return method(name, () => UNDEFINED);
      return creator(name) ?? operation(name);
  }
});

export const tfjs: Dialect = {
  id: DIALECT,
  modules: [
    "@tensorflow/tfjs",
    "@tensorflow/tfjs-node",
    "@tensorflow/tfjs-node-gpu",
    "@tensorflow/tfjs-layers",
    "@tensorflow/tfjs-core",
  ],
  globals: ["tf"],
  namespace: () => root,
  tensorMember: (name, tensor, world) =>
    tensor.kind === "tensor" ? tensorMember(name, tensor, world) : undefined,
  layerMember: (name, layer, world) => (layer.kind === "layer" ? layerMember(name, layer, world) : undefined),
  formatShape: prettyShape,
  engineOp: ({ spec: { kind, name } }) => ({ library: "tfjs", kind, name, channelsLast: false }),
  channelsLast: true,
};
