/** `--stdin-filename`: a text that is not on the disk yet, from an editor or an agent. */
import { resolve } from "node:path";
import { LONGEST_SOURCE } from "../../project/generated.ts";
import { UsageError } from "../terminal/usage-error.ts";
import { isSource } from "./source-files.ts";

export async function readStdin(name: string): Promise<{ readonly file: string; readonly text: string }> {
  if (!isSource(name))
    throw new UsageError(`--stdin-filename ${name}: this is not the name of a source file`);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > 4 * LONGEST_SOURCE)
      throw new UsageError(`the standard input is longer than the ${LONGEST_SOURCE} that are looked into`);
    parts.push(part);
  }
  return { file: resolve(name).replaceAll("\\", "/"), text: Buffer.concat(parts).toString("utf8") };
}
