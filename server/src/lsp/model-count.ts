/** Tells a client that asked for it (`initializationOptions: { modelCount: true }`) how many models the open documents hold. */
import type { Connection } from "vscode-languageserver";
import type { Documents } from "./documents.ts";
import { whenQuiet } from "./guard.ts";

/** Long enough that diagnostics and hints of a burst of typing are served first. */
const QUIET_MS = 400;

/** Returns what to call after each change; `convlens/models { count, files }` follows when nothing changes any more. */
export function modelCount(connection: Connection, documents: Documents): () => void {
  return whenQuiet(connection, "counting models", QUIET_MS, () => {
    const files = Object.fromEntries(
      documents.uris().map((uri) => [uri, documents.project.analyze(documents.file(uri)).models.length]),
    );
    const count = Object.values(files).reduce((sum, models) => sum + models, 0);
    void connection.sendNotification("convlens/models", { count, files });
  });
}
