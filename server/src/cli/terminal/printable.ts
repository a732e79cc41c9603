/**
 * Text of a source as a terminal may show it: what would move the cursor, change colours or the direction of writing is
 * written out. Line ends and tabs stay.
 *
 *   printable("a\u001b[2Jb")   // "a\\u001b[2Jb"
 */
export const printable = (text: string): string =>
  text.replace(/(?![\n\t])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, written);

const written = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
