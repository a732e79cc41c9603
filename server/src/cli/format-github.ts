/** Findings as annotations of a pull request: workflow commands that the forge reads from a log. */
import { rangeOf } from "./format-json.ts";
import type { Report } from "./report.ts";

const words: Readonly<Record<string, string>> = {
  error: "error",
  warning: "warning",
  information: "notice",
  hint: "notice",
};

export function githubReport(report: Report): string {
  return report.files
    .flatMap(({ path, analysis }) =>
      analysis.findings
        .filter(({ severity }) => severity !== "hint")
        .map((finding) => {
          const { start, end } = rangeOf(finding.span, report);
          const where = `file=${property(path)},line=${start.line + 1},col=${start.character + 1},endLine=${end.line + 1},endColumn=${end.character + 1},title=${property(finding.code)}`;
          return `::${words[finding.severity]} ${where}::${escaped(finding.message)}\n`;
        }),
    )
    .join("");
}

const escaped = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
