/** One kind of finding and its page. What is said of a single case comes from the layer's spec and `report.ts`. */
import type { Severity } from "../facts/analysis.ts";

export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  /** Why it fails and how to mend it. */
  readonly explain: string;
  /** Bodies of a model: fields, then the lines of forward; or a whole source. A test checks that `wrong` gives exactly this finding and `right` none. */
  readonly wrong: Example | string;
  readonly right: Example | string;
  /** Found when the model is made ready to run, files beside the source included: a test of its own proves it. */
  readonly byRun?: true;
}
export interface Example {
  readonly input: string; // "[1, 3, 32, 32]"
  readonly fields: readonly string[];
  readonly forward: readonly string[];
}

/** A complete source of an example. */
export const sourceOf = (example: Example | string): string =>
  typeof example === "string" ? example : modelSource(example);

const modelSource = ({ input, fields, forward }: Example): string =>
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
