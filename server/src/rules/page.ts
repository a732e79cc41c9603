/** The page of a rule, for docs/rules: made from the rule itself, so that it says what the checker does. */
import { sourceOf } from "./kit/examples.ts";
import type { Rule } from "./kit/rule.ts";

export function pageOf({ code, severity, title, explain, wrong, right }: Rule): string {
  const block = (example: Rule["wrong"]): string => `\`\`\`ts\n${sourceOf(example)}\`\`\``;
  return [
    `# ${code}`,
    `**${title}.** Severity: ${severity}.`,
    explain,
    "## Wrong",
    block(wrong),
    "## Right",
    block(right),
    `Silence it for one line with \`// convlens-disable-next-line ${code}\`. For a whole project write \`{ "severity": { "${code}": "off" } }\` into its \`convlens.config.json\`, which the editor and the terminal read; the editor's own setting is \`convlens.severity\`.`,
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

/** The list of all pages. */
export function indexOf(rules: readonly Rule[]): string {
  const rows = rules.map(({ code, severity, title }) => `| [${code}](${code}.md) | ${severity} | ${title} |`);
  return `# Findings\n\n| code | severity | what |\n|---|---|---|\n${rows.join("\n")}\n`;
}
