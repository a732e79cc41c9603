/** Inlay hints: labels at once; tooltip and target when the pointer is on one, where the editor can ask again. */
import type { ClientCapabilities, Connection, InlayHint } from "vscode-languageserver";
import { inlayHints, type InlayHint as ShapeHint } from "../ide/inlay-hints.ts";
import { lines, md, raw } from "../ide/markdown.ts";
import type { Converter } from "./convert.ts";
import type { Documents } from "./documents.ts";
import { guard } from "./guard.ts";
import type { Settings } from "./settings.ts";
import { InlayHintKind, MarkupKind } from "./words.ts";

/** What a hint carries to be found again. */
interface HintData {
  readonly uri: string;
  readonly offset: number;
  readonly label: string; // several may stand at one place
  readonly version: number | undefined;
}

export function registerInlayHints(
  connection: Connection,
  documents: Documents,
  convert: Converter,
  settings: Settings,
  client: () => ClientCapabilities,
): void {
  const hintsOf = (uri: string, from: number, to: number): ShapeHint[] => {
    const file = documents.file(uri);
    const source = documents.project.source(file);
    return source ? inlayHints(documents.project.analyzeWithin(file, from, to), source) : [];
  };
  const label = ({ label: value, tooltip, target }: ShapeHint): InlayHint["label"] => [
    {
      value,
      ...(tooltip !== undefined && {
        tooltip: { kind: MarkupKind.Markdown, value: lines(...tooltip.map((line) => md`${raw(line)}`)) },
      }),
      ...(target && { location: convert.location(target) }),
    },
  ];

  connection.languages.inlayHint.on(
    guard(connection, "inlay hints", [] as InlayHint[], ({ textDocument: { uri }, range }) => {
      const source = documents.project.source(documents.file(uri));
      if (!source || !settings.isEnabled("inlayHints")) return [];
      const [from, to] = [source.offsetAt(range.start), source.offsetAt(range.end)];
      const later = client().textDocument?.inlayHint?.resolveSupport?.properties.includes("label.location");
      const version = documents.version(uri);
      const hidden = !settings.showsUnknown;
      return hintsOf(uri, from, to)
        .filter(({ offset, unknown }) => from <= offset && offset <= to && !(unknown && hidden))
        .map(
          (hint): InlayHint => ({
            position: source.positionAt(hint.offset),
            label: later ? [{ value: hint.label }] : label(hint),
            kind: InlayHintKind.Type,
            paddingLeft: true,
            ...(later && {
              data: { uri, offset: hint.offset, label: hint.label, version } satisfies HintData,
            }),
          }),
        );
    }),
  );

  connection.languages.inlayHint.resolve((hint, token) => {
    const data = hint.data as HintData | undefined;
    if (!data || data.version !== documents.version(data.uri)) return hint; // of a text that is gone
    const resolve = guard(connection, "inlay hint", hint, () => {
      const found = hintsOf(data.uri, data.offset, data.offset).find(
        (one) => one.offset === data.offset && one.label === data.label,
      );
      return found ? { ...hint, label: label(found) } : hint;
    });
    return resolve(undefined, token);
  });
}
