// The licences of everything that is bundled, from esbuild's own account of what it took.
//
//   notices([metafile, …])   // the text of ThirdPartyNotices.txt
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

/** Licences that ask for nothing but that their text comes along. Any other is looked at by a person first. */
const ALLOWED = ["MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "BlueOak-1.0.0"];

export function notices(metafiles) {
  const parts = bundledPackages(metafiles).map(({ name, version, license, texts }) =>
    [`${name} ${version} (${license})`, ...texts].join("\n\n"),
  );
  const head = "ConvLens contains the following works of others, each under its own licence.";
  return `${[head, ...parts].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/**
 * Name, version, licence and its texts of each package whose code is in the bundles, by name. Throws for a licence that is
 * not allowed and for a package without its text.
 */
function bundledPackages(metafiles) {
  const folders = new Set(
    metafiles.flatMap(({ outputs }) =>
      Object.values(outputs).flatMap(({ inputs }) =>
        Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => {
          const folder =
            bytesInOutput > 0 && /^(?:[\w-]+:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
          return folder ? [folder[1]] : [];
        }),
      ),
    ),
  );
  return [...folders]
    .map((folder) => packageIn(folder.startsWith("/") ? folder : join(root, folder)))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
}

function packageIn(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice|thirdpartynotice)/i.test(file))
    .sort();
  if (!ALLOWED.includes(license))
    throw new Error(
      `${name} ${version} is bundled under "${license}"; allowed are ${ALLOWED.join(", ")} (scripts/notices.mjs)`,
    );
  if (files.length === 0)
    throw new Error(`${name} ${version} has no licence text in ${folder}, and may not be bundled without`);
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim());
  return { name, version, license, texts };
}
