/** What the answers to requests are made from: the parts of the server, and what a request names of the project. */
import type { ClientCapabilities, Connection, TextDocumentPositionParams } from "vscode-languageserver";
import { dialects } from "../dialects/index.ts";
import type { DistantFiles } from "../disk/distant-files.ts";
import type { Analysis } from "../facts/analysis.ts";
import type { SourceText } from "../facts/source-text.ts";
import type { Previews } from "../preview/previews.ts";
import type { Background } from "./background.ts";
import type { Converter } from "./convert.ts";
import type { Documents } from "./documents.ts";
import type { Shows } from "./markup.ts";
import type { Settings } from "./settings.ts";
import type { WeightFindings } from "./weights.ts";

export interface Serving {
  readonly connection: Connection;
  readonly documents: Documents;
  /** Where files come through the editor, and may be on their way. */
  readonly distant: DistantFiles | undefined;
  readonly settings: Settings;
  readonly previews: Previews;
  readonly weights: WeightFindings;
  readonly background: Background;
  readonly convert: Converter;
  client(): ClientCapabilities;
  /** Whether our own extension asks, which has commands and asks for pictures a second time. */
  ownClient(): boolean;
  shows(): Shows;
}

/** Files as requests name them. */
export class Reading {
  private readonly serving: Serving;
  private readonly told = new Set<string>(); // mistakes of ours, each once

  constructor(serving: Serving) {
    this.serving = serving;
  }

  analysis(uri: string): Analysis {
    const { connection, documents } = this.serving;
    const found = documents.project.analyze(documents.file(uri));
    for (const { failure } of found.gaps)
      if (failure !== undefined && !this.told.has(failure)) {
        this.told.add(failure);
        connection.console.error(`a part of ${uri} could not be analysed: ${failure}`);
      }
    return found;
  }

  source(uri: string): SourceText | undefined {
    const { documents } = this.serving;
    return documents.project.source(documents.file(uri));
  }

  text(uri: string): string {
    return this.source(uri)?.text ?? "";
  }

  offset({ textDocument, position }: TextDocumentPositionParams): number {
    return this.source(textDocument.uri)?.offsetAt(position) ?? 0;
  }

  /** Whether TypeScript knows the libraries whose layers stand in a file: then it completes, and checks words, itself. */
  hasTypes(uri: string): boolean {
    const { documents } = this.serving;
    const file = documents.file(uri);
    const ids = new Set(documents.project.analyze(file).layers.map(({ dialect }) => dialect));
    return dialects.some(({ id, modules }) => ids.has(id) && documents.project.hasPackage(modules, file));
  }
}
