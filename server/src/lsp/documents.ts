/** The editor's documents as files of a project: addresses, texts and versions. */
import type { Range, TextDocumentContentChangeEvent } from "vscode-languageserver";
import type { FileHost } from "../disk/file-host.ts";
import { SourceText } from "../facts/source-text.ts";
import { cellFile, isCell, Notebooks } from "../project/notebooks.ts";
import { Project } from "../project/project.ts";
import { Workspace } from "../project/workspace.ts";
import { addressOf, pathOf } from "./addresses.ts";

export class Documents {
  readonly project: Project;
  /** What requests and comments may name, beside the open documents. */
  readonly workspace: Workspace;
  private readonly versions = new Map<string, number>();
  private readonly opens = new Set<string>(); // folders
  private readonly notebooks = new Notebooks();
  private readonly names = new Map<string, string>(); // file → the address that the editor uses

  constructor(host: FileHost) {
    this.project = new Project(host);
    this.workspace = new Workspace(() => this.folders(), host.realPath);
  }

  openFolders(uris: readonly string[]): void {
    for (const uri of uris) this.opens.add(this.file(uri));
  }

  closeFolders(uris: readonly string[]): void {
    for (const uri of uris) this.opens.delete(this.file(uri));
  }

  /** The folders that a person has opened; where there is none, those of the open documents. */
  folders(): string[] {
    if (this.opens.size > 0) return [...this.opens];
    return this.uris().map((uri) => this.file(uri).replace(/\/[^/]*$/, ""));
  }

  opened(uri: string, text: string, version: number): void {
    this.versions.set(uri, version);
    this.setText(uri, text);
  }

  /** A cell's module has more text than the cell. */
  private setText(uri: string, text: string): void {
    if (isCell(uri)) {
      this.notebooks.set(uri, text);
      this.placeCells(uri);
    } else this.project.setOpen(this.file(uri), text);
  }

  private placeCells(uri: string): void {
    for (const [cell, text] of this.notebooks.modules(uri)) this.project.setOpen(this.file(cell), text);
  }

  /** The cells of a notebook, in order. */
  notebookOrdered(cells: readonly unknown[]): void {
    const known = cells.filter((cell) => typeof cell === "string").filter(isCell);
    this.notebooks.ordered(known);
    if (known[0] !== undefined) this.placeCells(known[0]);
  }

  changed(uri: string, changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    for (const change of changes) {
      if ("range" in change) this.edit(uri, change.range, change.text);
      else this.setText(uri, change.text);
    }
    this.versions.set(uri, version);
  }

  private edit(uri: string, { start, end }: Range, text: string): void {
    const file = this.file(uri);
    const own = this.notebooks.textOf(uri);
    const source = own === undefined ? this.project.source(file) : new SourceText(own, this.project.encoding);
    const [from, to] = source ? inOrder(source.offsetAt(start), source.offsetAt(end)) : [0, 0];
    if (!source) this.setText(uri, text);
    else if (own === undefined) this.project.edit(file, from, to, text);
    else this.setText(uri, source.edited(from, to, text).text);
  }

  closed(uri: string): void {
    this.versions.delete(uri);
    this.notebooks.delete(uri);
    this.project.close(this.file(uri));
  }

  diskChanged(uri: string): void {
    this.project.diskChanged(this.file(uri));
  }

  version = (uri: string): number | undefined => this.versions.get(uri);
  uris = (): string[] => [...this.versions.keys()];

  /** Whether another open document depends on this one. */
  hasOpenDependents(uri: string): boolean {
    const dependents = new Set(this.project.dependents(this.file(uri)));
    return this.uris().some((other) => other !== uri && dependents.has(this.file(other)));
  }

  /** The project's name of a document: its path, or its address where it is no file. */
  file(uri: string): string {
    const file = isCell(uri) ? cellFile(uri) : pathOf(uri);
    this.names.set(file, uri);
    return file;
  }

  uri(file: string): string {
    return this.names.get(file) ?? addressOf(file);
  }
}

/** Some clients send ranges that end before they begin. */
const inOrder = (a: number, b: number): readonly [from: number, to: number] => (a <= b ? [a, b] : [b, a]);
