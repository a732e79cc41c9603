/**
 * Options of a layer or function inside of its call, and its signature: asked of the analysis, so that it is known which
 * layer of which library stands there and how its arguments are written.
 *
 *   new nn.Conv2d(3, 16, 3, { | })      tf.layers.conv2d({ filters: 16, | })
 */
import type { LayerSpec, Param } from "@convlens/engine/specs";
import { dialectOf } from "../dialects/index.ts";
import type { Analysis } from "../facts/analysis.ts";
import { type CallNode, callAround } from "./call-around.ts";
import { same } from "./lookup.ts";

export interface Completion {
  readonly name: string;
  readonly detail: string;
  readonly documentation: string;
  readonly insertText: string;
}
export interface Signature {
  readonly label: string;
  readonly parameters: readonly { readonly label: string; readonly documentation: string }[];
  readonly active: number;
  readonly documentation: string;
}

/** What a feature of calls looks at: the tree of the file and what was found out about it. */
export interface Source {
  readonly analysis: Analysis;
  readonly module: { readonly body: readonly object[] };
  readonly text: string;
}

/** Options that may be written at the offset. */
export function completions(source: Source, offset: number): Completion[] {
  const call = knownCall(source, offset);
  if (!call || call.around.given === undefined) return [];
  const given = new Set(call.around.given);
  return call.options
    .filter(({ name }) => !given.has(name))
    .map((param) => ({
      name: param.name,
      detail: typeText(param),
      documentation: param.doc,
      insertText: `${param.name}: `,
    }));
}

/** The signature of the layer or function whose argument list the offset is in. */
export function signatureHelp(source: Source, offset: number): Signature | undefined {
  const call = knownCall(source, offset);
  if (!call) return undefined;
  const { around, spec, positional, options } = call;
  const labels = positional.map((param) => `${param.name}: ${typeText(param)}`);
  const parameters = positional.map((param, i) => ({ label: labels[i]!, documentation: param.doc }));
  if (options.length > 0) {
    const label = `{ ${options.map(({ name }) => name).join(", ")} }`;
    labels.push(label);
    parameters.push({ label, documentation: options.map(({ name, doc }) => `${name}: ${doc}`).join("\n") });
  }
  return {
    label: `${calleeText(around.node, source.text)}(${labels.join(", ")})`,
    parameters,
    active: Math.max(0, Math.min(around.argument, parameters.length - 1)),
    documentation: spec.summary,
  };
}

interface KnownCall {
  readonly around: NonNullable<ReturnType<typeof callAround>>;
  readonly spec: LayerSpec;
  /** In the order in which this library takes them. */
  readonly positional: readonly Param[];
  readonly options: readonly Param[];
}

function knownCall({ analysis, module, text }: Source, offset: number): KnownCall | undefined {
  const around = callAround(module.body, text, offset);
  if (!around) return undefined;
  const span = { file: analysis.file, start: around.node.start, end: around.node.end };
  const layer = analysis.layers.find(({ site }) => same(site, span));
  const use = layer ?? analysis.applications.find((one) => !one.layer && same(one.span, span));
  if (!use) return undefined;
  const { spec } = use;
  const style = layer ? (dialectOf(use.dialect).argumentStyle ?? "options") : "positional";
  const required = spec.params.filter((param) => param.required);
  return {
    around,
    spec,
    positional: style === "positional" ? spec.params : style === "options" ? required : [],
    options:
      style === "positional"
        ? []
        : style === "options"
          ? spec.params.filter((param) => !param.required)
          : spec.params,
  };
}

const calleeText = ({ kind, callee }: CallNode, text: string): string =>
  `${kind === "New" ? "new " : ""}${text.slice(callee.start, callee.end)}`;

function typeText({ kind, choices, default: fallback }: Param): string {
  const type = choices?.length
    ? choices.map((choice) => `"${choice}"`).join(" | ")
    : {
        int: "number",
        ints: "number | number[]",
        shape: "number[]",
        number: "number",
        bool: "boolean",
        word: "string",
        any: "unknown",
        tensor: "Tensor",
      }[kind];
  if (fallback === undefined) return type;
  return `${type} = ${JSON.stringify(fallback)}`;
}
