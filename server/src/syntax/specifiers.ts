/**
 * The modules that a text may name, without parsing it: whether a file is worth a look is asked of all that it imports.
 *
 *   specifiersOf('import a from "./a"; const b = await import("b");')      // ["./a", "b"]
 */

/** After `from`, `import` and `require`, wherever they stand: one too many does no harm. */
const SPECIFIER = /\b(?:from|import|require)\s*\(?\s*["'`]([^"'`\n]+)["'`]/g;

export const specifiersOf = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(SPECIFIER)].map(([, specifier]) => specifier!)),
];

/** Whether it imports something while it runs, by whatever name. */
export const importsAtRunTime = (text: string): boolean => /\bimport\s*\(/.test(text);
