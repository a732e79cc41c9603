/** Places in a source file: where a command was called, and where it moves to while the file is edited. */
import { checks } from "@convlens/server/checks";
import type { Place, Stretch } from "@convlens/server/protocol";
import { Position, Range, type TextDocumentChangeEvent, Uri, ViewColumn, window, workspace } from "vscode";
import { languages } from "./languages.ts";

/**
 * The place that a link gives as its argument, else the cursor; undefined where no source file is in front, or where the link
 * leads out of the opened folders: hovers show text of sources.
 */
export function placeOf(argument: unknown): Place | undefined {
  if (isLink(argument)) return reachable(argument);
  const editor = window.activeTextEditor;
  if (!editor || !languages.includes(editor.document.languageId)) return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), line, character };
}

/** Menus give the address of their file, which is no place. */
const isLink = (argument: unknown): argument is object =>
  typeof argument === "object" && argument !== null && !(argument instanceof Uri);

function reachable(link: object): Place | undefined {
  const { data: place } = checks.place.safeParse(link);
  if (!place) return undefined;
  const open = workspace.textDocuments.some(({ uri }) => uri.toString() === place.uri);
  return open || workspace.getWorkspaceFolder(Uri.parse(place.uri)) ? place : undefined;
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

/** Shows a stretch of source in the column where its file is open already, else in the first; no other machine is asked for it. */
export async function reveal({ uri, start, end }: Stretch, focus: boolean): Promise<void> {
  const address = Uri.parse(uri);
  const known = workspace.textDocuments.some((document) => document.uri.toString() === uri);
  if (!known && (address.scheme !== "file" || address.authority !== "")) return;
  const open = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  const selection = new Range(start.line, start.character, end.line, end.character);
  await window.showTextDocument(await workspace.openTextDocument(address), {
    selection,
    preserveFocus: !focus,
    viewColumn: open?.viewColumn ?? ViewColumn.One,
  });
}
