/** Texts for a person, in the person's language. */
export { default as chineseHelp } from "./help-zh-cn.ts";
export { helpIn, language, t, useLanguage } from "./language.ts";
export { chineseRules } from "./rules-zh-cn/index.ts";
export { chinesePhrases, chineseSentences, isTranslated, translated } from "./sentences.ts";
export { default as chineseTexts } from "./zh-cn.ts";
