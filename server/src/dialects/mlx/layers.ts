/**
 * Layers of mlx: PyTorch's rules with every argument in place, another order of them, and channels last.
 *
 *   new nn.Conv2d(3, 16, 3, 1, 1, 1, 1, false)   // …, stride, padding, dilation, groups, bias
 */
import {
  type Args,
  type Call,
  type Dim,
  dimOf,
  eq,
  isUnknownArg,
  type LayerSpec,
  type Param,
  prettyShape,
  type Shape,
  torchLayers,
} from "@convlens/engine/specs";
import type { BuiltinValue, CallSite, LayerValue, Value } from "../../facts/values.ts";
import { constant, UNKNOWN } from "../../facts/vocabulary.ts";
import { decodeArguments } from "../arguments/decode.ts";
import { useLayer } from "../torch/layers.ts";
import { channelsLast, toFirst, toLast } from "./channels-last.ts";
import { ID } from "./functions.ts";

export type Sizes = readonly Dim[];

const specs = new Map<string, LayerSpec | undefined>();

/** The spec of `nn.<name>`; undefined where the library has no such layer. */
export function specOf(name: string): LayerSpec | undefined {
  if (!specs.has(name)) specs.set(name, makeSpec(name));
  return specs.get(name);
}

/** `nn.<name>` as a class. */
export function layerClass(name: string): BuiltinValue | undefined {
  const spec = specOf(name);
  return spec && { kind: "builtin", name, module: true, construct: (site) => construct(spec, site) };
}

function construct(spec: LayerSpec, site: CallSite): LayerValue {
  const { args, argSpans } = decodeArguments(spec.params, withGroups(spec, site.args), site.argSpans);
  return site.world.build(spec, args, argSpans, ID, site.span);
}

/** Up to version 0.0.7 a convolution had no groups: a flag in their place is the bias. */
function withGroups({ params }: LayerSpec, values: readonly Value[]): readonly Value[] {
  const at = params.findIndex(({ name }) => name === "groups");
  const given = at >= 0 && params[at + 1]?.name === "bias" ? values[at] : undefined;
  return given?.kind === "const" && typeof given.value === "boolean"
    ? values.toSpliced(at, 0, constant(1))
    : values;
}

/** What follows the parameters that PyTorch has too; the parameters in this library's order. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  Conv: ["inChannels", "outChannels", "kernelSize", "stride", "padding", "dilation", "groups", "bias"],
  ConvTranspose: ["inChannels", "outChannels", "kernelSize", "stride", "padding", "dilation", "bias"],
  MaxPool: ["kernelSize", "stride", "padding"],
  AvgPool: ["kernelSize", "stride", "padding"],
};

function makeSpec(name: string): LayerSpec | undefined {
  const [, kind, rank] = /^(\w*?)([123])d$/.exec(name) ?? [];
  const order = kind !== undefined && Object.hasOwn(ORDER, kind) ? ORDER[kind] : undefined;
  if (order) {
    const torch = torchLayers.get(name)!;
    const params = order.map((param) => torch.params.find((each) => each.name === param)!);
    return channelsLast({ ...torch, params: [...params, ...hidden(torch, order)] }, Number(rank));
  }
  if (Object.hasOwn(OWN, name)) return OWN[name];
  return SAME_AS_TORCH.has(name) ? torchLayers.get(name) : undefined;
}

/** Parameters of PyTorch's alone keep their defaults and are never given. */
const hidden = ({ params }: LayerSpec, order: readonly string[]): readonly Param[] =>
  params.filter(({ name }) => !order.includes(name)).map((param) => ({ ...param, kind: "any" as const }));

const SAME_AS_TORCH: ReadonlySet<string> = new Set([
  "Linear",
  "Identity",
  "Dropout",
  "Dropout2d",
  "Dropout3d",
  "PReLU",
]);

// ── layers of its own ───────────────────────────────────────────────────────────────────────────────────────────

const need = (name: string): Param => ({ name, kind: "int", required: true, doc: "" });

