/** The editor as a person uses it: open an example, read what stands in it, type. */
import {
  commands,
  type Diagnostic,
  type Hover,
  type InlayHint,
  type Location,
  type LocationLink,
  languages,
  Position,
  Range,
  Selection,
  TabInputWebview,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";

export const examples = (): Uri => {
  const [folder] = workspace.workspaceFolders ?? [];
  if (!folder) throw new Error("the suite runs on the folder examples/");
  return folder.uri;
};

export async function open(name: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(Uri.joinPath(examples(), name));
  await window.showTextDocument(document);
  return document;
}

/** The place of the `nth` (from 0) occurrence of a text; the position is inside it. */
export function find(document: TextDocument, text: string, nth = 0): Position {
  let at = document.getText().indexOf(text);
  for (let i = 0; i < nth; i++) at = document.getText().indexOf(text, at + 1);
  if (at < 0) throw new Error(`${text} does not occur ${nth + 1} times in ${document.fileName}`);
  return document.positionAt(at + 1);
}

/** Our findings, once `expected` holds; those of the last look when it never does. */
export function findings(
  document: TextDocument,
  expected: (found: readonly Diagnostic[]) => boolean,
): Promise<readonly Diagnostic[]> {
  return poll(
    () => languages.getDiagnostics(document.uri).filter(({ source }) => source === "convlens"),
    expected,
  );
}

export async function hints(document: TextDocument): Promise<readonly string[]> {
  const whole = new Range(new Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  const ask = async (): Promise<readonly string[]> => {
    const found = await commands.executeCommand<InlayHint[]>(
      "vscode.executeInlayHintProvider",
      document.uri,
      whole,
    );
    return found.map(({ label }) =>
      typeof label === "string" ? label : label.map(({ value }) => value).join(""),
    );
  };
  return poll(ask, (labels) => labels.length > 0);
}

/** All hover texts at a place, joined, once they are as expected. */
export async function hover(
  document: TextDocument,
  at: Position,
  expected = (text: string): boolean => text.includes("→"),
): Promise<string> {
  const ask = async (): Promise<string> => {
    const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", document.uri, at);
    return hovers
      .flatMap(({ contents }) => contents.map((part) => (typeof part === "string" ? part : part.value)))
      .join("\n");
  };
  return poll(ask, expected);
}

/** The titles of our panels of a kind. */
export const tabs = (kind: "layerInspector" | "modelComparison" | "modelSummary"): string[] =>
  window.tabGroups.all.flatMap((group) =>
    group.tabs.flatMap(({ input, label }) =>
      input instanceof TabInputWebview && input.viewType.endsWith(`convlens.${kind}`) ? [label] : [],
    ),
  );

/** The lines (from 0) in this file that go to definition offers. */
export async function definitionLines(document: TextDocument, at: Position): Promise<readonly number[]> {
  const found = await commands.executeCommand<(Location | LocationLink)[]>(
    "vscode.executeDefinitionProvider",
    document.uri,
    at,
  );
  return found.map((place) => ("targetRange" in place ? place.targetRange : place.range).start.line);
}

export async function replace(document: TextDocument, before: string, after: string): Promise<void> {
  const start = document.getText().indexOf(before);
  const edit = new WorkspaceEdit();
  edit.replace(
    document.uri,
    new Range(document.positionAt(start), document.positionAt(start + before.length)),
    after,
  );
  await workspace.applyEdit(edit);
}

/** Asks until the answer is as wanted, for 30 seconds at most; gives the last answer. */
export async function poll<T>(ask: () => T | Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer) || Date.now() > end) return answer;
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Key by key, as a person does who thinks a little; how long it took between two of them at most, in ms. */
export async function type(
  document: TextDocument,
  at: Position,
  keys: string,
): Promise<{ readonly longestPause: number }> {
  const editor = await window.showTextDocument(document);
  editor.selection = new Selection(at, at);
  let [last, longestPause] = [Date.now(), 0];
  for (const text of keys) {
    await commands.executeCommand("type", { text });
    await new Promise((resolve) => setTimeout(resolve, 100));
    longestPause = Math.max(longestPause, Date.now() - last);
    last = Date.now();
  }
  return { longestPause };
}
