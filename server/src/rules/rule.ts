/**
 * A rule is one kind of finding: its code, its page, and what is said and offered when a layer's problem has that code.
 * Problems come from layer specs (facts); rules add names, producers and fixes. One file a code.
 */
import type { Finding, Fix, Severity } from "../analysis.ts";
import type { Subject } from "../interpret/values.ts";

export interface Rule {
  readonly code: string;
  readonly title: string; // "Input channels of a convolution"
  readonly severity: Severity;
  /** Why it fails and how to mend it, in Markdown, for docs/rules/<code>.md. */
  readonly explain: string;
  /** Complete sources that a test checks: `wrong` gives exactly this finding, `right` none. */
  readonly wrong: string;
  readonly right: string;
  /** Further places (the producer is added for all rules by the reporter). */
  related?(subject: Subject): Finding["related"];
  /** Candidate fixes, preferred first; each is re-checked on a copy before it is offered. */
  fixes?(subject: Subject): readonly Fix[];
}
