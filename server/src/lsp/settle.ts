/** When the typing pauses, what was parsed piece by piece is parsed as a whole, once for each document that was edited. */
import type { Connection } from "vscode-languageserver";
import type { Documents } from "./documents.ts";
import { whenQuiet } from "./guard.ts";

/** Long enough that no keystroke of a burst waits for it. */
const QUIET_MS = 1000;

/** Returns what to call after each change; `changed` follows in the rare case that the whole differs from its pieces. */
export function settleWhenQuiet(
  connection: Connection,
  documents: Documents,
  changed: () => void,
): (uri: string) => void {
  const edited = new Set<string>();
  const later = whenQuiet(connection, "settling", QUIET_MS, () => {
    const differing = [...edited].filter((uri) => documents.project.settle(documents.file(uri)));
    edited.clear();
    if (differing.length > 0) changed();
  });
  return (uri) => {
    edited.add(uri);
    later();
  };
}
