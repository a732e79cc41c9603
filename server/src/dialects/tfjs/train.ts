/**
 * `tf.train.*`: optimizers. What they bring down is one number, whatever was computed on the way.
 *
 *   const adam = tf.train.adam(0.01);
 *   adam.minimize(() => model.predict(xs).sub(ys).square().mean());
 */
import type { Problem } from "../../facts/problem.ts";
import type { BuiltinValue, CallSite, Value } from "../../facts/values.ts";
import { UNKNOWN } from "../../facts/vocabulary.ts";
import { DIALECT, method, namespace, reportProblem, shapeText } from "./vocabulary.ts";

export const train = namespace("train", (name) =>
  method(name, ({ world, span }) => world.object([], optimizer, span)),
);

const TAKES_LOSS: ReadonlySet<string> = new Set(["minimize", "computeGradients"]);

const optimizer: BuiltinValue = {
  kind: "builtin",
  name: "optimizer",
  members: (name) => (TAKES_LOSS.has(name) ? method(name, (site) => followLoss(site, name)) : undefined),
};

/** `optimizer.minimize(f, returnCost)`, `optimizer.computeGradients(f)` */
function followLoss(site: CallSite, name: string): Value {
  lookAtLoss(site, name);
  const asked = site.args[1];
  return name === "minimize" && asked && site.world.truth(asked)
    ? site.world.tensor([], site.span, { dialect: DIALECT })
    : UNKNOWN;
}

/** Calls the function once, as the library does, and looks at what it gives. */
function lookAtLoss(site: CallSite, name: string): void {
  const [body] = site.args;
  if (body?.kind !== "function") return;
  const value = site.world.call(body, [], site);
  if (value.kind !== "tensor") return;
  const { shape, assumed, uncertain, repaired, doubtful } = value.tensor;
  if (!shape || shape.length === 0 || assumed || uncertain || repaired || doubtful) return;
  const problem: Problem = {
    code: "loss-scalar",
    stage: "forward",
    at: { input: 0 },
    message: `needs one number from its function, receives ${shapeText(shape)}: mean() or sum() makes one of them`,
    runtime: `The f passed in variableGrads(f) must return a scalar, but it returned a rank-${shape.length} tensor`,
    exception: "Error",
  };
  reportProblem(site, name, problem, [value], site.argSpans[0]);
}
