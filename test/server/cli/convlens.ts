/** The built command line in a folder of its own, as a person and a CI job run it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

export const cli = new URL("../../../dist/cli.js", import.meta.url).pathname;

/** A model whose second layer takes so many channels of the 16 that arrive. */
export const model = (width: number): string => `import { F, nn, type Tensor } from "@convlens/engine";

export class Net extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3);
  conv2 = new nn.Conv2d(${width}, 64, 3);

  /** @shape x [N, 3, 32, 32] */
  forward(x: Tensor): Tensor {
    return this.conv2.forward(F.relu(this.conv1.forward(x)));
  }
}
`;

/** `[16, 1]` against `[16]`: accepted by the framework with a warning, and meant by nobody. */
export const silent = `import { nn, zeros } from "@convlens/engine";

export const loss = new nn.MSELoss().forward(zeros([16, 1]), zeros([16]));
`;

export interface Folder {
  readonly path: string;
  read(name: string): string;
  write(name: string, text: string): void;
  run(...args: string[]): Ran;
  /** The same with a standard input and other variables. */
  runWith(options: { input?: string; env?: Record<string, string>; cwd?: string }, ...args: string[]): Ran;
  git(...args: string[]): string;
}
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with these files; it is gone when the tests of the file are done. */
export function folderWith(files: Readonly<Record<string, string>>): Folder {
  const path = mkdtempSync(join(tmpdir(), "convlens-"));
  afterAll(() => rmSync(path, { recursive: true }));
  const spawn = (command: string, args: string[], { input = "", env = {}, cwd = path } = {}): Ran => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd,
      encoding: "utf8",
      input,
      env: { ...process.env, ...env },
      maxBuffer: 2 ** 28,
    });
    return { status, stdout, stderr };
  };
  const folder: Folder = {
    path,
    read: (name) => readFileSync(join(path, name), "utf8"),
    write(name, text) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    },
    run: (...args) => spawn(process.execPath, [cli, ...args]),
    runWith: (options, ...args) => spawn(process.execPath, [cli, ...args], options),
    git(...args) {
      const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
      const { status, stdout, stderr } = spawn("git", [...identity, ...args]);
      if (status !== 0) throw new Error(stderr);
      return stdout;
    },
  };
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  return folder;
}
