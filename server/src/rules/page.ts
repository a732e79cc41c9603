/** The page of a rule, for docs/rules: made from the rule itself, so that it says what the checker does. */
import { chineseRules, language } from "../texts/index.ts";
import { sourceOf } from "./kit/examples.ts";
import type { Rule } from "./kit/rule.ts";
import { tfjsTwins } from "./tfjs-twins.ts";

type Described = Pick<Rule, "title" | "explain">;

interface Words {
  readonly of: (rule: Rule) => Described;
  readonly severity: Readonly<Record<Rule["severity"], string>>;
  readonly lead: (title: string, severity: string) => string;
  readonly wrong: string;
  readonly right: string;
  readonly twin: string;
  readonly instead: string;
  readonly silence: (code: string) => string;
  readonly heading: string;
  readonly columns: string;
}

const english: Words = {
  of: (rule) => rule,
  severity: { error: "error", warning: "warning", information: "information", hint: "hint" },
  lead: (title, severity) => `**${title}.** Severity: ${severity}.`,
  wrong: "Wrong",
  right: "Right",
  twin: "In TensorFlow.js",
  instead: "Right:",
  silence: (code) =>
    `Silence it for one line with \`// convlens-disable-next-line ${code}\`. For a whole project write \`{ "severity": { "${code}": "off" } }\` into its \`convlens.config.json\`, which the editor and the terminal read; the editor's own setting is \`convlens.severity\`.`,
  heading: "Findings",
  columns: "code | severity | what",
};

const chinese: Words = {
  of: (rule) => {
    const [title, explain] = chineseRules[rule.code] ?? [rule.title, rule.explain];
    return { title, explain };
  },
  severity: { error: "错误", warning: "警告", information: "信息", hint: "提示" },
  lead: (title, severity) => `**${title}。**严重级别：${severity}。`,
  wrong: "错误写法",
  right: "正确写法",
  twin: "在 TensorFlow.js 中",
  instead: "正确写法：",
  silence: (code) =>
    `用 \`// convlens-disable-next-line ${code}\` 可屏蔽下一行的此结果。若要对整个项目屏蔽，请在其 \`convlens.config.json\` 中写入 \`{ "severity": { "${code}": "off" } }\`，编辑器和终端都会读取它；编辑器自己的设置是 \`convlens.severity\`。`,
  heading: "检查结果",
  columns: "代码 | 严重级别 | 含义",
};

/** `tag`: "en" or "zh". */
const wordsOf = (tag: string): Words => (tag === "zh" ? chinese : english);

/** Markdown, in the language that is asked for: the one which this process speaks, where none is. */
export function pageOf(rule: Rule, tag = language()): string {
  const { code, severity, wrong, right } = rule;
  const words = wordsOf(tag);
  const twin = tfjsTwins[code];
  const { title, explain } = words.of(rule);
  const block = (example: Rule["wrong"]): string => `\`\`\`ts\n${sourceOf(example)}\`\`\``;
  return [
    `# ${code}`,
    words.lead(title, words.severity[severity]),
    explain,
    `## ${words.wrong}`,
    block(wrong),
    `## ${words.right}`,
    block(right),
    ...(twin ? [`## ${words.twin}`, block(twin.wrong), words.instead, block(twin.right)] : []),
    words.silence(code),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

/** What a rule is about, in the language that this process speaks. */
export const titleOf = (rule: Rule): string => wordsOf(language()).of(rule).title;

/** The list of all pages. */
export function indexOf(rules: readonly Rule[], tag = language()): string {
  const words = wordsOf(tag);
  const rows = rules.map(
    (rule) =>
      `| [${rule.code}](${rule.code}.md) | ${words.severity[rule.severity]} | ${words.of(rule).title} |`,
  );
  return `# ${words.heading}\n\n| ${words.columns} |\n|---|---|---|\n${rows.join("\n")}\n`;
}
