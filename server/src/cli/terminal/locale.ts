/** The language that a person's terminal speaks, for what people read: machines are told everything in English. */
import { useLanguage } from "../../texts/index.ts";

/** The option that all commands have. */
export const LOCALE = [
  "--locale <tag>",
  "language of the text: en or zh-cn; the system's if left out",
] as const;

/** What is said from here on is said in this language, help and complaints too. */
export const speak = (locale: string | undefined): void => useLanguage(locale ?? systemLanguage());

/** The locale that is given on a command line, before it is parsed: what is wrong with the rest is said in it. */
export function localeIn(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => /^--locale(=|$)/.test(word));
  return at < 0 ? undefined : (words[at]!.split("=")[1] ?? words[at + 1]);
}

/** "zh-cn" of zh_CN.UTF-8 */
const systemLanguage = (): string | undefined =>
  (process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG)
    ?.replace(/\..*$/, "")
    .replace("_", "-")
    .toLowerCase();
