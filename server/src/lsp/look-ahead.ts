/** When nobody types any more, the models of the document in hand are computed, so that the first hover has its picture. */
import type { Connection } from "vscode-languageserver";
import type { Previews } from "../preview/previews.ts";
import type { Documents } from "./documents.ts";
import { whenQuiet } from "./guard.ts";
import type { Settings } from "./settings.ts";

/** Diagnostics, hints and lenses of a document that was opened come first. */
const QUIET_MS = 900;

/** Returns what to call for a document that was opened or edited. */
export function lookAheadWhenQuiet(
  connection: Connection,
  documents: Documents,
  settings: Settings,
  previews: Previews,
): (uri: string) => void {
  let latest: string | undefined;
  const later = whenQuiet(connection, "looking ahead", QUIET_MS, () => {
    if (latest === undefined || documents.version(latest) === undefined || !settings.isEnabled("preview"))
      return;
    previews.lookAhead(documents.project.analyze(documents.file(latest)), settings.preview).catch((error) => {
      connection.console.error(`looking ahead failed: ${(error as Error).stack ?? error}`);
    });
  });
  return (uri) => {
    latest = uri;
    later();
  };
}
