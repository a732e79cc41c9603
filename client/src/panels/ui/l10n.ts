/** Texts of the pages: English in the source, translated by the bundle that the extension puts into the page. */

const texts = JSON.parse(document.body.dataset["texts"] ?? "{}") as Readonly<Record<string, string>>;

/** `t(text, 3)`: the text in the editor's language, with its values. */
export const t = (text: string, ...values: readonly (string | number)[]): string =>
  (texts[text] ?? text).replace(/\{(\d+)\}/g, (_, i) => String(values[Number(i)]));
