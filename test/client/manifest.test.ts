/** The manifest, its translations and the code name the same things. */
import { readdirSync, readFileSync } from "node:fs";
import { build } from "esbuild";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const manifest = JSON.parse(read("package.json"));
const translations = ["package.nls.json", "package.nls.zh-cn.json"];

test.each(translations)("%s has exactly the texts that the manifest uses", (file) => {
  const used = [...read("package.json").matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
  expect(Object.keys(JSON.parse(read(file))).sort()).toEqual([...new Set(used)].sort());
});

test("each command of the manifest has its file, and each file its entry", () => {
  const files = readdirSync(new URL("client/src/commands/", root)).filter(
    (name) => !["command.ts", "index.ts"].includes(name),
  );
  const ids = files.map((name) => /id: "(convlens\.\w+)"/.exec(read(`client/src/commands/${name}`))?.[1]);
  expect(ids.sort()).toEqual(
    manifest.contributes.commands.map(({ command }: { command: string }) => command).sort(),
  );
});

interface Media {
  readonly markdown?: string;
  readonly image?: Readonly<Record<"dark" | "light" | "hc" | "hcLight", string>>;
}

test("files that the manifest names are there", () => {
  const { grammars, walkthroughs } = manifest.contributes;
  const steps = walkthroughs.flatMap(({ steps }: { steps: { media: Media }[] }) => steps);
  const named = [
    ...grammars.map(({ path }: { path: string }) => path),
    ...steps.flatMap(({ media }: { media: Media }) =>
      typeof media.image === "object" ? Object.values(media.image) : (media.markdown ?? []),
    ),
  ];
  for (const path of named) expect(read(path), path).not.toBe("");
});

test("menus and keys call commands that are there, and each command but the general ones stands in the editor's menu", () => {
  const { commands, menus, keybindings } = manifest.contributes;
  const ids: string[] = commands.map(({ command }: { command: string }) => command);
  const entries: { command?: string }[] = [...Object.values(menus).flat(), ...keybindings] as object[];
  for (const { command } of entries) if (command !== undefined) expect(ids).toContain(command);
  const general = ["checkWorkspace", "explainFinding", "openSampleModel", "restartServer", "showLog"].map(
    (name) => `convlens.${name}`,
  );
  const inMenu = menus["convlens.editor"].map(({ command }: { command: string }) => command);
  expect([...inMenu, ...general].sort()).toEqual(ids.sort());
});

test("all but the entry point can be bundled for a browser", async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL("client/src/extension.ts", root).pathname],
    bundle: true,
    write: false,
    platform: "browser",
    format: "cjs",
    external: ["vscode"],
    alias: { "vscode-languageclient": "vscode-languageclient/browser" },
    logLevel: "silent",
  });
  expect(outputFiles[0]!.text).not.toMatch(/require\("(?!vscode")/);
});

test.each(["README.md", "client/README.md"])("%s lists all settings", (file) => {
  const settings = [manifest.contributes.configuration]
    .flat()
    .flatMap(({ properties }) => Object.keys(properties));
  expect(settings.length).toBeGreaterThan(8);
  const page = read(file);
  expect(settings.filter((name) => !page.includes(`\`${name.replace("convlens.", "")}\``))).toEqual([]);
});
