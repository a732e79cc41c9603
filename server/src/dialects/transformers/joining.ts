/** `cat` and `stack`: several tensors become one. */
import { decide, eq, prettyShape, product, type Shape, sum, unknown } from "@convlens/engine/specs";
import type { Rule } from "./functions.ts";
import { axisOf, isAbsent, outside, refuse, shapeOf, warn, withShape } from "./vocabulary.ts";

/** Sides besides `axis` that differ for certain. */
function unequal(shapes: readonly NonNullable<Shape>[], axis: number): readonly NonNullable<Shape>[] {
  const [first] = shapes;
  return shapes.filter(
    (shape) =>
      shape.length !== first!.length ||
      shape.some((size, i) => i !== axis && decide(eq(size, first![i]!)) === false),
  );
}

/** `cat(tensors, dim)`: looks at no other side. */
export const cat: Rule = (use) => {
  const shapes = use.tensors.map(shapeOf);
  if (shapes.length === 0 || shapes.some((shape) => !shape)) return withShape(use, null);
  const known = shapes as NonNullable<Shape>[];
  const [first] = known;
  const dim = use.args[0];
  const axis = isAbsent(dim) ? 0 : axisOf(dim, first!.length);
  if (axis === "outside") return outside(use, dim, first!.length, 1);
  if (axis === undefined) return withShape(use, null);
  const types = new Set(
    use.tensors.map((tensor) => (tensor.kind === "tensor" ? tensor.tensor.elementType : undefined)),
  );
  const big = [...types].some((type) => type === "int64" || type === "uint64");
  if (big && [...types].some((type) => type !== undefined && type !== "int64" && type !== "uint64"))
    return refuse(use, {
      code: "element-type",
      message: `takes tensors of one element type, receives ${[...types].join(" and ")}`,
      runtime: "Cannot mix BigInt and other types, use explicit conversions",
      exception: "TypeError",
    });
  const out = first!.with(axis, sum(known.map((shape) => shape[axis] ?? unknown)));
  const others = unequal(known, axis);
  if (others.length === 0) return withShape(use, out);
  const [has, holds] = [sum(known.map((shape) => product(shape))), product(out)];
  const message = `joins on axis ${axis} and looks at no other side: ${known.map(prettyShape).join(" and ")}`;
  if (typeof has === "number" && typeof holds === "number" && has > holds && axis === 0)
    return refuse(use, {
      code: "cat-size",
      message,
      runtime: "offset is out of bounds",
      exception: "RangeError",
    });
  warn(use, {
    code: "cat-size",
    message: `${message} become ${prettyShape(out)} with values in wrong places`,
  });
  return withShape(use, out);
};

/** `stack(tensors, dim)`: a new axis in front of `dim`. */
export const stack: Rule = (use) => {
  const shapes = use.tensors.map(shapeOf);
  if (shapes.length === 0 || shapes.some((shape) => !shape)) return withShape(use, null);
  const known = shapes as NonNullable<Shape>[];
  const [first] = known;
  const dim = use.args[0];
  const axis = isAbsent(dim) ? 0 : axisOf(dim, first!.length + 1);
  if (axis === "outside") return outside(use, dim, first!.length + 1, 1);
  if (axis === undefined) return withShape(use, null);
  if (unequal(known, -1).length > 0)
    return refuse(use, {
      code: "stack-size",
      message: `takes tensors of one shape, receives ${known.map(prettyShape).join(" and ")}`,
      runtime: "offset is out of bounds",
      exception: "RangeError",
    });
  return withShape(use, first!.toSpliced(axis, 0, known.length));
};
