/** A file as it was at a revision, from the editor's own Git; nothing is started for it. */
import { extensions, Uri } from "vscode";

interface Repository {
  show(revision: string, path: string): Promise<string>;
  log(options: { path: string; maxEntries: number }): Promise<readonly Commit[]>;
}
interface GitExtension {
  getAPI(version: 1): { getRepository(uri: Uri): Repository | null };
}
export interface Commit {
  readonly hash: string;
  readonly message: string;
  readonly authorDate?: Date;
}

async function repositoryOf(uri: Uri): Promise<Repository | undefined> {
  const git = extensions.getExtension<GitExtension>("vscode.git");
  if (!git) return undefined;
  try {
    return (await git.activate()).getAPI(1).getRepository(uri) ?? undefined;
  } catch {
    return undefined; // switched off, or no Git on this machine
  }
}

/** The last commits that changed a file; none where it is in no repository. */
export async function commitsOf(uri: string): Promise<readonly Commit[]> {
  const file = Uri.parse(uri);
  const repository = await repositoryOf(file);
  try {
    return (await repository?.log({ path: file.fsPath, maxEntries: 20 })) ?? [];
  } catch {
    return []; // no commit yet
  }
}

/** Undefined where the file was not there. */
export async function textAt(uri: string, revision: string): Promise<string | undefined> {
  const file = Uri.parse(uri);
  try {
    return await (await repositoryOf(file))?.show(revision, file.fsPath);
  } catch {
    return undefined;
  }
}
