/** Tells a client that asked for it (`initializationOptions: { modelCount: true }`) how many models the open documents hold. */
import type { Connection } from "vscode-languageserver";
import type { Documents } from "./documents.ts";
import { whenQuiet } from "./guard.ts";

/** Long enough that diagnostics and hints of a burst of typing are served first. */
const QUIET_MS = 400;

/** Returns what to call after each change; `convlens/models { count }` follows when nothing changes any more. */
export function modelCount(connection: Connection, documents: Documents): () => void {
  return whenQuiet(connection, "counting models", QUIET_MS, () => {
    const models = documents
      .uris()
      .map((uri) => documents.project.analyze(documents.file(uri)).models.length);
    void connection.sendNotification("convlens/models", {
      count: models.reduce((sum, count) => sum + count, 0),
    });
  });
}
