/**
 * Source text → plain IR, tolerant of half-typed code. The only file that knows which parser is used.
 *
 *   parse("const a = 1;", "a.ts").body[0].kind   // "VariableDeclaration"
 */
import * as ts from "typescript6";
import { scriptText } from "./embedded.ts";
import type { Module } from "./ir.ts";
import { lowerModule } from "./lower.ts";

const kinds: Readonly<Record<string, ts.ScriptKind>> = {
  ts: ts.ScriptKind.TS,
  mts: ts.ScriptKind.TS,
  cts: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
  jsx: ts.ScriptKind.JSX,
};

/** File name endings whose sources are understood. */
export const SOURCE_EXTENSIONS = [
  "ts",
  "tsx",
  "mts",
  "cts",
  "js",
  "jsx",
  "mjs",
  "cjs",
  "svelte",
  "vue",
] as const;

/** Parses one file. Never throws: what cannot be understood is opaque. */
export function parse(text: string, fileName: string): Module {
  const extension = fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase();
  const embedded = extension === "svelte" || extension === "vue";
  const source = embedded ? scriptText(text) : text;
  const kind = embedded ? ts.ScriptKind.TS : (kinds[extension] ?? ts.ScriptKind.JSX);
  const tree = ts.createSourceFile(
    fileName,
    source,
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    true,
    kind,
  );
  return lowerModule(tree);
}
