/**
 * What a project says of how it is checked: `convlens.config.json`, or the field `convlens` of its `package.json`.
 *
 *   parseConfig('{ "severity": { "conv-in-channels": "warning" } }', "convlens.config.json").severity
 */
import * as ts from "typescript6";
import type { Severity } from "../facts/analysis.ts";
import { nearest } from "../facts/nearest.ts";
import { FORM, type InputSizes, mistakeIn } from "./inputs.ts";

export const SEVERITIES = ["error", "warning", "information", "hint", "off"] as const;
export type Level = Severity | "off";

export interface Config {
  /** By code of a finding. */
  readonly severity: Readonly<Record<string, Level>>;
  /** Files and folders that are not checked, as in a .gitignore beside the configuration. */
  readonly ignore: readonly string[];
  /** Files of dialects as data, relative to the configuration. */
  readonly dialects: readonly string[];
  /** Folders in which model files are looked for, relative to the configuration: what a server serves as its root. */
  readonly modelRoots: readonly string[];
  /** The input of models by `Name` or `path/of/file.ts#Name`. */
  readonly inputs: Readonly<Record<string, InputSizes>>;
}

export const NO_CONFIG: Config = { severity: {}, ignore: [], dialects: [], modelRoots: [], inputs: {} };

/** Says what is wrong with a configuration, and where. */
export class ConfigError extends Error {}

/** Reads the text of a configuration; comments and trailing commas are allowed. Throws a ConfigError. */
export function parseConfig(text: string, file: string): Config {
  const { config, error } = ts.parseConfigFileTextToJson(file, text);
  if (error) {
    const line = text.slice(0, error.start ?? 0).split("\n").length;
    throw new ConfigError(`${file}:${line}: ${ts.flattenDiagnosticMessageText(error.messageText, " ")}`);
  }
  return configOf(config, file);
}

/** A configuration that was read already: a field of package.json, or what an editor sends. Throws a ConfigError. */
export function configOf(value: unknown, file: string): Config {
  if (!isObject(value))
    throw new ConfigError(`${file}: a configuration is an object, such as { "severity": {} }`);
  const config: Record<string, unknown> = { ...NO_CONFIG };
  for (const [name, given] of Object.entries(value)) {
    if (name === "$schema") continue;
    const check = checks[name as keyof Config];
    if (!check)
      throw new ConfigError(`${file}: there is no setting "${name}"${meant(name, Object.keys(checks))}`);
    const wrong = check(given);
    if (wrong !== undefined) throw new ConfigError(`${file}: ${wrong}`);
    config[name] = given;
  }
  return config as unknown as Config;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What is wrong with the value of a setting, in a sentence; undefined where it is right. */
const checks: Readonly<Record<keyof Config, (value: unknown) => string | undefined>> = {
  severity(value) {
    if (!isObject(value)) return `"severity" maps codes to one of ${SEVERITIES.join(", ")}`;
    for (const [code, level] of Object.entries(value))
      if (!SEVERITIES.includes(level as Level))
        return `"severity" of "${code}" is one of ${SEVERITIES.join(", ")}, not ${JSON.stringify(level)}`;
    return undefined;
  },
  ignore: (value) => listOf("ignore", "patterns as in a .gitignore", value),
  dialects: (value) => listOf("dialects", "paths of dialect files", value),
  modelRoots: (value) => listOf("modelRoots", "folders", value),
  inputs(value) {
    if (!isObject(value)) return FORM;
    for (const [model, sizes] of Object.entries(value)) {
      const mistake = mistakeIn(sizes);
      if (mistake !== undefined) return `${FORM}; "${model}" ${mistake}`;
    }
    return undefined;
  },
};

const listOf = (name: string, what: string, value: unknown): string | undefined =>
  Array.isArray(value) && value.every((entry) => typeof entry === "string")
    ? undefined
    : `"${name}" is a list of ${what}`;

const meant = (name: string, names: readonly string[]): string => {
  const other = nearest(name, names);
  return other === undefined ? `; there are ${names.join(", ")}` : `; did you mean "${other}"?`;
};
