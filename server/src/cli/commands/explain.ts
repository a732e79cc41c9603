/** `convlens explain`: the page of a finding, without a browser. */
import type { Command } from "commander";
import { nearest } from "../../facts/nearest.ts";
import { rules } from "../../rules/index.ts";
import { pageOf, titleOf } from "../../rules/page.ts";
import { command } from "../terminal/command.ts";
import { coloursFor, print } from "../terminal/output.ts";
import { UsageError } from "../terminal/usage-error.ts";

interface ExplainOptions {
  readonly color?: boolean;
}

export const explainCommand = (): Command =>
  command<ExplainOptions>(
    "explain",
    "what a finding means, with a wrong and a right example",
    "Examples:\n  convlens explain conv-in-channels\n  convlens explain            all codes, a line each",
    (made) => made.argument("[code]", "the code of the finding, as it stands in brackets"),
    ([code], { color }) => {
      const { bold, cyan } = coloursFor(color, process.stdout.isTTY === true);
      if (code === undefined) {
        const width = Math.max(...rules.map((rule) => rule.code.length));
        for (const rule of rules) print(`${cyan(rule.code.padEnd(width))}  ${titleOf(rule)}\n`);
        return 0;
      }
      const rule = rules.find((candidate) => candidate.code === code);
      if (!rule) {
        const other = nearest(
          code,
          rules.map((candidate) => candidate.code),
        );
        const hint = other === undefined ? "`convlens explain` lists them" : `did you mean ${other}?`;
        throw new UsageError(`there is no finding "${code}"; ${hint}`);
      }
      print(pageOf(rule).replace(/^(#+) (.*)$/gm, (_, __, title: string) => bold(title)));
      return 0;
    },
  );
