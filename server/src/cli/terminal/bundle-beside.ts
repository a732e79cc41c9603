/** Other bundles of the package, loaded by the commands that need them. */
import { createRequire } from "node:module";
import { join } from "node:path";

/** Runs another bundle of this package: what few commands need is not loaded by all. */
export const bundleBeside = (name: string): void => createRequire(START)(`./${name}`);

/** What the command and its threads run first. */
export const START = join(__dirname, "cli.js");
