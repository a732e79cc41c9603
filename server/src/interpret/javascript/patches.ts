/**
 * Members that a program gives to classes of a library: they do what the program says, also where the library has members
 * of the same name.
 *
 *   tf.Tensor.prototype.matMul = function (other) { … };
 */

/** A class of a library, a cast perhaps, its prototype, and what is done to that. */
const PROTOTYPE =
  /\b(?:Tensor\w*|Variable|Layer|LayersModel|Sequential|GraphModel|InferenceSession)\b[^;\n=,]{0,24}?\.prototype\b(?:\s+as\s+\w+)?\s*\)?(?:\s*\.\s*([\w$]+)|\s*\[\s*["'`]([\w$]+)["'`]|\s*,\s*["'`]([\w$]+)["'`])?/g;

export const ANY_MEMBER = "*";

/** Of the text that was asked about last: all parts of a file ask about the whole of it. */
let last: { readonly text: string; readonly names: readonly string[] } = { text: "", names: [] };

/** Their names; ANY_MEMBER where some have names that nobody knows. */
export function patchesIn(text: string): readonly string[] {
  if (last.text !== text) {
    const found = text.includes(".prototype") ? [...text.matchAll(PROTOTYPE)] : [];
    last = { text, names: found.map(([, ...names]) => names.find((name) => name) ?? ANY_MEMBER) };
  }
  return last.names;
}
