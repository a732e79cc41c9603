/** Weights that lie in files of their own, and not here: no mistake, as far as anybody can tell. */
import type { FileProblem } from "./model-file.ts";

export function elsewhere([first, ...more]: readonly string[]): FileProblem[] {
  if (first === undefined) return [];
  const others = more.length === 0 ? "" : ` and ${more.length} more`;
  return [
    {
      code: "model-file",
      severity: "information",
      message: `keeps its weights in ${first}${others}, which ${more.length === 0 ? "is" : "are"} not here`,
    },
  ];
}
