/**
 * From what was observed to findings: each is named, placed and explained; what a kind of finding is, its file in
 * `problems/` declares.
 */
import type { Severity } from "../facts/analysis.ts";
import type { PolicyOf } from "../facts/policy.ts";
import type { ProblemCode } from "../facts/problem-code.ts";
import type { Rule } from "./kit/rule.ts";
import { problems } from "./problems/index.ts";

export type { Rule } from "./kit/rule.ts";
export { report } from "./report.ts";
export { silence } from "./suppress.ts";

/** All kinds of findings, by code. */
export const rules: readonly Rule[] = Object.values(problems);
export const ruleOf = (code: ProblemCode): Rule => problems[code];
export const severityOf = (code: ProblemCode): Severity => problems[code].severity;
export const policyOf: PolicyOf = ruleOf;
export { type ModelBody, sourceOf } from "./kit/examples.ts";
export { indexOf, pageOf } from "./page.ts";
export { tfjsTwins } from "./tfjs-twins.ts";