const optional = (name: string, kind: Param["kind"], value?: Param["default"]): Param => ({
  name,
  kind,
  doc: "",
  ...(value !== undefined && { default: value }),
});

function own(
  name: string,
  params: readonly Param[],
  infer: (input: Sizes, call: Call) => Shape,
  rest: Partial<LayerSpec> = {},
): [string, LayerSpec] {
  return [
    name,
    {
      name,
      kind: "layer",
      summary: "A layer of mlx.",
      docs: "https://ml-explore.github.io/mlx/build/html/python/nn.html",
      params,
      lenient: true,
      infer: (call) => [call.inputs[0] ? infer(call.inputs[0], call) : null],
      macs: () => 0,
      ...rest,
    },
  ];
}

const same = (input: Sizes): Shape => input;

/** A weight for each entry of the last axis, multiplied by broadcasting. */
function lastAxisIs(input: Sizes, call: Call, param: string): Shape {
  const wanted = dimOf(call.args[param]);
  const last = input.at(-1);
  if (last !== undefined && call.args.affine !== false && last !== 1)
    call.require(eq(last, wanted), () => ({
      code: "norm-features",
      stage: "forward",
      at: { arg: param },
      message: `expects ${prettyShape([wanted]).slice(1, -1)} features on the last axis, receives ${prettyShape([last]).slice(1, -1)}`,
      expected: last,
      received: wanted,
    }));
  return input;
}

const norm = (name: string, params: readonly Param[], features: string): [string, LayerSpec] =>
  own(name, params, (input, call) => lastAxisIs(input, call, features), {
    parameters: (args): Record<string, Sizes> => {
      const size = [dimOf(args[features])];
      return args.affine === false ? {} : { weight: size, ...(name !== "RMSNorm" && { bias: size }) };
    },
  });

const eps = optional("eps", "number", 1e-5);

const affine = optional("affine", "bool", true);

const withLast = (input: Sizes, size: Dim): Shape => [...input.slice(0, -1), size];

/** [batch, steps, features] or [steps, features]: hidden states of all steps; the weights stand as in the library. */
const recurrent = (name: string, gates: number, outputs: number): [string, LayerSpec] =>
  own(
    name,
    [need("inputDims"), need("hiddenDims"), optional("bias", "bool", true)],
    (input, { args }) => withLast(input, dimOf(args.hiddenDims)),
    {
      infer(call) {
        const [input] = call.inputs;
        if (!input) return new Array<Shape>(outputs).fill(null);
        call.require(eq(input.at(-1) ?? 0, dimOf(call.args.inputDims)), () => ({
          code: "rnn-input-size",
          stage: "forward",
          at: { arg: "inputDims" },
          message: `expects ${prettyShape([dimOf(call.args.inputDims)]).slice(1, -1)} features on the last axis, receives ${prettyShape([input.at(-1)!]).slice(1, -1)}`,
          expected: input.at(-1)!,
        }));
        return new Array<Shape>(outputs).fill(withLast(input, dimOf(call.args.hiddenDims)));
      },
      parameters: (args): Record<string, Sizes> => {
        const hidden = dimOf(args.hiddenDims);
        const rows = typeof hidden === "number" ? gates * hidden : hidden;
        return { Wx: [rows, dimOf(args.inputDims)], Wh: [rows, hidden] };
      },
    },
  );

/** The shape of what it is given, whatever its parameters. */
const keeping = (names: string): [string, LayerSpec][] => names.split(" ").map((name) => own(name, [], same));

const withoutFailure = (input: Sizes, args: Args, name: string): Shape =>
  isUnknownArg(args[name]) || args[name] === undefined || args[name] === null
    ? input
    : withLast(input, dimOf(args[name]));

const upsample = (input: Sizes, { args }: Call): Shape => {
  const spec = torchLayers.get("Upsample")!;
  const defaults = Object.fromEntries(spec.params.map((param) => [param.name, param.default]));
  const [output] = spec.infer({
    args: { ...defaults, scaleFactor: args.scaleFactor },
    inputs: [toFirst(input)],
    require: () => true,
    fail: () => {},
  });
  return toLast(output ?? null);
};

