/** Findings as JUnit's XML, which most CI systems show: a suite a file, a case a finding. Files without any pass. */
import { type Format, shownFindings } from "./report.ts";

export const junitReport: Format = ({ files }) => {
  const failing = (severity: string): boolean => severity === "error";
  const suites = files.map((file) => {
    const findings = shownFindings(file);
    const failures = findings.filter(({ severity }) => failing(severity)).length;
    const cases = findings.map(({ code, severity, message, range: { start } }) => {
      const place = `${file.path}:${start.line + 1}:${start.character + 1}`;
      const said = `${attribute(message.split("\n", 1)[0]!)}`;
      const body = failing(severity)
        ? `<failure type="${attribute(code)}" message="${said}">${attribute(`${place}\n${message}`)}</failure>`
        : `<system-out>${attribute(`${severity}: ${place}\n${message}`)}</system-out>`;
      return `    <testcase name="${attribute(`${code} at ${start.line + 1}:${start.character + 1}`)}" classname="${attribute(file.path)}" file="${attribute(file.path)}" line="${start.line + 1}">${body}</testcase>`;
    });
    const errors = file.failure === undefined ? 0 : 1;
    if (file.failure !== undefined)
      cases.push(
        `    <testcase name="check" classname="${attribute(file.path)}"><error message="${attribute(file.failure)}"/></testcase>`,
      );
    if (cases.length === 0)
      cases.push(
        `    <testcase name="check" classname="${attribute(file.path)}" file="${attribute(file.path)}"/>`,
      );
    return `  <testsuite name="${attribute(file.path)}" tests="${cases.length}" failures="${failures}" errors="${errors}">\n${cases.join("\n")}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="convlens">\n${suites.join("\n")}\n</testsuites>\n`;
};

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Characters that XML has no way to say are left out. */
const attribute = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is meant
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (character) => entities[character]!);
