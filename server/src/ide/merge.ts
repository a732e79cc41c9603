/** One answer for a place that several contexts pass through: equal shapes stay, the rest is open. */
import { prettyShape, type Shape } from "@convlens/engine/specs";
import { dialectOf } from "../dialects/index.ts";
import { joinShapes } from "../interpret/join.ts";

/** The common shape of all contexts; undefined for none. */
export function commonShape(shapes: readonly Shape[]): Shape | undefined {
  return shapes.length === 0 ? undefined : shapes.reduce(joinShapes);
}

export const shapeText = (shape: Shape, dialect?: string): string =>
  shape === null ? "?" : dialect === undefined ? prettyShape(shape) : dialectOf(dialect).formatShape(shape);
