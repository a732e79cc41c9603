/** `convlens`: the checker in a terminal and in CI. One file a command. */
import { check } from "./check.ts";
import { bench, run } from "./run.ts";
import { summary } from "./summary.ts";
import { UsageError } from "./usage-error.ts";

const HELP = `convlens: shapes and shape errors of neural networks written in TypeScript

  convlens check [--format text|json|sarif|github] [--max-warnings n] [paths…]
  convlens summary FILE[#Model] [--input 1,3,224,224]
  convlens run FILE[#Model] [--input 1,3,224,224] [--sample picture|randn(7)|zeros|ones|ramp|checkerboard|cat.png|x.npy]
               [--seed n] [--weights model.safetensors] [--threads n] [--save out.npy]
  convlens bench FILE[#Model] [the same]

run computes the network from its shapes with initial weights or those of a file; your program is not run.
check exits with 0 when nothing was found, 1 when something was, 2 on wrong usage or unreadable files.
`;

const commands: Readonly<Record<string, (args: readonly string[]) => number | Promise<number>>> = {
  check,
  summary,
  run,
  bench,
};

async function main(given: readonly string[]): Promise<number> {
  const [name, ...args] = given;
  if (name === undefined || name === "help" || given.some((arg) => arg === "--help" || arg === "-h")) {
    process.stdout.write(HELP);
    return name === undefined ? 2 : 0;
  }
  const command = commands[name];
  if (!command) throw new UsageError(`there is no command "${name}"; try convlens --help`);
  return command(args);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`convlens: ${error.message}\n`);
    process.exitCode = 2;
  },
);
