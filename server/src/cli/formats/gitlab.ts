/** Findings as GitLab's code quality report: https://docs.gitlab.com/ci/testing/code_quality/ */
import { fingerprints } from "./fingerprint.ts";
import type { Format } from "./report.ts";

const severities: Readonly<Record<string, string>> = {
  error: "major",
  warning: "minor",
  information: "info",
};

export const gitlabReport: Format = ({ files, pretty }) => {
  const entries = files.flatMap((file) => {
    const prints = fingerprints(file);
    return file.findings.flatMap(({ code, severity, message, range }, i) =>
      severity === "hint"
        ? []
        : [
            {
              description: message,
              check_name: code,
              fingerprint: prints[i],
              severity: severities[severity],
              location: { path: file.path, lines: { begin: range.start.line + 1, end: range.end.line + 1 } },
            },
          ],
    );
  });
  return `${JSON.stringify(entries, null, pretty ? 2 : undefined)}\n`;
};
