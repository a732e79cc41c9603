/** The language that a person's terminal speaks, for reports that people read: machines are told everything in English. */
import { useLanguage } from "../../texts/index.ts";

/** The option of commands that have it. */
export const LOCALE = [
  "--locale <tag>",
  "language of the text: en or zh-cn; the system's if left out",
] as const;

export function speak(locale: string | undefined): void {
  useLanguage(locale ?? systemLanguage());
}

/** "zh-cn" of zh_CN.UTF-8 */
export const systemLanguage = (): string | undefined =>
  (process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG)
    ?.replace(/\..*$/, "")
    .replace("_", "-")
    .toLowerCase();
