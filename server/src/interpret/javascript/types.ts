/** What TypeScript's types say of values that nobody has given, as far as their text tells. */
import type { Language } from "../../facts/language.ts";
import type { TypeNote } from "../../facts/program.ts";

/** Functions and lists or records of tensors have no members of interest, and are no sizes. */
export const kindOfType: Language["kindOf"] = (type) => {
  const text = type?.text ?? "any";
  if (text === "number") return "number";
  return /Tensor|=>|^(string|boolean)$/.test(text) ? "other" : "any";
};

export const nameOfType = (type: TypeNote | undefined): string | undefined =>
  type?.text.endsWith("[]") ? undefined : type?.name;

/** `tf.Tensor` of `x` in `{ x: tf.Tensor; training?: boolean }`. */
export function nameOfMember({ text }: TypeNote, member: string): string | undefined {
  for (const part of text.split(/[{};,]/)) {
    const colon = part.indexOf(":");
    const name = part
      .slice(0, colon)
      .replace(/\?\s*$/, "")
      .trim();
    if (colon <= 0 || name !== member) continue;
    const [, type, list] = /^\s*([\w.]+)(\s*\[)?/.exec(part.slice(colon + 1)) ?? [];
    return list ? undefined : type;
  }
  return undefined;
}
