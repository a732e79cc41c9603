/**
 * The picture of a hover that had to be computed first. VS Code shows what each provider gives when it is there, so that the
 * facts stand at once and the picture joins them while the pointer rests.
 */
import { requests } from "@convlens/server/protocol";
import { type Disposable, Hover, MarkdownString, languages as vscodeLanguages } from "vscode";
import { languages } from "./session/languages.ts";
import { isRefusal, type Session } from "./session/session.ts";

/** Answers after the language server's own hover, until it is disposed; its links may do what `trusted` says. */
export function showHoverPictures(session: Session, trusted: MarkdownString["isTrusted"]): Disposable {
  return vscodeLanguages.registerHoverProvider([...languages], {
    async provideHover({ uri }, { line, character }, token) {
      if (session.state !== "ready") return undefined;
      const at = { uri: uri.toString(), line, character };
      const picture = await session.ask<string | null>(requests.hoverPicture, { at }, token);
      if (!picture || isRefusal(picture)) return undefined;
      const shown = new MarkdownString(picture);
      shown.isTrusted = trusted;
      return new Hover(shown);
    },
  });
}
