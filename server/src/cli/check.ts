/** `convlens check`: findings of files, as text for people or JSON, SARIF and annotations for machines. */
import { relative } from "node:path";
import { nodeHost } from "../disk/node-host.ts";
import type { Analysis } from "../facts/analysis.ts";
import { checkedFixes } from "../ide/fix-check.ts";
import { Project } from "../project/project.ts";
import { sourceFiles } from "./files.ts";
import { githubReport } from "./format-github.ts";
import { jsonReport } from "./format-json.ts";
import { sarifReport } from "./format-sarif.ts";
import { textReport } from "./format-text.ts";
import { parseOptions } from "./options.ts";
import type { Checked, Report } from "./report.ts";
import { UsageError } from "./usage-error.ts";

const formats: Readonly<Record<string, (report: Report) => string>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  github: githubReport,
};

/** Exit code: 0 nothing found, 1 errors or more warnings than allowed. */
export function check(args: readonly string[]): number {
  const { options, operands } = parseOptions(args, ["format", "max-warnings"]);
  const format = formats[options.format ?? "text"];
  if (!format)
    throw new UsageError(`--format is one of ${Object.keys(formats).join(", ")}, not "${options.format}"`);
  const allowed = options["max-warnings"] === undefined ? 0 : Number(options["max-warnings"]);
  if (!Number.isInteger(allowed) || allowed < 0)
    throw new UsageError(`--max-warnings is a whole number, not "${options["max-warnings"]}"`);
  const project = new Project(nodeHost);
  const files = sourceFiles(operands.length ? operands : ["."]).map(
    (file): Checked => ({ path: shown(file), analysis: withCheckedFixes(project, file) }),
  );
  const report: Report = { files, source: (file) => project.source(file), shown };
  process.stdout.write(format(report));
  const count = (severity: string): number =>
    files.reduce(
      (sum, { analysis }) =>
        sum + analysis.findings.filter((finding) => finding.severity === severity).length,
      0,
    );
  const warnings = count("warning");
  return count("error") > 0 || (options["max-warnings"] === undefined ? warnings > 0 : warnings > allowed)
    ? 1
    : 0;
}

/** What is known of a file, each finding with the fixes that hold what they promise. */
function withCheckedFixes(project: Project, file: string): Analysis {
  const analysis = project.analyze(file);
  const findings = analysis.findings.map((finding) => ({
    ...finding,
    fixes: checkedFixes(project, file, finding),
  }));
  return { ...analysis, findings };
}

/** Paths as a person in this folder would write them. */
const shown = (file: string): string => relative(process.cwd(), file).replaceAll("\\", "/") || file;
