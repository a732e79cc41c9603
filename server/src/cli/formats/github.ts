/** Findings as annotations of a pull request: workflow commands that the forge reads from a log. */
import { type Format, shownFindings } from "./report.ts";

const words: Readonly<Record<string, string>> = {
  error: "error",
  warning: "warning",
  information: "notice",
};

export const githubReport: Format = ({ files }) =>
  files
    .flatMap((file) =>
      shownFindings(file).map(({ code, severity, message, range: { start, end } }) => {
        const where = `file=${property(file.path)},line=${start.line + 1},col=${start.character + 1},endLine=${end.line + 1},endColumn=${end.character + 1},title=${property(code)}`;
        return `::${words[severity]} ${where}::${escaped(message)}\n`;
      }),
    )
    .join("");

const escaped = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
