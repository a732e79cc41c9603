/** Tells a client that asked for it (`initializationOptions: { modelCount: true }`) how many models the open documents hold. */
import type { Connection } from "vscode-languageserver";
import type { Documents } from "./documents.ts";

/** Long enough that diagnostics and hints of a burst of typing are served first. */
const QUIET_MS = 400;

/** Returns what to call after each change; `convlens/models { count }` follows when nothing changes any more. */
export function modelCount(connection: Connection, documents: Documents): () => void {
  let timer: NodeJS.Timeout | undefined;
  const report = (): void => {
    const models = documents
      .uris()
      .map((uri) => documents.project.analyze(documents.file(uri)).models.length);
    void connection.sendNotification("convlens/models", {
      count: models.reduce((sum, count) => sum + count, 0),
    });
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(report, QUIET_MS);
  };
}
