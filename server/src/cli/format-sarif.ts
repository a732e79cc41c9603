/** Findings as SARIF 2.1.0, the exchange format of static analysis. */
import type { Finding } from "../facts/analysis.ts";
import { rules } from "../rules/index.ts";
import { rangeOf } from "./format-json.ts";
import type { Report } from "./report.ts";

const levels: Readonly<Record<string, string>> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};

export function sarifReport(report: Report): string {
  const results = report.files.flatMap(({ analysis }) =>
    analysis.findings
      .filter(({ severity }) => severity !== "hint")
      .map((finding) => resultOf(finding, report)),
  );
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "ConvLens",
            rules: rules.map(({ code, title, explain }) => ({
              id: code,
              shortDescription: { text: title },
              fullDescription: { text: explain },
            })),
          },
        },
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(finding: Finding, report: Report) {
  return {
    ruleId: finding.code,
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [locationOf(finding.span, report)],
    relatedLocations: finding.related.map(({ message, span }, id) => ({
      id,
      message: { text: message },
      ...locationOf(span, report),
    })),
  };
}

function locationOf(span: Finding["span"], report: Report) {
  const { start, end } = rangeOf(span, report);
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(report.shown(span.file)) },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}
