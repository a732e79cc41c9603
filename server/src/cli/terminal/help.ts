/** The help of all commands in the language of the terminal. What commands print is a matter of their own options. */
import { type Command, Help } from "commander";
import { helpIn } from "../../texts/index.ts";
import { systemLanguage } from "./locale.ts";

/** Translates what was declared in English. */
export function speakHelp(program: Command): void {
  const said = helpIn(systemLanguage());
  if (!said) return;
  const sentence = (text: string): string => {
    const plain = text[0]!.toLowerCase() + text.slice(1).replace(/\.$/, "");
    return said(text) ?? (said(plain) === undefined ? text : `${said(plain)}。`);
  };
  for (const command of [program, ...program.commands]) {
    command
      .summary(said(command.summary()) ?? command.summary())
      .description(sentence(command.description()));
    for (const part of [...command.options, ...command.registeredArguments])
      part.description = said(part.description) ?? part.description;
    command.configureHelp({
      showGlobalOptions: true,
      formatHelp: (asked, helper) =>
        Help.prototype.formatHelp
          .call(helper, asked, helper)
          .split("\n")
          .map((line) => line.replace(/^[A-Z][\w ]*:(?= |$)/, (title) => said(title) ?? title))
          .map((line) => line.replace(/print help$|display help for command$/, (text) => said(text) ?? text))
          .join("\n"),
    });
  }
}
