/**
 * Declarations of `nn.*` and `F.*`, written from the specs: a class or a function for each, its arguments with their types
 * and what they mean.
 *
 *   layersFile([...torchLayers.values()])    // the text of engine/src/nn/layers.ts
 */
import type { LayerSpec, Param } from "@convlens/engine/specs";
import { families } from "../../../engine/src/specs/torch/index.ts";

const HOW =
  "Written from the specs by test/engine/api/api.test.ts (UPDATE_API=1): change a spec, not this file.";

const TYPES: Readonly<Record<Param["kind"], string>> = {
  int: "number",
  ints: "Ints",
  shape: "Ints",
  number: "number",
  bool: "boolean",
  word: "string",
  tensor: "Tensor",
  any: "unknown",
};

function typeOf(param: Param): string {
  if (param.type) return param.type;
  const words = (param.choices ?? []).map((choice) => JSON.stringify(choice));
  const own = param.kind === "word" && words.length > 0 ? words : [TYPES[param.kind], ...words];
  return [...own, ...(param.default === null ? ["null"] : [])].join(" | ");
}

const comment = (text: string): string => `/** ${text} */`;
const capital = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

/** An interface of the options; none where there are none. */
function optionsOf(name: string, params: readonly Param[]): string {
  if (params.length === 0) return "";
  const fields = params.map((param) => `  ${comment(param.doc)}\n  ${param.name}?: ${typeOf(param)};`);
  return `export interface ${name} {\n${fields.join("\n")}\n}\n`;
}

const inOrder = (name: string, params: readonly Param[]): string =>
  params.length === 0 ? "" : `...Options<${name}, [${params.map((param) => `"${param.name}"`).join(", ")}]>`;

const place = (param: Param): string => `${param.name}: ${typeOf(param)}`;

/** Where a spec stands among the families, as the code names it: `families.convSpecs`, `[families.bilinear]`. */
function familyOf({ name, kind }: LayerSpec): string {
  const declares = (spec: LayerSpec): boolean =>
    (spec.kind === kind && spec.name === name) || (kind === "function" && spec.functional?.name === name);
  for (const [exported, family] of Object.entries(families))
    if ([family].flat().some(declares))
      return Array.isArray(family) ? `families.${exported}` : `[families.${exported}]`;
  throw new Error(`${name} stands in no family of engine/src/specs/torch/families/index.ts`);
}

// ── nn ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export function layersFile(specs: readonly LayerSpec[]): string {
  return `/**
 * All layers as classes: PyTorch's names, required arguments in place, the rest as options or in PyTorch's full order.
 * ${HOW}
 *
 *   new nn.Conv2d(3, 16, 3, { padding: 1 })   // or new nn.Conv2d(3, 16, 3, 1, 1)
 */
import * as families from "../specs/torch/families/index.ts";
import type { Ints, Options, OutputSize } from "../tensor/options.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { define } from "./define.ts";

${specs.map(layerText).join("\n")}`;
}

function layerText(spec: LayerSpec): string {
  const { name, params, lenient } = spec;
  const required = params.filter((param) => param.required);
  const options = params.filter((param) => !param.required);
  const values = lenient
    ? "unknown[]"
    : `[${[...required.map(place), ...(options.length > 0 ? [inOrder(`${name}Options`, options)] : [])].join(", ")}]`;
  const forward = forwardOf(spec);
  return `${optionsOf(`${name}Options`, options)}${comment(`${spec.summary} ${spec.docs}`)}
export const ${name} = /* @__PURE__ */ define<${values}${forward === ONE_TO_ONE ? "" : `, ${forward}`}>("${name}", ${familyOf(spec)});
export type ${name} = InstanceType<typeof ${name}>;
`;
}

const ONE_TO_ONE = "(input: Tensor) => Tensor";

function forwardOf({ inputs = ["input"], callParams = [], results = "one" }: LayerSpec): string {
  const taken = [...inputs.map((input) => `${input}: Tensor`), ...callType(callParams)];
  const given =
    results === "one" ? "Tensor" : results === "list" ? "[Tensor, Tensor]" : "[Tensor, [Tensor, Tensor]]";
  return `(${taken.join(", ")}) => ${given}`;
}

/** One tensor, or all of them in a list; one size; or an object of options. */
function callType(params: readonly Param[]): string[] {
  const [first] = params;
  if (!first) return [];
  if (params.every(({ kind }) => kind === "tensor"))
    return params.length === 1
      ? [`${first.name}?: Tensor`]
      : [`states?: readonly [${params.map(({ name }) => `${name}: Tensor`).join(", ")}]`];
  const options = `{ ${params.map((param) => `${param.name}?: ${typeOf(param)}`).join("; ")} }`;
  return params.length === 1 ? [`${first.name}?: readonly number[] | ${options}`] : [`options?: ${options}`];
}

// ── F ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export function functionsFile(specs: readonly LayerSpec[]): string {
  return `/**
 * \`F\`: layers and losses as functions. Options stand in an object or in PyTorch's order.
 * ${HOW}
 *
 *   F.conv2d(x, weight, bias, { padding: 1 })   // or F.conv2d(x, weight, bias, 1, 1)
 */
import * as families from "../specs/torch/families/index.ts";
import type { Ints, Options, OutputSize } from "../tensor/options.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { functionNamed, type WithIndices } from "./call.ts";

${specs.map(functionText).join("\n")}`;
}

function functionText(spec: LayerSpec): string {
  const { name, params, inputs = ["input"] } = spec;
  const required = params.filter((param) => param.required);
  const optional = params.filter((param) => !param.required);
  const taken = inputs.map((input) => `${input}: Tensor`);
  const title = capital(name);
  const options = optionsOf(`${title}Options`, optional);
  // tensors that may be left out stand before the options, as PyTorch has them
  const tensors = optional.findIndex(({ kind }) => kind !== "tensor");
  const front = optional.slice(0, Math.max(tensors, 0));
  const whole = [...taken, ...required.map(place)];
  const forms = [[...whole, inOrder(`${title}Options`, optional)]];
  if (front.length > 0) {
    const rest = optional.slice(front.length);
    const picked = `Pick<${title}Options, ${rest.map((param) => `"${param.name}"`).join(" | ")}>`;
    forms.push([
      ...whole,
      ...front.map((param) => `${param.name}: Tensor | null | undefined`),
      `options: ${picked}`,
    ]);
  }
  const sizes = required.filter(({ kind }) => kind !== "tensor");
  if (sizes.length > 0) {
    const all = [
      `{ ${sizes.map(place).join("; ")} }`,
      ...(optional.length > 0 ? [`${title}Options`] : []),
    ].join(" & ");
    forms.push([...taken, ...required.filter(({ kind }) => kind === "tensor").map(place), `options: ${all}`]);
  }
  const values = forms.map((form) => `[${form.filter(Boolean).join(", ")}]`).join(" | ");
  const type = params.some((param) => param.name === "returnIndices")
    ? `WithIndices<${values}>`
    : `(...values: ${values}) => Tensor`;
  return `${options}${comment(`${spec.summary} ${spec.docs}`)}
export const ${name} = /* @__PURE__ */ functionNamed<${type}>("${name}", ${familyOf(spec)});
`;
}
