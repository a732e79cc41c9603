/**
 * Short forms of the examples on a rule's page: models of our own library.
 *
 *   layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3)")              // a model of this one layer
 *   ops("[2, 3]", "return x.transpose(0, 1);")            // a forward without layers
 */

/** The body of a model, or a whole source. */
export type Example = ModelBody | string;
export interface ModelBody {
  readonly input: string; // "[1, 3, 32, 32]"
  readonly fields: readonly string[];
  readonly forward: readonly string[];
}

/** A complete source of an example. */
export const sourceOf = (example: Example): string =>
  typeof example === "string" ? example : modelSource(example);

export const layer = (input: string, made: string): ModelBody => ({
  input,
  fields: [`layer = new nn.${made};`],
  forward: ["return this.layer.forward(x);"],
});

export const ops = (input: string, ...forward: string[]): ModelBody => ({ input, fields: [], forward });

/** A source of these lines. */
export const source = (...lines: readonly string[]): string =>
  ['import { nn, randn, type Tensor } from "@convlens/engine";', "", ...lines, ""].join("\n");

export const model = (
  fields: readonly string[],
  forward: string,
  note = "/** @shape x [N, 3, 32, 32] */",
): string =>
  source(
    "export class Model extends nn.Module {",
    ...fields.map((field) => `  ${field}`),
    "",
    `  ${note}`,
    "  forward(x: Tensor): Tensor {",
    `    ${forward}`,
    "  }",
    "}",
  );

const modelSource = ({ input, fields, forward }: ModelBody): string =>
  [
    'import * as torch from "@convlens/engine";',
    'import { F, nn, type Tensor } from "@convlens/engine";',
    "",
    "export class Model extends nn.Module {",
    ...fields.map((field) => `  ${field}`),
    "",
    `  /** @shape x ${input} */`,
    "  forward(x: Tensor): Tensor {",
    ...forward.map((line) => `    ${line}`),
    "  }",
    "}",
    "",
  ].join("\n");
