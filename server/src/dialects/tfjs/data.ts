/**
 * `tf.data`: streams of elements, told by what one element is.
 *
 *   tf.data.zip({ xs, ys }).batch(32)   // elements { xs: [?, 3], ys: [?, 1] }
 */
import { type Shape, unknown } from "@convlens/engine/specs";
import type { BuiltinValue, CallSite, ObjectValue, Value, World } from "../../facts/values.ts";
import { UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { nestedShape } from "./creators.ts";
import { DIALECT, method, namespace } from "./vocabulary.ts";

/** `tf.data` */
export const data = namespace("data", (name) => {
  switch (name) {
    case "array":
      return method(name, ({ args: [list], world }) => dataset(elementOf(list, world), world));
    case "zip":
      return method(name, ({ args: [parts], world }) => dataset(zipped(parts, world), world));
    case "generator":
    case "csv":
    case "text":
    case "webcam":
    case "microphone":
      return method(name, ({ world }) => dataset(UNKNOWN, world));
    default:
      return undefined;
  }
});

/** What a dataset gives, one at a time; undefined for anything else. */
export const elementIn = (value: Value | undefined): Value | undefined =>
  value?.kind === "object" && value.base === datasetClass ? value.fields.get("element") : undefined;

const dataset = (element: Value, world: World): ObjectValue =>
  world.object([["element", element]], datasetClass);

const datasetClass: BuiltinValue = {
  kind: "builtin",
  name: "Dataset",
  members(name, self) {
    const element = elementIn(self);
    if (!element) return undefined;
    if (SAME.has(name)) return method(name, () => self);
    switch (name) {
      case "batch":
      case "rowMajorBatch":
      case "columnMajorBatch":
        return method(name, (site) => dataset(batched(element, site), site.world));
      case "map":
      case "mapAsync":
        return method(name, (site) => dataset(called(site, element), site.world));
      case "forEachAsync":
        return method(name, (site) => {
          called(site, element);
          return UNDEFINED;
        });
      case "concatenate":
        return method(name, ({ world }) => dataset(UNKNOWN, world));
      default:
        return UNKNOWN; // what it does with the functions that it is given, nobody knows
    }
  },
};

/** They give some of the elements, in another order or again. */
const SAME: ReadonlySet<string> = new Set(["shuffle", "take", "skip", "repeat", "prefetch", "filter"]);

/** What the elements of a list have in common, where their shapes are alike. */
function elementOf(list: Value | undefined, world: World): Value {
  if (list?.kind !== "array" || !list.complete) return UNKNOWN;
  return alike(list.elements, world);
}

/** Numbers and lists of one shape, or objects of such: `{ xs: [1, 2, 3], ys: [0] }`. */
function alike([first, ...others]: readonly Value[], world: World): Value {
  if (first && isRecord(first)) {
    if (!others.every((other) => isRecord(other) && other.fields.size === first.fields.size)) return UNKNOWN;
    const all = [first, ...(others as ObjectValue[])];
    return world.object(
      [...first.fields.keys()].map((name) => [
        name,
        alike(
          all.map(({ fields }) => fields.get(name) ?? UNKNOWN),
          world,
        ),
      ]),
    );
  }
  const shape = String(nestedShape(first));
  return first && others.every((other) => isPlain(first) && String(nestedShape(other)) === shape)
    ? first
    : UNKNOWN;
}

const isRecord = (value: Value): value is ObjectValue =>
  value.kind === "object" && value.complete && !value.base && !value.cls && !value.optional?.size;

/** Numbers and nested lists of them: no tensors until they are batched. */
export const isPlain = (value: Value): boolean => nestedShape(value) !== undefined;

function zipped(parts: Value | undefined, world: World): Value {
  if (parts?.kind === "object" && parts.complete)
    return world.object([...parts.fields].map(([name, part]) => [name, elementIn(part) ?? UNKNOWN]));
  if (parts?.kind === "array" && parts.complete)
    return world.array(parts.elements.map((part) => elementIn(part) ?? UNKNOWN));
  return UNKNOWN;
}

const called = (site: CallSite, element: Value): Value =>
  site.args[0]?.kind === "function" ? site.world.call(site.args[0], [element], site) : UNKNOWN;

/** Several elements as one, tensors side by side along a new axis; the last batch may be a smaller one. */
function batched(element: Value, site: CallSite): Value {
  const { world, span } = site;
  const stacked = (shape: Shape): Value =>
    world.tensor(shape && [unknown, ...shape], span, { dialect: DIALECT });
  const shape = element.kind === "tensor" ? element.tensor.shape : nestedShape(element);
  if (element.kind === "tensor" || shape) return stacked(shape ?? null);
  if (element.kind === "object" && element.complete && !element.base && !element.cls)
    return world.object([...element.fields].map(([name, part]) => [name, batched(part, site)]));
  if (element.kind === "array" && element.complete)
    return world.array(element.elements.map((part) => batched(part, site)));
  return UNKNOWN;
}
