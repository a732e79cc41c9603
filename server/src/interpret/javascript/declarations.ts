/** What a comment in front of a declaration speaks of. */

const MODIFIERS = "export|default|async|static|public|private|protected|readonly|declare|override|accessor";
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** Whether nothing but the beginning of a declaration stands between a comment and the node: `export const x = `. */
export const beginsDeclaration = (between: string): boolean => BEGINNING.test(between.replace(COMMENT, ""));

const BEGINNING = new RegExp(
  String.raw`^[\s;,]*((${MODIFIERS}|const|let|var)\s+)*([\w$]+\s*(:[^=;]*)?=\s*(async\s+)?)?$`,
);

/** The name that the source below a comment declares. */
export const nameDeclaredIn = (below: string): string | undefined =>
  DECLARED.exec(below.replace(/^(\s*(\/\/[^\n]*|\/\*[\s\S]*?\*\/))+/, ""))?.[1];

const DECLARED = new RegExp(
  String.raw`^[\s;]*(?:(?:${MODIFIERS}|const|let|var)\s+)*(?:this\s*\.\s*)?([\w$#]+)\s*[!?]?\s*[:=;\n]`,
);
