/**
 * Sentences that rules compose in English, in the person's language: an English sentence is matched against the catalogue's,
 * its values are taken out and put into the translation. What fits nothing stays as it is.
 *
 *   translated("Conv2d `b` expects 32 input channels, receives 16.")   // "Conv2d `b` 需要 32 个输入通道，实际收到 16 个。"
 */

import chinese from "./findings-zh-cn.ts";
import { language } from "./language.ts";

interface Sentence {
  readonly pattern: RegExp;
  readonly values: readonly number[]; // in the order in which they stand in the English
  readonly text: string;
}

const compiled = new Map<string, readonly Sentence[]>();

/** Line by line; a line's indentation stays. */
export function translated(text: string): string {
  const sentences = sentencesOf(language());
  if (sentences.length === 0) return text;
  return text
    .split("\n")
    .map((line) => {
      const [, indent, words] = /^(\s*)(.*)$/.exec(line)!;
      return indent! + inLanguage(words!, sentences);
    })
    .join("\n");
}

/** Whether there is a translation of every line. */
export const isTranslated = (text: string): boolean =>
  text.split("\n").every((line) => line.trim() === "" || translated(line) !== line);

function inLanguage(words: string, sentences: readonly Sentence[]): string {
  for (const { pattern, values, text } of sentences) {
    const found = pattern.exec(words);
    if (found) return text.replace(/\{(\d+)\}/g, (_, i) => found[1 + values.indexOf(Number(i))] ?? "");
  }
  return words;
}

function sentencesOf(tag: string): readonly Sentence[] {
  if (tag !== "zh") return [];
  let known = compiled.get(tag);
  if (!known) {
    known = chinese.map(([english, text]) => ({
      pattern: new RegExp(
        `^${english
          .split(/\{\d+\}/)
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
          .join("(.+?)")}$`,
      ),
      values: [...english.matchAll(/\{(\d+)\}/g)].map(([, i]) => Number(i)),
      text,
    }));
    compiled.set(tag, known);
  }
  return known;
}
