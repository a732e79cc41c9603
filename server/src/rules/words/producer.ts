/** Where a tensor's shape comes from, in words: the layer that decided it, past all that only let it through. */
import { briefOf, pretty, prettyShape, product } from "@convlens/engine/specs";
import type { Span } from "../../facts/span.ts";
import type { Application, Tensor } from "../../facts/values.ts";

export interface Origin {
  readonly text: string; // "comes from `conv1` = Conv2d(3 → 16, k3)"
  readonly span: Span;
  readonly producer?: Application;
}

/** The last step that changed the shape. Activations, dropout and norms are passed over. */
export function originOf(tensor: Tensor, read?: (span: Span) => string | undefined): Origin {
  let at = tensor;
  for (let step = 0; step < 50 && at.producer; step++) {
    const [input] = at.producer.inputs;
    if (!input || !sameShape(input, at) || at.producer.inputs.length > 1) break;
    at = input;
  }
  const { producer } = at;
  if (!producer)
    return { text: at.parameter ? "is a parameter" : givenText(read?.(at.origin)), span: at.origin };
  return { text: `comes from ${describe(producer)}${trace(at)}`, span: producer.span, producer };
}

/** A call that makes a tensor is named as it is written. */
const givenText = (source: string | undefined): string =>
  source !== undefined && source.length <= LONGEST_CALL && /^[\w.$]+\([^\n`]*\)$/.test(source)
    ? `comes from \`${source}\``
    : "is given";
const LONGEST_CALL = 60;

const sameShape = (a: Tensor, b: Tensor): boolean =>
  a.shape !== null &&
  b.shape !== null &&
  a.shape.length === b.shape.length &&
  a.shape.every((dim, i) => dim === b.shape![i]);

/** "`conv1` = Conv2d(3 → 16, k3)", or "cat of [N, 64, 32, 32] and [N, 64, 32, 32]". */
export function describe(application: Application): string {
  const { layer, op, spec, args } = application;
  if (!layer) {
    const inputs = application.inputs.filter((input) => input.shape).map((input) => prettyShape(input.shape));
    return inputs.length > 0 ? `${op} of ${listed(inputs)}` : op;
  }
  const signature = `${op}(${briefOf(spec, args)})`;
  return layer.name === undefined || /^\d+$/.test(layer.name)
    ? signature
    : `\`${layer.name}\` = ${signature}`;
}

/** "[N, 64], [N, 32] and [N, 32]"; of many the first ones. */
function listed(shapes: readonly string[]): string {
  if (shapes.length > MOST_LISTED + 1)
    return `${shapes.slice(0, MOST_LISTED).join(", ")} and ${shapes.length - MOST_LISTED} more`;
  return [shapes.slice(0, -1).join(", "), shapes.at(-1)!].filter(Boolean).join(" and ");
}
const MOST_LISTED = 4;

/** The product behind a flattened axis: " = 64·7·7". */
function trace({ producer, shape }: Tensor): string {
  if (
    !producer ||
    (producer.op !== "flatten" &&
      producer.op !== "Flatten" &&
      producer.op !== "view" &&
      producer.op !== "reshape")
  )
    return "";
  const [input] = producer.inputs;
  const features = shape?.at(-1);
  if (!input?.shape || features === undefined) return "";
  for (const from of [...input.shape.keys()].slice(1, -1).concat(0)) {
    const tail = input.shape.slice(from); // without the batch, also where that is 1
    if (product(tail) === features) return `: ${tail.map(pretty).join("·")} = ${pretty(features)}`;
  }
  return "";
}
