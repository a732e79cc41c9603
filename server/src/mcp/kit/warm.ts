/**
 * A project that stays in memory between two questions, and follows the disk: what was written since is read again.
 *
 *   warm.project().analyze(warm.file("src/net.ts"))
 */
import { resolve } from "node:path";
import { Configurations } from "../../config/find.ts";
import type { FileHost, FileStat } from "../../disk/file-host.ts";
import { nodeHost } from "../../disk/node-host.ts";
import { startBundledWorker } from "../../preview/node-channel.ts";
import { Previews } from "../../preview/previews.ts";
import { PreviewService } from "../../preview/service.ts";
import { Project } from "../../project/project.ts";
import { Workspace } from "../../project/workspace.ts";

/** Said to the assistant as it is. */
export class ToolError extends Error {}

export class Warm {
  readonly folder: string;
  readonly configurations = new Configurations(nodeHost);
  private readonly workspace: Workspace;
  private readonly seen = new Map<string, FileStat | undefined>();
  private readonly known: Project;
  private running: { readonly previews: Previews; readonly service: PreviewService } | undefined;

  constructor(folder: string) {
    this.folder = folder.replaceAll("\\", "/");
    this.workspace = new Workspace(() => [this.folder], nodeHost.realPath);
    const host: FileHost = {
      ...nodeHost,
      read: (file) => {
        this.seen.set(file, nodeHost.stat?.(file));
        return nodeHost.read(file);
      },
    };
    this.known = new Project(host);
  }

  /** As the disk is now. */
  project(): Project {
    for (const [file, before] of this.seen) {
      const now = nodeHost.stat?.(file);
      if (now?.size === before?.size && now?.modified === before?.modified) continue;
      this.seen.delete(file);
      this.known.diskChanged(file);
    }
    this.known.diskChanged(this.folder); // files may have come that imports mean
    this.configurations.reset();
    return this.known;
  }

  /** The same with an unsaved text in the place of a file. */
  projectWith(file: string, text: string | undefined): Project {
    const project = this.project();
    return text === undefined ? project : project.overlay(new Map([[file, text]]));
  }

  /** The absolute path of one that was given. Throws a ToolError for what is outside of the folder. */
  file(given: string): string {
    const file = resolve(this.folder, given).replaceAll("\\", "/");
    if (!this.workspace.contains(file))
      throw new ToolError(`${given} is outside of ${this.folder}, where this server was started.`);
    return file;
  }

  /** A path as it is told. */
  shown = (file: string): string =>
    file.startsWith(`${this.folder}/`) ? file.slice(this.folder.length + 1) : file;

  /** What runs models; started when it is first asked for. */
  previews(): Previews {
    if (!this.running) {
      const service = new PreviewService(
        () => startBundledWorker(),
        (message) => process.stderr.write(`convlens: ${message}\n`),
      );
      const textOf = (file: string) => this.known.source(file)?.text;
      this.running = { service, previews: new Previews(service, textOf, this.workspace) };
    }
    return this.running.previews;
  }
}
