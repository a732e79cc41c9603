/** A command of the palette: one file here, one line in `index.ts`, one entry in package.json's `contributes.commands`. */
import type { ExtensionContext } from "vscode";
import type { Session } from "../session.ts";

export interface CommandContext {
  readonly context: ExtensionContext;
  readonly session: Session;
}

export interface Command {
  readonly id: `convlens.${string}`;
  run(context: CommandContext, ...args: readonly unknown[]): unknown;
}
