/** TensorFlow.js: `tf.layers`, `tf.sequential`, `tf.model` and the core operations, channels last. */
import { type Dim, isUnknown, prettyShape, product, unknown } from "@convlens/engine/specs";
import type { Dialect } from "../facts/dialect.ts";
import { union } from "../facts/join.ts";
import type { BuiltinValue, CallSite, Value } from "../facts/values.ts";
import { asNumber, constant, toDim, UNDEFINED, UNKNOWN } from "../facts/vocabulary.ts";
import { creator, nestedShape } from "./tfjs/creators.ts";
import { data } from "./tfjs/data.ts";
import { symbolicInput } from "./tfjs/input.ts";
import { layerMember, layersMember } from "./tfjs/layers.ts";
import { loader } from "./tfjs/loaded.ts";
import { listMember } from "./tfjs/loaded-run.ts";
import { losses, metrics } from "./tfjs/losses.ts";
import { functional, modelParameter, sequential } from "./tfjs/models.ts";
import { operation } from "./tfjs/operations.ts";
import { fused, otherOperation } from "./tfjs/other-operations.ts";
import { tensorMember } from "./tfjs/tensors.ts";
import { train } from "./tfjs/train.ts";
import { DIALECT, method, namespace } from "./tfjs/vocabulary.ts";

const layers = namespace("layers", layersMember);
/** A namespace of operations: `tf.image.resizeBilinear` is specified as a whole. */
const operations = (space: string) =>
  namespace(space, (name) => operation(`${space}.${name}`) ?? otherOperation(`${space}.${name}`));
const image = operations("image");
const linalg = operations("linalg");
const math = operations("math");
const spectral = namespace("spectral", otherOperation);
/** A picture: its size is known at run time only, unless its pixels are given as an object; the channels are an argument. */
const picture =
  (channels: Dim) =>
  ({ args: [pixels, asked], world, span }: CallSite): Value => {
    const given = asNumber(asked);
    const count = given ? given : asked ? unknown : channels;
    const side = (name: string): Dim => {
      const plain = pixels?.kind === "object" && !pixels.cls && !pixels.base;
      const size = plain ? toDim(pixels.fields.get(name)) : unknown;
      return isUnknown(size) ? world.free(name) : size;
    };
    return world.tensor([side("height"), side("width"), count], span, { dialect: DIALECT, dtype: "int" });
  };
const pictures = (name: string, of: RegExp, channels: Dim) =>
  namespace(name, (member) => method(member, of.test(member) ? picture(channels) : () => UNKNOWN));
const browser = pictures("browser", /^fromPixels(Async)?$/, 3);
/** In Node only: `if (tf.node)` asks where it runs. */
const nodeImages = union([pictures("node", /^decode(Bmp|Jpeg|Png)$/, unknown), UNDEFINED]);
/** What tfjs-react-native adds. */
const reactNative = namespace("tfjs-react-native", (name) =>
  name === "decodeJpeg" ? method(name, picture(3)) : root.get?.(name),
);
const initializers = namespace("initializers", (name) => method(name, () => UNKNOWN));
const signal = operations("signal");

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

const root: BuiltinValue = namespace("tf", (name) => {
  switch (name) {
    case "default":
      return root;
    case "__esModule":
      return constant(true); // what compiled modules ask first
    case "node":
      return nodeImages;
    case "layers":
      return layers;
    case "image":
      return image;
    case "linalg":
      return linalg;
    case "signal":
      return signal;
    case "spectral":
      return spectral;
    case "math":
      return math;
    case "fused":
      return fused;
    case "browser":
      return browser;
    case "data":
      return data;
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
    case "loadLayersModel":
    case "loadGraphModel":
      return loader(name);
    case "input":
    case "Input":
      return method(name, symbolicInput);
    case "tidy":
    case "profile":
      return method(name, tidy);
    default:
      if (name === "keep") return method(name, ({ args }) => args[0] ?? UNKNOWN);
      if (name === "meshgrid") return method(name, meshgrid);
      if (silent.has(name)) return method(name, () => UNDEFINED);
      return creator(name) ?? operation(name) ?? otherOperation(name);
  }
});

const REACT_NATIVE = "@tensorflow/tfjs-react-native";

export const tfjs: Dialect = {
  id: DIALECT,
  modules: [
    "@tensorflow/tfjs",
    "@tensorflow/tfjs-node",
    "@tensorflow/tfjs-node-gpu",
    "@tensorflow/tfjs-layers",
    "@tensorflow/tfjs-core",
    "@tensorflow/tfjs-converter",
    REACT_NATIVE,
  ],
  tensorTypes: [
    "Tensor",
    "Tensor1D",
    "Tensor2D",
    "Tensor3D",
    "Tensor4D",
    "Tensor5D",
    "Variable",
    "SymbolicTensor",
  ],
  globals: ["tf"],
  namespace: (specifier) => (specifier === REACT_NATIVE ? reactNative : root),
  tensorMember: (name, tensor, world, site) =>
    tensor.kind === "tensor"
      ? ((site && listMember(name, tensor, site)) ?? tensorMember(name, tensor, world))
      : undefined,
  layerMember: (name, layer, world) => (layer.kind === "layer" ? layerMember(name, layer, world) : undefined),
  parameter: modelParameter,
  formatShape: prettyShape,
  engineOp: ({ spec: { kind, name } }) => ({ library: "tfjs", kind, name, channelsLast: false }),
  argumentStyle: "object",
  channelsLast: true,
};
