/** What is wrong with the reasons of findings: each must have some, with a place, and none may be a guess. */
import type { Analysis } from "@convlens/server";

export const flawsOf = (findings: Analysis["findings"]): string[] =>
  findings.flatMap(({ code, certainty, span }) => {
    if (certainty.length === 0) return [`${code} at ${span.start} has no reason`];
    return certainty.flatMap((fact) =>
      fact.kind === "guess" || fact.message === "" || fact.span.start > fact.span.end
        ? [`${code} at ${span.start}: ${fact.kind} ${fact.message}`]
        : [],
    );
  });
