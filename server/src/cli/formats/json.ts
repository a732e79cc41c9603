/** The JSON of `convlens check`: shapes, functions and diagnostics of each file. Stable: other tools build on it. */
import type { Format } from "./report.ts";

export const jsonReport: Format = ({ files, pretty }) => {
  const entries = files.map(({ path, shapes, functions, findings, unparsed, failure }) => ({
    path,
    shapes,
    functions,
    diagnostics: findings.map(({ line: _, ...finding }) => finding),
    ...(unparsed && { unparsed }),
    ...(failure !== undefined && { failure }),
  }));
  return `${JSON.stringify({ version: 1, files: entries }, null, pretty ? 2 : undefined)}\n`;
};
