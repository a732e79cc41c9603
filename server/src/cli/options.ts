/** Options of a command: `--name value`, `--name=value`; the rest are operands. */
import { parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

export interface Parsed {
  readonly options: Readonly<Record<string, string | undefined>>;
  readonly operands: readonly string[];
}

export function parseOptions(args: readonly string[], names: readonly string[]): Parsed {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries(names.map((name) => [name, { type: "string" as const }])),
    });
    return { options: values as Record<string, string | undefined>, operands: positionals };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
