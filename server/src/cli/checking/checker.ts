/**
 * Checks files one after the other, each by itself: a mistake of ours in one costs that one alone.
 *
 *   new Checker({ cwd, shapes: false, fixes: true }).check(["/project/net.ts"])
 */
import { relative } from "node:path";
import { Configurations, type Found } from "../../config/find.ts";
import { listingHost } from "../../disk/listing-host.ts";
import { nodeHost } from "../../disk/node-host.ts";
import { Project } from "../../project/project.ts";
import { type CheckedFile, checkedFile } from "./checked-file.ts";

/** How files are checked: plain data, so that threads can be told. */
export interface CheckSettings {
  /** What paths are shown relative to. */
  readonly cwd: string;
  readonly shapes: boolean;
  readonly fixes: boolean;
  readonly certainty: boolean;
  /** `--config`: in place of those that stand beside the files. */
  readonly config?: Found;
  /** A text that takes the place of what is on the disk. */
  readonly open?: { readonly file: string; readonly text: string };
}

/** Files that are checked in one project: what they share is parsed once, and let go of with them. */
export const FILES_TOGETHER = 32;

export interface Checked {
  readonly file: string;
  readonly result: CheckedFile;
  /** What it was made from, for the cache. */
  readonly inputs: ReturnType<Project["inputsOf"]>;
}

export class Checker {
  private readonly host = listingHost(nodeHost);
  private readonly configurations: Configurations;
  private readonly settings: CheckSettings;

  constructor(settings: CheckSettings) {
    this.settings = settings;
    this.configurations = new Configurations(this.host, settings.config);
  }

  check(files: readonly string[]): Checked[] {
    const project = this.project();
    return files.map((file) => this.checkIn(project, file));
  }

  project(): Project {
    const project = new Project(this.host, this.configurations);
    const { open } = this.settings;
    if (open) project.setOpen(open.file, open.text);
    return project;
  }

  /** Whether the project's configuration switches a kind of finding off. */
  isOff = (file: string, code: string): boolean =>
    this.configurations.of(file).config.severity[code] === "off";

  private checkIn(project: Project, file: string): Checked {
    const { cwd, shapes, fixes, certainty } = this.settings;
    try {
      const result = checkedFile(project, file, {
        shapes,
        fixes,
        certainty,
        severity: (of, code) => this.configurations.of(of).config.severity[code],
        shown: (path) => shownPath(path, cwd),
      });
      const failure = project.analyze(file).gaps.find((gap) => gap.failure !== undefined)?.failure;
      const inputs = project.inputsOf(file);
      project.forget(file);
      return {
        file,
        result: failure === undefined ? result : { ...result, ...failing(firstLine(failure)) },
        inputs,
      };
    } catch (error) {
      const failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return { file, result: failed(file, cwd, failure), inputs: { files: [], imports: [], models: false } };
    }
  }
}

/** A path as a person in this folder would write it. */
export const shownPath = (file: string, cwd: string): string =>
  relative(cwd, file).replaceAll("\\", "/") || file;

/** What is told of a file with nothing in it that concerns us. */
export const unconcerned = (file: string, cwd: string): CheckedFile => ({
  path: shownPath(file, cwd),
  models: 0,
  uses: 0,
  findings: [],
  shapes: [],
  functions: [],
});

export const failed = (file: string, cwd: string, why: string): CheckedFile => ({
  ...unconcerned(file, cwd),
  ...failing(why),
});

const failing = (why: string): Pick<CheckedFile, "failure"> => ({
  failure: `It could not be checked as a whole because of a mistake in ConvLens: ${why}`,
});

const firstLine = (text: string): string => text.split("\n", 1)[0]!;
