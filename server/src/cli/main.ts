/** `convlens`: the checker in a terminal and in CI. One file a command. */
import { isMainThread, parentPort } from "node:worker_threads";
import { Command, CommanderError } from "commander";
import { VERSION } from "../config/version.ts";
import { workAsThread } from "./checking/threads.ts";
import { benchCommand } from "./commands/bench.ts";
import { checkCommand } from "./commands/check.ts";
import { diffCommand } from "./commands/diff.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { explainCommand } from "./commands/explain.ts";
import { exportCommand } from "./commands/export.ts";
import { lspCommand } from "./commands/lsp.ts";
import { mcpCommand } from "./commands/mcp.ts";
import { runCommand } from "./commands/run.ts";
import { summaryCommand } from "./commands/summary.ts";
import { speakHelp, speakMore } from "./terminal/help.ts";
import { LOCALE, localeIn, speak } from "./terminal/locale.ts";
import { endWithReader, warn } from "./terminal/output.ts";
import { UsageError } from "./terminal/usage-error.ts";

const commands = [
  checkCommand,
  summaryCommand,
  diffCommand,
  runCommand,
  benchCommand,
  exportCommand,
  explainCommand,
  doctorCommand,
  lspCommand,
  mcpCommand,
];

/** What they say is read by programs, or by those who get a bug report. */
const FOR_OTHERS = new Set(["lsp", "mcp", "doctor"]);

const EXIT_CODES =
  "Exit codes: 0 nothing found, 1 something was, 2 wrong usage, unreadable files or a mistake of ours.";

function program(): Command {
  const made = new Command("convlens")
    .description(
      "Shapes and shape errors of neural networks written in TypeScript. Your code is read, never run.",
    )
    .version(VERSION, "-v, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .option("--color", "colours although the output is no terminal")
    .option("--no-color", "no colours (the variable NO_COLOR says the same)")
    .option(...LOCALE)
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", () => `\n${speakMore(EXIT_CODES)}`);
  made.exitOverride().configureOutput({ outputError: () => {} }); // said once, below
  made.hook("preAction", (_, asked) => {
    const { format = "text" } = asked.optsWithGlobals<{ format?: string }>();
    if (format !== "text" || FOR_OTHERS.has(asked.name())) speak("en");
  });
  for (const command of commands) made.addCommand(command().copyInheritedSettings(made));
  speakHelp(made);
  return made;
}

async function main(given: readonly string[]): Promise<void> {
  endWithReader();
  speak(localeIn(given));
  const made = program();
  try {
    if (given.length === 0) {
      made.outputHelp();
      process.exitCode = 2;
    } else
      await made.parseAsync(
        given.map((word, i) => (i === 0 && word === "-V" ? "-v" : word)),
        { from: "user" },
      );
  } catch (error) {
    speak(localeIn(given));
    process.exitCode = exitCodeAfter(error, given[0]);
  }
}

/** `command` is the word behind `convlens`. */
function exitCodeAfter(error: unknown, command: string | undefined): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0; // help and version were asked for
    const said = error.message.replace(/^error: /, "");
    const known = commands.some((one) => one().name() === command);
    if (said !== "(outputHelp)") warn(`${said}\nTry convlens ${known ? `${command} ` : ""}--help.`);
    return 2;
  }
  if (error instanceof UsageError) warn(error.message);
  else
    warn(
      `a mistake in ConvLens: ${error instanceof Error ? error.stack : String(error)}\nPlease report it at https://github.com/convlens/convlens/issues with what \`convlens doctor\` prints.`,
    );
  return 2;
}

if (isMainThread) void main(process.argv.slice(2));
else workAsThread(parentPort!);
