/** Places in a source file: where a command was called, and where it moves to while the file is edited. */
import type { Place, Stretch } from "@convlens/server/protocol";
import { Position, Range, type TextDocumentChangeEvent, Uri, ViewColumn, window, workspace } from "vscode";
import { languages } from "./languages.ts";

/** The place that a link gives as its argument, else the cursor; undefined where no source file is in front. */
export function placeOf(argument: unknown): Place | undefined {
  if (isPlace(argument)) return argument;
  const editor = window.activeTextEditor;
  if (!editor || !languages.includes(editor.document.languageId)) return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), line, character };
}

export function isPlace(value: unknown): value is Place {
  const place = value as Partial<Place> | undefined;
  return (
    typeof place?.uri === "string" && typeof place.line === "number" && typeof place.character === "number"
  );
}

/** Where a place is after an edit of its file. */
export function moved(place: Place, { document, contentChanges }: TextDocumentChangeEvent): Place {
  if (document.uri.toString() !== place.uri) return place;
  let { line, character } = place;
  for (const { range, text } of contentChanges) {
    if (range.end.isAfter(new Position(line, character))) continue;
    const added = text.split("\n");
    const last = added.at(-1)!.length;
    if (range.end.line === line)
      character += last - range.end.character + (added.length === 1 ? range.start.character : 0);
    line += added.length - 1 - (range.end.line - range.start.line);
  }
  return { uri: place.uri, line, character };
}

/** Shows a stretch of source in the column where its file is open already, else in the first. */
export async function reveal({ uri, start, end }: Stretch, focus: boolean): Promise<void> {
  const address = Uri.parse(uri);
  const open = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  const selection = new Range(start.line, start.character, end.line, end.character);
  await window.showTextDocument(await workspace.openTextDocument(address), {
    selection,
    preserveFocus: !focus,
    viewColumn: open?.viewColumn ?? ViewColumn.One,
  });
}
