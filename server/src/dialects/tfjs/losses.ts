/** `tf.losses.*` and `tf.metrics.*`: as functions on tensors, and as the names that compile is given. */
import { all, decide, eq } from "@convlens/engine/specs";
import type { Problem } from "../../facts/problem.ts";
import type { CallSite, Value } from "../../facts/values.ts";
import { UNKNOWN } from "../../facts/vocabulary.ts";
import { DIALECT, method, namespace, reportProblem, shapeText } from "./vocabulary.ts";

export const losses = namespace("losses", (name) => method(name, (site) => loss(name, site)));
export const metrics = namespace("metrics", (name) => method(name, () => UNKNOWN));

/** One number, unless a reduction is given: labels and predictions have one shape. */
function loss(name: string, site: CallSite): Value {
  const { args, world, span } = site;
  const problem = mismatch(name, args);
  if (problem) reportProblem(site, name, problem, args.slice(0, 2));
  const fixed = name === "cosineDistance" ? 4 : name === "computeWeightedLoss" ? 2 : 3;
  return world.tensor(args.length <= fixed ? [] : null, span, { dialect: DIALECT });
}

function mismatch(name: string, [labels, predictions]: readonly Value[]): Problem | undefined {
  if (name === "computeWeightedLoss") return undefined;
  const [a, b] = [labels, predictions].map((value) => (value?.kind === "tensor" ? value.tensor.shape : null));
  if (!a || !b) return undefined;
  const equal = a.length === b.length && decide(all(...a.map((size, at) => eq(size, b[at]!)))) !== false;
  return equal
    ? undefined
    : {
        code: "target-shape",
        stage: "forward",
        at: { input: 0 },
        message: `compares labels ${shapeText(a)} with predictions ${shapeText(b)}: both need one shape`,
        runtime: `Error in ${name}:  Shapes ${a.map(String)} and ${b.map(String)} must match`,
        exception: "Error",
      };
}
