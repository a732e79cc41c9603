/**
 * What is given where a model takes tensors: plain numbers, lists and objects by name are not made into tensors.
 *
 *   model.predict([1, 2, 3]);             // three values that are no tensors
 *   model.predict({ features: x });       // `fit` takes names, `predict` does not
 */
import type { CallSite, ObjectValue, Value } from "../../facts/values.ts";
import { nameOf, reportProblem } from "./vocabulary.ts";

/** Which arguments of a method are tensors, and whether an object may name them. */
export interface Takes {
  readonly arguments: readonly number[];
  readonly names: boolean;
}

export const PREDICTS: Takes = { arguments: [0], names: false };
export const FITS: Takes = { arguments: [0, 1], names: true };

/** Whether nothing was reported. */
export function checkGiven(self: ObjectValue, takes: Takes, site: CallSite): boolean {
  return takes.arguments.every((at) => checkOne(self, at, takes, site));
}

function checkOne(self: ObjectValue, at: number, { names }: Takes, site: CallSite): boolean {
  const value = site.args[at];
  const what = value && plainIn(value, names, site);
  if (!what) return true;
  reportProblem(
    site,
    nameOf(self),
    {
      code: "model-input-tensor",
      stage: "forward",
      at: { input: 0 },
      message: `takes tensors, receives ${what}: ${what === BY_NAME ? "several are a list in the order of the inputs" : "tf.tensor(…) makes one"}`,
      runtime:
        "Error when checking model : the Array of Tensors that you are passing to your model is not the size the the model expected.",
      exception: "ValueError",
    },
    [],
    site.argSpans[at] ?? site.span,
    { args: {}, argSpans: {} },
  );
  return false;
}

const BY_NAME = "an object of tensors by name";

/** What it certainly is instead of tensors, in words. */
function plainIn(value: Value, names: boolean, { world }: CallSite): string | undefined {
  if (value.kind === "typed-array") return `a bare ${value.type}`;
  if (value.kind === "const" && typeof value.value === "number") return "a bare number";
  if (value.kind === "array") {
    const { elements, complete } = value;
    const numbers = complete && elements.length > 0 && elements.every(isPlain) && !world.isShared(value);
    return numbers ? `a bare list${elements.every(isList) ? " of lists" : ""}` : undefined;
  }
  const named =
    value.kind === "object" && !value.cls && !value.base && value.complete && value.fields.size > 0;
  const tensors = named && !names && [...value.fields.values()].every(({ kind }) => kind === "tensor");
  return tensors && !world.isShared(value) ? BY_NAME : undefined;
}

const isList = ({ kind }: Value): boolean => kind === "array";

/** A number or a list of some: whatever becomes of them, no tensor. */
const isPlain = (value: Value): boolean =>
  value.kind === "typed-array" ||
  (value.kind === "const" && typeof value.value === "number") ||
  (value.kind === "array" && value.complete && value.elements.length > 0 && value.elements.every(isPlain));
