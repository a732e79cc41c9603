/** How every command of the command line is made: its options, its help, its exit code. */
import { Command, InvalidArgumentError } from "commander";
import { speakMore } from "./help.ts";

/** 0: nothing to complain of, 1: findings, 2: wrong usage, unreadable files or a mistake of ours. */
export type ExitCode = 0 | 1 | 2;

/** A command whose action returns the exit code. */
export function command<O extends object>(
  name: string,
  summary: string,
  more: string,
  build: (command: Command) => Command,
  run: (operands: readonly string[], options: O) => ExitCode | Promise<ExitCode>,
): Command {
  return build(new Command(name))
    .summary(summary)
    .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`)
    .addHelpText("after", () => more && `\n${speakMore(more)}`)
    .action(async (...given: unknown[]) => {
      const command = given.at(-1) as Command;
      process.exitCode = await run(command.args, command.optsWithGlobals<O>());
    });
}

export function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("It is a whole number.");
  return Number(value);
}

/** "1,3,224,224" */
export function sizes(value: string): number[] {
  const list = value.split(/[,x]/).map((size) => (size.trim() === "" ? Number.NaN : Number(size)));
  if (list.some((size) => !Number.isInteger(size) || size < 0))
    throw new InvalidArgumentError("It is a list of sizes such as 1,3,224,224.");
  return list;
}
