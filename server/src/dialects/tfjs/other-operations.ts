/**
 * Functions of TensorFlow.js that have no rule of their own to break here: what their results look like. Fused ones are
 * the operations that they fuse.
 *
 *   tf.fused.conv2d({ x, filter, strides: 1, pad: "same" })   // tf.conv2d(x, filter, 1, "same")
 */
import { add, type Dim, floorDiv, type Shape, unknown } from "@convlens/engine/specs";
import type { BuiltinValue, CallSite, Value } from "../../facts/values.ts";
import { asNumber, toDim, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { checkBoxes } from "./boxes.ts";
import { nestedShape } from "./creators.ts";
import { operation } from "./operations.ts";
import { DIALECT, method, namespace, shapeIn } from "./vocabulary.ts";

/** `tf.<name>`, or `tf.image.<name>` under its whole name; undefined where it is none of these. */
export function otherOperation(name: string): BuiltinValue | undefined {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  const parts = Object.hasOwn(OBJECTS, name) ? OBJECTS[name] : undefined;
  if (!rule && !parts) return undefined;
  return method(name, (site) => {
    if (name.startsWith("image.nonMaxSuppression")) checkBoxes(name, site);
    if (rule) return resultOf(rule, site);
    return site.world.object(Object.entries(parts!).map(([key, part]) => [key, resultOf(part, site)]));
  });
}

type Rule = (first: Shape, site: CallSite) => Shape;

const resultOf = (rule: Rule, site: CallSite): Value =>
  site.world.tensor(rule(shapeOf(site.args[0]), site), site.span, { dialect: DIALECT });

const shapeOf = (value: Value | undefined): Shape =>
  value?.kind === "tensor" ? value.tensor.shape : (nestedShape(value) ?? null);

const same: Rule = (first) => first;
/** The shape that an argument spells out. */
const given =
  (at: number): Rule =>
  (_, { args }) =>
    shapeIn(args[at]) ?? null;
const likeArgument =
  (at: number): Rule =>
  (_, { args }) =>
    shapeOf(args[at]);
const vector =
  (at: number): Rule =>
  (_, { args }) => [toDim(args[at])];
const some: Rule = () => [unknown];
const withLast = (shape: Shape, last: Dim): Shape => shape && [...shape.slice(0, -1), last];

const RULES: Readonly<Record<string, Rule>> = {
  rand: (_, { args: [shape] }) => shapeIn(shape) ?? null,
  real: same,
  imag: same,
  complex: same,
  fft: same,
  ifft: same,
  rfft: (first) => withLast(first, half(first?.at(-1) ?? unknown)),
  irfft: (first) => withLast(first, unknown),
  movingAverage: same,
  tensorScatterUpdate: same,
  searchSorted: likeArgument(1),
  lowerBound: likeArgument(1),
  upperBound: likeArgument(1),
  scatterND: given(2),
  sparseToDense: given(2),
  bincount: vector(2),
  denseBincount: (first, { args }) => (first?.length === 2 ? [first[0]!, toDim(args[2])] : [toDim(args[2])]),
  cosineWindow: vector(0),
  setdiff1dAsync: some,
  booleanMaskAsync: (first) => first && [unknown, ...first.slice(1)],
  whereAsync: (first) => first && [unknown, first.length],
  inTopKAsync: (first) => first?.slice(0, -1) ?? null,
  pool: (first) =>
    first?.map((size, axis) => (axis === 0 || axis === first.length - 1 ? size : unknown)) ?? null,
  "image.threshold": same,
  "image.transform": (first, { args: [, , , , , size] }) => {
    const sizes = shapeIn(size);
    return first?.length === 4 && sizes?.length === 2 ? [first[0]!, ...sizes, first[3]!] : first;
  },
  "image.nonMaxSuppression": some,
  "image.nonMaxSuppressionAsync": some,
  "linalg.gramSchmidt": same,
  "signal.hammingWindow": vector(0),
  "signal.hannWindow": vector(0),
  "signal.stft": (first, { args }) => {
    const frame = asNumber(args[3]) ?? asNumber(args[1]);
    return first?.length === 1 ? [unknown, asNumber(args[3]) !== undefined ? half(frame!) : unknown] : null;
  },
  "math.confusionMatrix": (_, { args: [, , classes] }) => [toDim(classes), toDim(classes)],
};

/** The first half of a spectrum, its middle among it. */
const half = (size: Dim): Dim => add(floorDiv(size, 2), 1);

const scores = { selectedIndices: some, selectedScores: some };
const OBJECTS: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  unique: { values: (first) => (first?.length === 1 ? [unknown] : null), indices: some },
  maxPoolWithArgmax: { result: RULES.pool!, indexes: RULES.pool! },
  "image.nonMaxSuppressionWithScore": scores,
  "image.nonMaxSuppressionWithScoreAsync": scores,
  "image.nonMaxSuppressionPadded": { selectedIndices: some, validOutputs: () => [] },
  "image.nonMaxSuppressionPaddedAsync": { selectedIndices: some, validOutputs: () => [] },
};

