/** What a model of several outputs gives: a list, which is easily taken for a tensor. */
import type { Problem } from "../../facts/problem.ts";
import type { CallSite, ConstValue, Value } from "../../facts/values.ts";
import { oneOrList, reportProblem } from "./vocabulary.ts";

/** One tensor as it is; several as a list that tells when it is used as if it were a tensor. */
export function oneOrSeveral(outputs: readonly Value[], model: string, site: CallSite): Value {
  const value = oneOrList(outputs, site.world);
  if (value.kind !== "array") return value;
  return { ...value, lacks: (name) => missing(name, outputs.length, model, site) };
}

/** A member that the list has not: undefined, and told once the program fails by it. */
const missing = (name: string, count: number, model: string, site: CallSite): ConstValue => ({
  kind: "const",
  value: undefined,
  absent: {
    report: (use) => reportProblem(site, model, severalTaken(name, count), [], use),
  },
});

/** A list of several outputs is taken for one tensor, or for a longer list. */
export const severalTaken = (name: string, count: number): Problem => ({
  code: "model-output-count",
  stage: "forward",
  at: { arg: "output" },
  message: /^\d+$/.test(name)
    ? `gives a list of ${count} tensors: [${name}] of it is undefined`
    : `gives a list of ${count} tensors, and the list has no ${name}: take one out of it`,
  runtime: /^\d+$/.test(name) ? "Cannot read properties of undefined" : `${name} is not a function`,
  exception: "TypeError",
});
