/** All comments of a text, in order. */
import * as ts from "typescript6";
import type { Comment } from "./ir.ts";

/** Finds comments with the scanner; templates and regular expressions are skipped by their own rules. */
export function commentsOf(text: string, jsx: boolean): Comment[] {
  if (!text.includes("//") && !text.includes("/*")) return [];
  const comments: Comment[] = [];
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    false,
    jsx ? ts.LanguageVariant.JSX : ts.LanguageVariant.Standard,
    text,
  );
  const braces: boolean[] = []; // whether the brace belongs to a template
  let last = ts.SyntaxKind.Unknown;
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (
      (kind === ts.SyntaxKind.SlashToken || kind === ts.SyntaxKind.SlashEqualsToken) &&
      regexMayFollow(last)
    )
      kind = scanner.reScanSlashToken();
    if (kind === ts.SyntaxKind.TemplateHead) braces.push(true);
    else if (kind === ts.SyntaxKind.OpenBraceToken) braces.push(false);
    else if (kind === ts.SyntaxKind.CloseBraceToken && braces.pop()) {
      kind = scanner.reScanTemplateToken(false);
      if (kind === ts.SyntaxKind.TemplateMiddle) braces.push(true);
    }
    const block = kind === ts.SyntaxKind.MultiLineCommentTrivia;
    if (block || kind === ts.SyntaxKind.SingleLineCommentTrivia) {
      const [start, end] = [scanner.getTokenStart(), scanner.getTokenEnd()];
      comments.push({ start, end, block, mark: 2, text: text.slice(start + 2, block ? end - 2 : end) });
    } else if (kind > ts.SyntaxKind.LastTriviaToken) last = kind;
  }
  return comments;
}

/** After a value a slash divides; elsewhere it begins a regular expression. */
function regexMayFollow(last: ts.SyntaxKind): boolean {
  switch (last) {
    case ts.SyntaxKind.Identifier:
    case ts.SyntaxKind.NumericLiteral:
    case ts.SyntaxKind.BigIntLiteral:
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
    case ts.SyntaxKind.TemplateTail:
    case ts.SyntaxKind.CloseParenToken:
    case ts.SyntaxKind.CloseBracketToken:
    case ts.SyntaxKind.CloseBraceToken:
    case ts.SyntaxKind.ThisKeyword:
    case ts.SyntaxKind.SuperKeyword:
      return false;
    default:
      return true;
  }
}
