/** Options of a layer inside of its options object. */
import { type LayerSpec, type Param, torchLayers } from "@convlens/engine/specs";

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

/** Options that may be written at the end of `before`, the text up to the cursor. */
export function completions(before: string): Completion[] {
  const call = enclosingCall(before);
  if (!call?.options) return [];
  const given = new Set([...call.options.matchAll(/([A-Za-z]\w*)\s*:/g)].map((match) => match[1]));
  return call.spec.params
    .filter((param) => !param.required && !given.has(param.name))
    .map((param) => ({
      name: param.name,
      detail: typeText(param),
      documentation: param.doc,
      insertText: `${param.name}: `,
    }));
}

/** The signature of the layer whose argument list the cursor is in. */
export function signatureHelp(before: string): Signature | undefined {
  const call = enclosingCall(before);
  if (!call) return undefined;
  const needed = call.spec.params.filter((param) => param.required);
  const optional = call.spec.params.filter((param) => !param.required);
  const labels = [
    ...needed.map((param) => `${param.name}: ${typeText(param)}`),
    ...(optional.length ? [`{ ${optional.map((param) => param.name).join(", ")} }`] : []),
  ];
  const parameters = [
    ...needed.map((param, i) => ({ label: labels[i]!, documentation: param.doc })),
    ...(optional.length
      ? [
          {
            label: labels.at(-1)!,
            documentation: optional.map((param) => `${param.name}: ${param.doc}`).join("\n"),
          },
        ]
      : []),
  ];
  return {
    label: `new nn.${call.spec.name}(${labels.join(", ")})`,
    parameters,
    active: Math.min(call.argument, parameters.length - 1),
    documentation: call.spec.summary,
  };
}

function typeText({ kind, choices, default: fallback }: Param): string {
  const type = choices?.length
    ? choices.map((choice) => `"${choice}"`).join(" | ")
    : {
        int: "number",
        ints: "number | number[]",
        shape: "number[]",
        number: "number",
        bool: "boolean",
        tensor: "Tensor",
        word: "string",
        any: "unknown",
      }[kind];
  return fallback === undefined ? type : `${type} = ${JSON.stringify(fallback)}`;
}

interface OpenCall {
  readonly spec: LayerSpec;
  readonly argument: number;
  readonly options?: string; // the text of the options object so far
}

/** `new nn.Layer(…` that is still open at the end of the text. Strings and nested brackets are passed over. */
function enclosingCall(before: string): OpenCall | undefined {
  const text = before.slice(-2000);
  let depth = 0;
  let argument = 0;
  let brace = -1;
  for (let i = text.length - 1; i >= 0; i--) {
    const letter = text[i]!;
    if (")]}".includes(letter)) depth++;
    else if ("([{".includes(letter)) {
      if (depth > 0) depth--;
      else if (letter === "{" && brace < 0) {
        brace = i;
        argument = 0;
      } else if (letter === "(") {
        const name = /new\s+(?:[\w$]+\.)*([A-Z]\w*)\s*$/.exec(text.slice(0, i))?.[1];
        const spec = name === undefined ? undefined : torchLayers.get(name);
        return spec && { spec, argument, ...(brace >= 0 && { options: text.slice(brace + 1) }) };
      } else return undefined;
    } else if (letter === "," && depth === 0) argument++;
    else if (letter === ";" && depth === 0) return undefined;
  }
  return undefined;
}
