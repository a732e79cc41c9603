/**
 * Texts for a person, in the language of the person's editor. English stands in the source; each other language is one catalogue.
 *
 *   useLanguage("zh-cn");
 *   t("receptive field {0}", 7)   // "感受野 7"
 */
import helpTexts from "./help-zh-cn.ts";
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
  name = catalogueOf(tag) ?? "en";
  current = catalogues[name] ?? {};
}

function catalogueOf(tag: string | undefined): string | undefined {
  const wanted = (tag ?? "").toLowerCase().replaceAll("_", "-");
  const found = /^zh-(tw|hk|mo|hant)/.test(wanted) ? undefined : wanted.split(/[-.]/)[0];
  return found !== undefined && Object.hasOwn(catalogues, found) ? found : undefined;
}

/** The help of the command line in a language; undefined for English. Nothing else of the process speaks it. */
export const helpIn = (tag: string | undefined): ((text: string) => string | undefined) | undefined =>
  catalogueOf(tag) === "zh" ? (text) => helpTexts[text] : undefined;

/** The text with its values, `{0}` first. */
export const t = (text: string, ...values: readonly (string | number)[]): string =>
  (current[text] ?? text).replace(/\{(\d+)\}/g, (_, i) => String(values[Number(i)]));
