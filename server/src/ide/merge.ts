/** One answer for a place that several contexts pass through: equal shapes stay, the rest is open. */
import { isUnknown, pretty, prettyShape, type Shape } from "@convlens/engine/specs";
import { dialectOf } from "../dialects/index.ts";
import { joinShapes } from "../facts/join.ts";

/** The common shape of all contexts; undefined for none. */
export function commonShape(shapes: readonly Shape[]): Shape | undefined {
  return shapes.length === 0 ? undefined : shapes.reduce(joinShapes);
}

/** All shapes of a place in one text: `[N, 64…512, 7…56, 7…56]` where contexts differ in numbers. */
export function spanText(shapes: readonly Shape[], dialect?: string): string {
  const common = commonShape(shapes) ?? null;
  if (common === null || !common.some(isUnknown)) return shapeText(common, dialect);
  const axes = common.map((dim, axis) => {
    const values = shapes.map((shape) => shape![axis]!);
    if (!isUnknown(dim) || !values.every((value) => typeof value === "number")) return pretty(dim);
    return `${Math.min(...values)}…${Math.max(...values)}`;
  });
  return `[${axes.join(", ")}]`;
}

export const shapeText = (shape: Shape, dialect?: string): string =>
  shape === null ? "?" : dialect === undefined ? prettyShape(shape) : dialectOf(dialect).formatShape(shape);
