/** Where the command line writes, and whether in colour. Nothing else of the project prints. */
import { writeFileSync } from "node:fs";
import { createColors, isColorSupported } from "picocolors";
import { translated } from "../../texts/index.ts";
import { UsageError } from "./usage-error.ts";

export type Colours = Pick<
  ReturnType<typeof createColors>,
  "red" | "yellow" | "green" | "blue" | "cyan" | "bold" | "dim"
>;

/** `--color`, `--no-color`, or what NO_COLOR, FORCE_COLOR and the terminal say. */
export const coloursFor = (wanted: boolean | undefined, toTerminal: boolean): Colours =>
  createColors(wanted ?? (isColorSupported && (toTerminal || "FORCE_COLOR" in process.env)));

/** How wide lines may be: as the terminal is, else as COLUMNS says, else as they like. */
export const columnsOf = ({ columns }: { readonly columns?: number }): number =>
  columns || Number(process.env.COLUMNS) || Number.POSITIVE_INFINITY;

export const print = (text: string): void => void process.stdout.write(text);
export const warn = (text: string): void => void process.stderr.write(`convlens: ${translated(text)}\n`);

/** Whoever reads along has gone: there is nobody left to tell. */
export function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(process.exitCode ?? 0);
  });
  process.stderr.on("error", () => {});
}

/** Writes a file that was asked for. Throws a UsageError where it cannot be. */
export function save(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${(error as Error).message}`);
  }
}

/** A line on a terminal that says how far long work is; nothing where nobody looks. */
export class Progress {
  private shown = false;

  tell(text: string): void {
    if (!process.stderr.isTTY) return;
    process.stderr.write(`\r\x1b[K${translated(text)}`);
    this.shown = true;
  }

  end(): void {
    if (this.shown) process.stderr.write("\r\x1b[K");
    this.shown = false;
  }
}
