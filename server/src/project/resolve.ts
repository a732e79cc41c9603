/** Which file an import means: TypeScript's own resolution, with the paths of the nearest tsconfig. */
import * as ts from "typescript6";
import type { FileHost } from "../disk/file-host.ts";
import { folderOf } from "../disk/paths.ts";
import { SOURCE_EXTENSIONS } from "../syntax/parse.ts";

export { SOURCE_EXTENSIONS };

export interface Resolver {
  /** The source file behind a specifier; undefined for packages, types and what is not there. */
  resolve(specifier: string, from: string): string | undefined;
  /** Files appeared, vanished or a tsconfig changed. */
  reset(): void;
}

export function createResolver(host: FileHost): Resolver {
  const configs = new Map<string, ts.CompilerOptions>();
  let answers = new Map<string, string | undefined>();
  const resolutionHost: ts.ModuleResolutionHost = {
    fileExists: (file) => host.exists(file),
    readFile: (file) => host.read(file),
    directoryExists: (path) => host.isFolder(path),
    ...(host.realPath && { realpath: host.realPath }),
  };

  return {
    resolve(specifier, from) {
      const key = `${folderOf(from)}\0${specifier}`;
      if (!answers.has(key)) answers.set(key, find(specifier, from));
      return answers.get(key);
    },
    reset() {
      configs.clear();
      answers = new Map();
    },
  };

  function find(specifier: string, from: string): string | undefined {
    const { resolvedModule } = ts.resolveModuleName(
      specifier,
      from,
      optionsFor(folderOf(from)),
      resolutionHost,
    );
    const file = resolvedModule?.resolvedFileName;
    if (!file || /\.d\.[cm]?ts$/.test(file) || file.includes("/node_modules/")) return undefined;
    return SOURCE_EXTENSIONS.some((extension) => file.endsWith(`.${extension}`)) ? file : undefined;
  }

  /** Options of the nearest tsconfig.json or jsconfig.json above. */
  function optionsFor(folder: string): ts.CompilerOptions {
    const known = configs.get(folder);
    if (known) return known;
    const base: ts.CompilerOptions = {
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      module: ts.ModuleKind.ESNext,
      allowJs: true,
      allowImportingTsExtensions: true,
    };
    const parent = folderOf(folder);
    const config = ["tsconfig.json", "jsconfig.json"]
      .map((name) => `${folder}/${name}`)
      .find((file) => host.exists(file));
    const options = config
      ? { ...base, ...pathsOf(config, folder) }
      : parent === folder
        ? base
        : optionsFor(parent);
    configs.set(folder, options);
    return options;
  }

  /** What a config, with those that it extends, says of where modules are. */
  function pathsOf(config: string, folder: string): ts.CompilerOptions {
    const { config: json } = ts.parseConfigFileTextToJson(config, host.read(config) ?? "");
    const { options } = ts.parseJsonConfigFileContent(
      { ...json, files: [] },
      {
        useCaseSensitiveFileNames: true,
        readDirectory: () => [],
        fileExists: (file) => host.exists(file),
        readFile: (file) => host.read(file),
      },
      folder,
      undefined,
      config,
    );
    const { paths, pathsBasePath, baseUrl, rootDirs, customConditions } = options;
    const given = Object.entries({ paths, pathsBasePath, baseUrl, rootDirs, customConditions });
    return Object.fromEntries(given.filter(([, value]) => value !== undefined));
  }
}
