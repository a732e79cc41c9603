// Builds the library: engine/dist, a file for each source, and beside each entry one .d.ts that needs nothing else.
//
//   const { metafile } = await buildEngine();
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { bundles, engineEntries } from "./bundles.mjs";
import { must, root, tool } from "./setup.mjs";

const TYPES = `${root}.cache/types/engine/`; // where engine/tsconfig.json puts the declarations of each source
const FRESH = `${root}.cache/engine-dist-${process.pid}`;

/** Made beside and put in place at once, so that nobody who imports it meanwhile finds half of it. */
export async function buildEngine() {
  const fresh = FRESH.slice(root.length);
  rmSync(FRESH, { recursive: true, force: true });
  mkdirSync(FRESH, { recursive: true });
  const built = await build({ ...bundles({ production: true, out: "dist" }).engine, outdir: fresh });
  await declarations(FRESH);
  const dist = `${root}engine/dist`;
  rmSync(dist, { recursive: true, force: true });
  renameSync(FRESH, dist);
  return built;
}

/**
 * The types of each entry in one file, with what they share in `types/`. Declarations file by file would show a user's
 * compiler the inside of the library, which needs types of Node and of browsers both.
 */
async function declarations(to) {
  must(process.execPath, [tool("typescript/bin/tsc"), "-b", "engine"]);
  const input = Object.fromEntries(
    Object.entries(engineEntries()).map(([name, source]) => [
      name,
      TYPES + source.replace(/^engine\/src\//, "").replace(/\.ts$/, ".d.ts"),
    ]),
  );
  const bundle = await rolldown({
    cwd: root,
    input,
    plugins: [dts({ dtsInput: true, tsconfig: false, emitDtsOnly: true })],
    onLog: () => {}, // it warns of its own helpers
  });
  await bundle.write({
    dir: to,
    entryFileNames: "[name].ts",
    chunkFileNames: "types/[name].ts",
    banner: '/// <reference lib="esnext.disposable" />', // `using`, for compilers whose target is older
  });
  await bundle.close();
  // a module of JavaScript that no declaration imports
  for (const name of readdirSync(`${to}/types`).filter((name) => !name.endsWith(".d.ts")))
    rmSync(`${to}/types/${name}`);
}
