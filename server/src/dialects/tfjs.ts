/** TensorFlow.js: `tf.layers`, `tf.sequential`, `tf.model` and the core operations, channels last. */
import { prettyShape, product, unknown } from "@convlens/engine/specs";
import { notKnown, UNDEFINED, UNKNOWN } from "../interpret/value.ts";
import type { CallSite, Value } from "../interpret/values.ts";
import type { Dialect } from "./dialect.ts";
import { creator, nestedShape } from "./tfjs/creators.ts";
import { symbolicInput } from "./tfjs/input.ts";
import { layerMember, layersMember } from "./tfjs/layers.ts";
import { losses, metrics } from "./tfjs/losses.ts";
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
const signal = namespace("signal", (name) => operation(`signal.${name}`));
const train = namespace("train", (name) => method(name, () => UNKNOWN));

/** `tf.tidy(() => …)` gives what its function gives. */
const tidy = (site: CallSite): Value => {
  const body = site.args.find((arg) => arg.kind === "function");
  return body ? site.world.call(body, [], site) : UNKNOWN;
};

/** `tf.meshgrid(x, y)`: two tensors of all places. */
const meshgrid = ({ args, world, span }: CallSite): Value => {
  const sizes = args.slice(0, 2).map((arg) => {
    const shape = arg.kind === "tensor" ? arg.tensor.shape : nestedShape(arg);
    return shape ? product(shape) : unknown;
  });
  if (args.length !== 2) return UNKNOWN;
  return world.array(sizes.map(() => world.tensor([...sizes].reverse(), span, { dialect: DIALECT })));
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
    case "signal":
      return signal;
    case "browser":
      return browser;
    case "initializers":
    case "regularizers":
    case "constraints":
      return initializers;
    case "train":
      return train;
    case "losses":
      return losses;
    case "metrics":
      return metrics;
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
      if (name === "keep") return method(name, ({ args }) => args[0] ?? UNKNOWN);
      if (name === "meshgrid") return method(name, meshgrid);
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
