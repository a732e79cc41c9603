/** The help of all commands in the language of the terminal. */
import { type Command, Help } from "commander";
import stringWidth from "string-width";
import { helpIn, language } from "../../texts/index.ts";

type Said = (text: string) => string | undefined;

/** Translates what was declared in English. */
export function speakHelp(program: Command): void {
  const said = helpIn(language());
  if (!said) return;
  const { optionDescription, argumentDescription } = Help.prototype;
  const extra = (text: string): string =>
    text.replace(/(?<=[( ])(?:choices|default):(?= )/g, (title) => said(title) ?? title);
  const described = (description: string, full: string): string =>
    (said(description) ?? description) + extra(full.slice(description.length));
  for (const command of [program, ...program.commands])
    command.configureHelp({
      showGlobalOptions: true,
      displayWidth: stringWidth,
      boxWrap: wrapped,
      styleTitle: (title) => said(title) ?? title,
      commandDescription: (one) => sentence(one.description(), said),
      subcommandDescription: (one) => said(one.summary() || one.description()) ?? one.summary(),
      optionDescription: (one) => described(one.description, optionDescription.call(new Help(), one)),
      argumentDescription: (one) => described(one.description, argumentDescription.call(new Help(), one)),
    });
}

/** A command's description is its summary as a sentence. */
function sentence(text: string, said: Said): string {
  const plain = said(text[0]!.toLowerCase() + text.slice(1).replace(/\.$/, ""));
  return said(text) ?? (plain === undefined ? text : `${plain}。`);
}

/** Notes and examples below a command's help: line by line, of an example what stands behind its command. */
export function speakMore(more: string): string {
  const said = helpIn(language());
  if (!said) return more;
  return more
    .split("\n")
    .map((line) => {
      const [, command = "", words] = /^( {2}convlens .*? {2,}|)(.*)$/.exec(line)!;
      return command + (said(words!) ?? words!.replace(/^\w[\w ]*:(?= )/, (title) => said(title) ?? title));
    })
    .join("\n");
}

/** By what characters take on a terminal: a line ends before or behind any character of Chinese, and before no punctuation. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.match(PIECES) ?? []) {
    if (line !== "" && stringWidth(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += line === "" ? piece.trimStart() : piece;
  }
  return [...lines, line.trimEnd()].join("\n");
}

const PIECES = /[\u2e80-\u9fff][，。；：、）:)]*|[^\s\u2e80-\u9fff，。；：、）]+[，。；：、）]*|\s+|./g;
