/**
 * Texts for a person, in the language of the person's editor. English stands in the source; each other language is one catalogue.
 *
 *   useLanguage("zh-cn");
 *   t("receptive field {0}", 7)   // "感受野 7"
 */
import chinese from "./zh-cn.ts";

type Catalogue = Readonly<Record<string, string>>;

/** By the language's tag in lower case; of a tag like "zh-hans-cn" the first part decides. */
const catalogues: Readonly<Record<string, Catalogue>> = { zh: chinese };

/** One process speaks one language: it is set once, before anything is said. */
let current: Catalogue = {};
let name = "en";

/** "en", "zh" */
export const language = (): string => name;

/** `tag`: "en", "zh-cn", "zh_CN.UTF-8"; Traditional Chinese and what has no catalogue are answered in English. */
export function useLanguage(tag: string | undefined): void {
  const wanted = (tag ?? "").toLowerCase().replaceAll("_", "-");
  const found = /^zh-(tw|hk|mo|hant)/.test(wanted) ? undefined : wanted.split(/[-.]/)[0];
  current = catalogues[found ?? ""] ?? {};
  name = found !== undefined && found in catalogues ? found : "en";
}

/** The text with its values, `{0}` first. */
export const t = (text: string, ...values: readonly (string | number)[]): string =>
  (current[text] ?? text).replace(/\{(\d+)\}/g, (_, i) => String(values[Number(i)]));
