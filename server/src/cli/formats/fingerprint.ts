/**
 * What tells a finding apart from others when the lines around it move: its code, the line it stands in and which of the
 * same it is in its file.
 */
import { createHash } from "node:crypto";
import type { CheckedFile } from "../checking/checked-file.ts";

/** One for each finding of the file, in order. */
export function fingerprints(file: CheckedFile): string[] {
  const seen = new Map<string, number>();
  return file.findings.map(({ code, message, line }) => {
    const key = [file.path, code, message.split("\n", 1)[0], line.trim()].join("\0");
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    return createHash("sha256").update(`${key}\0${times}`).digest("hex").slice(0, 32);
  });
}
