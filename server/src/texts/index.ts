/** Texts for a person, in the person's language. */
export { default as chineseSentences } from "./findings-zh-cn.ts";
export { language, t, useLanguage } from "./language.ts";
export { chineseRules } from "./rules-zh-cn/index.ts";
export { isTranslated, translated } from "./sentences.ts";
export { default as chineseTexts } from "./zh-cn.ts";