const embeddingDims: readonly Param[] = [need("numEmbeddings"), need("dims")];

const OWN: Readonly<Record<string, LayerSpec>> = Object.fromEntries([
  own("Embedding", embeddingDims, (input, { args }) => [...input, dimOf(args.dims)], {
    parameters: (args) => ({ weight: [dimOf(args.numEmbeddings), dimOf(args.dims)] }),
    inputHint: (args) => torchLayers.get("Embedding")!.inputHint!(args),
    anyRank: true,
  }),
  own("QuantizedEmbedding", embeddingDims, (input, { args }) => [...input, dimOf(args.dims)]),
  own("QuantizedLinear", [need("inDims"), need("outDims")], (input, { args }) =>
    withLast(input, dimOf(args.outDims)),
  ),
  norm("LayerNorm", [need("dims"), eps, affine, optional("bias", "bool", true)], "dims"),
  norm("RMSNorm", [need("dims"), eps], "dims"),
  norm("GroupNorm", [need("numGroups"), need("dims"), eps, affine], "dims"),
  norm("InstanceNorm", [need("dims"), eps, { ...affine, default: false }], "dims"),
  norm("BatchNorm", [need("numFeatures"), eps, optional("momentum", "number", 0.1), affine], "numFeatures"),
  recurrent("RNN", 1, 1),
  recurrent("GRU", 3, 1),
  recurrent("LSTM", 4, 2),
  own(
    "MultiHeadAttention",
    [
      need("dims"),
      need("numHeads"),
      ...["queryInputDims", "keyInputDims", "valueInputDims", "valueDims", "valueOutputDims"].map((name) =>
        optional(name, "int"),
      ),
    ],
    (input, { args }) => withoutFailure(withLast(input, dimOf(args.dims)) ?? input, args, "valueOutputDims"),
    { inputs: ["queries", "keys", "values"] },
  ),
  own("SinusoidalPositionalEncoding", [need("dims")], (input, { args }) => [...input, dimOf(args.dims)]),
  own("Upsample", [optional("scaleFactor", "ints")], upsample),
  own("Bilinear", [need("input1Dims"), need("input2Dims"), need("outputDims")], (input, { args }) =>
    withLast(input, dimOf(args.outputDims)),
  ),
  ...keeping(
    "Sigmoid Mish ReLU LeakyReLU ELU ReLU6 Softmax Softplus Softsign SoftShrink CELU SiLU LogSoftmax LogSigmoid GELU Tanh " +
      "Hardswish Step SELU HardTanh HardShrink Softmin RoPE TransformerEncoderLayer TransformerEncoder",
  ),
  own("GLU", [optional("axis", "int", -1)], (input, { args }) => {
    const at = dimOf(args.axis);
    const place = typeof at === "number" ? (at < 0 ? at + input.length : at) : -1;
    const size = input[place];
    return typeof size === "number" && size % 2 === 0 ? input.with(place, size / 2) : null;
  }),
]);

/** Classes of the library whose layers are not followed. */
export const NOT_FOLLOWED_LAYERS: ReadonlySet<string> = new Set([
  "ALiBi", // a mask that grows with the scores it is given
  "Transformer",
  "TransformerDecoder",
  "TransformerDecoderLayer",
]);

/** `conv.forward`, `conv.weight`, `embedding.asLinear` */
export function layerMember(name: string, layer: LayerValue, world: CallSite["world"]): Value | undefined {
  if (name === "forward")
    return { kind: "builtin", name: "forward of a layer", call: (site) => useLayer(layer, site) };
  if (["eval", "train", "freeze", "unfreeze", "update", "loadWeights"].includes(name))
    return { kind: "builtin", name, call: () => layer };
  const parameter = layer.spec.parameters?.(layer.args)[name];
  if (!parameter) return UNKNOWN;
  world.use(layer);
  return world.tensor(parameter, layer.site, { name, dialect: ID });
}
