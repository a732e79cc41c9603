/** What `tf.image.nonMaxSuppression` and its kin ask of boxes and their scores, which they look at before anything else. */
import { type Dim, decide, eq, pretty, prettyShape, type Shape } from "@convlens/engine/specs";
import type { Problem } from "../../facts/problem.ts";
import type { CallSite, Tensor, Value } from "../../facts/values.ts";
import { reportProblem } from "./vocabulary.ts";

/** Boxes are [N, 4] and scores [N]. */
export function checkBoxes(name: string, site: CallSite): void {
  const [boxes, scores] = site.args;
  const [box, score] = [certain(boxes), certain(scores)];
  if (box && (box.length !== 2 || differ(box[1]!, 4)))
    tell(
      name,
      site,
      0,
      `takes boxes of 4 numbers each, receives ${prettyShape(box)}`,
      "boxes must be rank 2 with 4 columns",
    );
  else if (score && score.length !== 1)
    tell(
      name,
      site,
      1,
      `takes one score for each box in a vector, receives ${prettyShape(score)}`,
      "scores must be a 1D tensor",
    );
  else if (box && score && differ(box[0]!, score[0]!))
    tell(
      name,
      site,
      1,
      `takes one score for each box: ${prettyShape([box[0]!]).slice(1, -1)} boxes, ${prettyShape(score).slice(1, -1)} scores`,
      `scores has incompatible shape with boxes. Expected ${pretty(box[0]!)}, but was ${pretty(score[0]!)}`,
    );
}

const differ = (a: Dim, b: Dim): boolean => decide(eq(a, b)) === false;

const certain = (value: Value | undefined): Shape =>
  value?.kind === "tensor" && !isGuess(value.tensor) ? value.tensor.shape : null;

const isGuess = ({ assumed, uncertain, repaired, doubtful }: Tensor): boolean =>
  Boolean(assumed || uncertain || repaired || doubtful);

function tell(name: string, site: CallSite, at: 0 | 1, message: string, runtime: string): void {
  const problem: Problem = {
    code: "box-size",
    stage: "forward",
    at: { input: 0 },
    message,
    runtime,
    exception: "Error",
  };
  reportProblem(site, name, problem, [site.args[at]!], site.argSpans[at] ?? site.span);
}
