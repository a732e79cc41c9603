/** What folds axes away: sums, means and their like, along one axis or over everything. */
import { type Dim, isUnknown, prettyShape } from "@convlens/engine/specs";
import type { TensorValue } from "../../facts/values.ts";
import { axisOf, isAbsent, outside, refuse, shapeOf, type Use, withShape } from "./vocabulary.ts";

type Rule = (use: Use) => readonly TensorValue[];

/** `sum(dim, keepdim)`; `at`: where `dim` stands. */
export const reduction =
  (at = 0, keepAt = at + 1, count = 1): Rule =>
  (use) => {
    const all = <T>(make: () => T): T[] => Array.from({ length: count }, make);
    const shape = shapeOf(use.tensors[0]);
    const dim = use.args[at];
    if (isAbsent(dim)) return withShape(use, ...all(() => []));
    const keep = use.site.world.truth(use.args[keepAt] ?? { kind: "const", value: false });
    const axis = shape && axisOf(dim, shape.length);
    if (axis === "outside") return outside(use, dim, shape!.length, at);
    if (!shape || axis === undefined || axis === null || keep === undefined)
      return withShape(use, ...all(() => null));
    const out: Dim[] = keep ? shape.with(axis, 1) : shape.toSpliced(axis, 1);
    return withShape(use, ...all(() => out));
  };

/** `argmax()`: over everything; along an axis it is not there yet. */
export const index: Rule = (use) => {
  if (isAbsent(use.args[0])) return withShape(use, []);
  if (use.args[0]!.kind !== "const") return withShape(use, null);
  return refuse(use, {
    code: "argument-value",
    message: "takes no axis yet: it looks at all values",
    runtime: "`dim !== null` not yet implemented.",
  });
};

/** `normalize(p, dim)` keeps the shape. */
export const normalize: Rule = (use) => {
  const shape = shapeOf(use.tensors[0]);
  const dim = use.args[1];
  if (shape && !isAbsent(dim) && axisOf(dim, shape.length) === "outside")
    return outside(use, dim, shape.length, 1);
  if (shape && use.args.length < 2 && shape.length < 2)
    return refuse(use, {
      code: "dim-range",
      message: `looks at axis 1, which ${prettyShape(shape)} has not`,
      runtime: `IndexError: index 1 is out of bounds for dimension with size ${shape.length}`,
    });
  return withShape(use, shape);
};

/** `item()` of one value. */
export const item: Rule = (use) => {
  const shape = shapeOf(use.tensors[0]);
  const known = shape?.every((size) => !isUnknown(size) && typeof size === "number");
  const values = known ? shape!.reduce<number>((all, size) => all * (size as number), 1) : 1;
  if (values !== 1)
    return refuse(use, {
      code: "argument-value",
      message: `takes a tensor with one value, not ${prettyShape(shape)}`,
      runtime: `a Tensor with ${values} elements cannot be converted to Scalar`,
    });
  return withShape(use, []);
};
