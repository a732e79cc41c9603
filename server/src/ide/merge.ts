/** One answer for a place that several contexts pass through: equal shapes stay, the rest is open. */
import { isUnknown, pretty, prettyShape, type Shape } from "@convlens/engine/specs";
import { dialectOf } from "../dialects/index.ts";
import { joinShapes } from "../facts/join.ts";

/** The common shape of all contexts; undefined for none. */
function commonShape(shapes: readonly Shape[]): Shape | undefined {
  return shapes.length === 0 ? undefined : shapes.reduce(joinShapes);
}

/** Values of one axis that are all named: more are a range. */
const MOST_NAMED = 3;

/**
 * All shapes of a place in one text: `[N, 64 | 256, 56, 56]` where one axis has a few sizes. Where several axes differ, the
 * sizes belong together and are only told as ranges here: `[N, 64…512, 7…56, 7…56]`; `casesOf` has each.
 */
export function spanText(shapes: readonly Shape[], dialect?: string): string {
  const axes = spanAxes(shapes);
  return axes ? `[${axes.join(", ")}]` : shapeText(commonShape(shapes) ?? null, dialect);
}

/** Letters of a hint beyond which VS Code may cut the line's hints. */
const LONG = 20;

/** The same with equal neighbours folded where it is long: `[N, 64…512, (7…56)²]`. */
export function shortSpanText(shapes: readonly Shape[], dialect?: string): string {
  const axes = spanAxes(shapes);
  const text = spanText(shapes, dialect);
  if (!axes || text.length <= LONG) return text;
  const folded: string[] = [];
  for (let at = 0; at < axes.length; ) {
    let end = at + 1;
    while (axes[at]!.includes("…") && axes[end] === axes[at]) end++;
    folded.push(end - at > 1 ? `(${axes[at]})${POWERS[end - at] ?? `^${end - at}`}` : axes[at]!);
    at = end;
  }
  return `[${folded.join(", ")}]`;
}
const POWERS = ["", "", "²", "³", "⁴"];

/** Each axis where contexts differ in numbers. */
function spanAxes(shapes: readonly Shape[]): readonly string[] | undefined {
  const common = commonShape(shapes) ?? null;
  if (common === null || !common.some(isUnknown)) return undefined;
  const valuesAt = (axis: number): readonly number[] | undefined => {
    const values = shapes.map((shape) => shape![axis]!);
    return isUnknown(common[axis]!) && values.every((value) => typeof value === "number")
      ? [...new Set(values)].sort((a, b) => a - b)
      : undefined;
  };
  const all = common.map((_, axis) => valuesAt(axis));
  const differing = all.filter((values) => values !== undefined).length;
  return common.map((dim, axis) => {
    const values = all[axis];
    if (!values) return pretty(dim);
    return differing === 1 && values.length <= MOST_NAMED
      ? values.join(" | ")
      : `${values[0]}…${values.at(-1)}`;
  });
}

export const shapeText = (shape: Shape, dialect?: string): string =>
  shape === null ? "?" : dialect === undefined ? prettyShape(shape) : dialectOf(dialect).formatShape(shape);

/** The different shapes with those who have them: "resnet18: [N, 64, 56, 56]", "resnet50: [N, 256, 56, 56]". */
export function casesOf(
  all: readonly { readonly shape: Shape; readonly who: string | undefined }[],
  dialect?: string,
): readonly string[] {
  const cases = new Map<string, Set<string>>();
  for (const { shape, who } of all) {
    const text = shapeText(shape, dialect);
    const names = cases.get(text) ?? new Set();
    if (who !== undefined) names.add(who);
    cases.set(text, names);
  }
  return [...cases].map(([text, names]) => {
    const [first, second, ...more] = names;
    const listed = [first, second].filter((name) => name !== undefined).join(", ");
    return listed === "" ? text : `${listed}${more.length > 0 ? " …" : ""}: ${text}`;
  });
}