/** Where the arguments of the fused operation stand in its config. */
const FUSED: Readonly<Record<string, readonly string[]>> = {
  conv2d: ["x", "filter", "strides", "pad", "dataFormat", "dilations", "dimRoundingMode"],
  depthwiseConv2d: ["x", "filter", "strides", "pad", "dataFormat", "dilations", "dimRoundingMode"],
  matMul: ["a", "b", "transposeA", "transposeB"],
};

/** `tf.fused`: the operation itself; bias and activation keep the shape. */
export const fused = namespace("fused", (name) => {
  const order = Object.hasOwn(FUSED, name) ? FUSED[name] : undefined;
  const found = order && operation(name);
  if (!order || !found?.call) return undefined;
  return method(name, (site) => {
    const [config] = site.args;
    if (config?.kind !== "object" || config.base) return UNKNOWN;
    const absent = config.complete ? UNDEFINED : UNKNOWN;
    const args = order.map((field) => config.fields.get(field) ?? absent);
    while (args.at(-1) === UNDEFINED) args.pop();
    const argSpans = order.slice(0, args.length).map((field) => config.places?.get(field) ?? site.span);
    return found.call!({ ...site, args, argSpans });
  });
});

/** What is exported and not followed, by name, and why. */
export const NOT_FOLLOWED: Readonly<Record<string, string>> = {
  ...because("acts on the library itself, gives no tensor", [
    ..."backend copyRegisteredKernels deprecationWarn disableDeprecationWarnings enableDebugMode env findBackend".split(
      " ",
    ),
    ..."findBackendFactory getBackend getGradient getKernel getKernelsForBackend print registerBackend".split(
      " ",
    ),
    ..."registerGradient registerKernel removeBackend setPlatform time unregisterGradient unregisterKernel".split(
      " ",
    ),
    ..."registerCallbackConstructor deregisterOp registerOp forceHalfFloat setWebGLContext sumOutType upcastType".split(
      " ",
    ),
    ..."enclosingPowerOfTwo op throwIfDisposed isDisposed toString bytes constructor dataToGPU version_data default".split(
      " ",
    ),
  ]),
  ...because("takes a function of tensors", [
    "customGrad",
    "grad",
    "grads",
    "valueAndGrad",
    "valueAndGrads",
    "variableGrads",
  ]),
  ...because("gives lists of states", ["basicLSTMCell", "multiRNNCell", "linalg.qr"]),
  ...because("gives tensors whose number of axes hangs on values", [
    "raggedGather",
    "raggedRange",
    "raggedTensorToTensor",
    "broadcastArgs",
  ]),
  ...because("is values in memory, outside of any graph", ["buffer", "bufferSync"]),
  ...because("is read at run time", ["loadGraphModelSync"]),
  ...because("is a class that programs extend, test for, or get from other functions", [
    ..."AdadeltaOptimizer AdagradOptimizer AdamOptimizer AdamaxOptimizer DataStorage Environment KernelBackend".split(
      " ",
    ),
    ..."MomentumOptimizer Optimizer OptimizerConstructors RMSPropOptimizer SGDOptimizer Tensor TensorBuffer Variable".split(
      " ",
    ),
    ..."Callback CallbackList CustomCallback EarlyStopping History InputSpec LayerVariable LayersModel RNN".split(
      " ",
    ),
    ..."SymbolicTensor GraphModel MathBackendCPU GPGPUContext MathBackendWebGL layers.RNN layers.RNNCell".split(
      " ",
    ),
    ..."data.CSVDataset data.Dataset data.FileDataSource data.TextLineDataset data.URLDataSource data.func".split(
      " ",
    ),
    ..."data.version_data data.default".split(" "),
  ]),
};

function because(reason: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}
