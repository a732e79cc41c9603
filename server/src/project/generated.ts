/** Sources that nobody writes by hand, and nobody wants looked into: generated files and bundles. */

/** UTF-16 units. Nobody writes a longer file by hand: it is generated or bundled, and is not looked into. */
export const LONGEST_SOURCE = 1_000_000;
/** A text of some length, most of it in long lines: a bundle, whatever long strings stand between them. */
const BUNDLE = { length: 20_000, line: 400, share: 0.5 };

export function isGenerated(text: string): boolean {
  if (text.length > LONGEST_SOURCE) return true;
  if (text.length < BUNDLE.length) return false;
  let inLongLines = 0;
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    if (end - start > BUNDLE.line) inLongLines += end - start;
    start = end + 1;
  }
  return inLongLines > text.length * BUNDLE.share;
}
