/**
 * One kind of finding, declared once: how serious it is, its page, its fixes, and what the interpreter does about it.
 * What is said of a single case comes from where the problem is found: the layer's spec, a dialect, the interpreter.
 *
 *   export const chunk: Rule = { code: "chunk", severity: "error", title: "Less than one chunk", … };
 */
import type { Severity } from "../../facts/analysis.ts";
import type { Policy } from "../../facts/policy.ts";
import type { ProblemCode } from "../../facts/problem-code.ts";
import type { Suggest } from "../fixes/suggest.ts";
import type { Example } from "./examples.ts";

export interface Rule extends Policy {
  /** The name of its file. */
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly title: string;
  /** Why it fails and how to mend it. */
  readonly explain: string;
  /** A test checks that `wrong` gives exactly this finding and `right` none. */
  readonly wrong: Example;
  readonly right: Example;
  /** Early versions of the library went on: a warning where a page loads it, and no import tells which it is. */
  readonly ofLaterVersions?: true;
  /** Found when the model is made ready to run, files beside the source included: a test of its own proves it. */
  readonly byRun?: true;
  /** Candidate edits, preferred first. They are tried on a copy before anybody sees them. */
  readonly fixes?: Suggest;
}
