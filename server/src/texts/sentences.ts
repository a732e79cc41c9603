/**
 * Sentences that rules compose in English, in the person's language: an English sentence is matched against the catalogue's,
 * its values are taken out and put into the translation. What fits nothing stays as it is.
 *
 *   translated("Conv2d `b` expects 32 input channels, receives 16.")   // "Conv2d `b` 需要 32 个输入通道，实际收到 16 个。"
 */

import argumentsInChinese from "./arguments-zh-cn.ts";
import findingsInChinese from "./findings-zh-cn.ts";
import inputsInChinese from "./inputs-zh-cn.ts";
import { language } from "./language.ts";
import loadedInChinese from "./loaded-zh-cn.ts";
import phrasesInChinese from "./phrases-zh-cn.ts";
import runningInChinese from "./running-zh-cn.ts";
import terminalInChinese from "./terminal-zh-cn.ts";

interface Sentence {
  readonly pattern: RegExp;
  readonly values: readonly number[]; // in the order in which they stand in the English
  readonly text: string;
}

interface Catalogue {
  readonly sentences: readonly Sentence[];
  readonly phrases: readonly Sentence[];
}

/** All of them, the more particular ones first. */
export const chineseSentences = [
  ...loadedInChinese,
  ...findingsInChinese,
  ...inputsInChinese,
  ...argumentsInChinese,
  ...runningInChinese,
  ...terminalInChinese,
];
export { phrasesInChinese as chinesePhrases };

const compiled = new Map<string, Catalogue>();

/** Line by line; a line's indentation stays. */
export function translated(text: string): string {
  const catalogue = catalogueOf(language());
  if (!catalogue) return text;
  return text
    .split("\n")
    .map((line) => {
      const [, indent, words] = /^(\s*)(.*)$/.exec(line)!;
      return indent! + (filled(words!, catalogue.sentences, catalogue) ?? words!);
    })
    .join("\n");
}

/** Whether there is a translation of every line. */
export const isTranslated = (text: string): boolean =>
  text.split("\n").every((line) => line.trim() === "" || translated(line) !== line);

/** Characters; a name in a file may be as long as it likes, and matching takes a power of it. */
const LONGEST = 1000;

function filled(words: string, sentences: readonly Sentence[], catalogue: Catalogue): string | undefined {
  if (words.length > LONGEST) return undefined;
  for (const { pattern, values, text } of sentences) {
    const found = pattern.exec(words);
    if (found)
      return text.replace(/\{(\d+)\}/g, (_, i) =>
        part(found[1 + values.indexOf(Number(i))] ?? "", catalogue),
      );
  }
  return undefined;
}

/** A value that is words, or a list of such; a fact stays as it is. */
function part(words: string, catalogue: Catalogue): string {
  const phrase = filled(words, catalogue.phrases, catalogue);
  if (phrase !== undefined) return phrase;
  for (const [between, joined] of LISTS) {
    const parts = words.split(between);
    if (parts.length > 1) return parts.map((one) => part(one, catalogue)).join(joined);
  }
  // a node of a graph has a sentence of its own in the model's
  return / (has|gives|cannot|needs|takes|expects) /.test(words)
    ? (filled(`${words}.`, catalogue.sentences, catalogue)?.replace(/。$/, "") ?? words)
    : words;
}

const LISTS: readonly (readonly [between: RegExp, joined: string])[] = [
  [/; /, "；"],
  [/, (?=axis )/, "，"],
  [/(?<=[\]`]), (?=[[`])/, "、"],
  [/(?<=[\]`]) and (?=\d+ more$)/, "，以及另外 "],
  [/(?<=[\]`]) and (?=[[`])/, " 和 "],
];

function catalogueOf(tag: string): Catalogue | undefined {
  if (tag !== "zh") return undefined;
  let known = compiled.get(tag);
  if (!known) {
    known = { sentences: chineseSentences.map(sentenceOf), phrases: phrasesInChinese.map(sentenceOf) };
    compiled.set(tag, known);
  }
  return known;
}

/** A shape and a name in backticks are one: no part of a sentence ends within. */
const VALUE = "((?:\\[[^\\]]*\\]|`[^`]*`|[^[`])+?)";

const sentenceOf = ([english, text]: readonly [string, string]): Sentence => ({
  pattern: new RegExp(
    `^${english
      .split(/\{\d+\}/)
      .map((words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(VALUE)}$`,
  ),
  values: [...english.matchAll(/\{(\d+)\}/g)].map(([, i]) => Number(i)),
  text,
});
