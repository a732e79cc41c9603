/**
 * A dialect as data, for a package that gives layers of a known library under names of its own:
 *
 *   { "modules": ["@acme/layers"], "like": "@convlens/engine", "names": { "Conv": "nn.Conv2d", "*": "nn" } }
 *
 * `names` leads from what the package exports to what that is in the other library; `*` stands for all other names.
 */
import { answersFor, type Dialect } from "../facts/dialect.ts";
import { nearest } from "../facts/nearest.ts";
import type { Value } from "../facts/values.ts";

export interface DialectTable {
  readonly modules: readonly string[];
  /** The package whose layers they are. */
  readonly like: string;
  readonly names: Readonly<Record<string, string>>;
}

const KEYS = ["modules", "like", "names"];

/** A table that was read, checked. Throws an Error whose message says what is wrong. */
export function tableOf(given: unknown, known: readonly Dialect[]): DialectTable {
  if (!isObject(given)) throw new Error('a dialect is an object with "modules", "like" and "names"');
  for (const key of Object.keys(given))
    if (key !== "$schema" && !KEYS.includes(key))
      throw new Error(`there is no "${key}" in a dialect${meant(key, KEYS)}`);
  const { modules, like, names } = given;
  if (
    !Array.isArray(modules) ||
    modules.length === 0 ||
    !modules.every((name) => typeof name === "string" && name)
  )
    throw new Error('"modules" is a list of package names');
  if (typeof like !== "string" || !known.some((dialect) => answersFor(dialect, like)))
    throw new Error(`"like" is one of ${known.flatMap((dialect) => dialect.modules).join(", ")}`);
  if (!isObject(names) || !Object.values(names).every((path) => typeof path === "string"))
    throw new Error(`"names" maps exported names to names in ${like}, such as { "Conv": "nn.Conv2d" }`);
  const root = libraryOf(like, known).namespace(like);
  for (const [name, path] of Object.entries(names as Record<string, string>))
    if (memberAt(root, path) === undefined)
      throw new Error(`"${name}" is "${path}", which ${like} does not have`);
  return { modules, like, names: names as Record<string, string> };
}

/** What the other library's dialect is, under the table's names. */
export function dialectFrom({ modules, like, names }: DialectTable, known: readonly Dialect[]): Dialect {
  const library = libraryOf(like, known);
  const { globals: _, ...rest } = library;
  const root = library.namespace(like);
  const path = (name: string): string | undefined => {
    if (Object.hasOwn(names, name)) return names[name];
    return names["*"] === undefined ? undefined : [names["*"], name].filter(Boolean).join(".");
  };
  return {
    ...rest,
    modules,
    namespace: (specifier) => ({
      kind: "builtin",
      name: specifier,
      get(name) {
        const found = path(name);
        return found === undefined ? undefined : memberAt(root, found);
      },
    }),
  };
}

/** `nn.Conv2d`; the whole where the path is empty. */
function memberAt(root: Value, path: string): Value | undefined {
  let value: Value | undefined = root;
  for (const name of path === "" ? [] : path.split("."))
    value = value?.kind === "builtin" ? value.get?.(name) : undefined;
  return value;
}

const libraryOf = (like: string, known: readonly Dialect[]): Dialect =>
  known.find((dialect) => answersFor(dialect, like))!;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function meant(name: string, names: readonly string[]): string {
  const other = nearest(name, names);
  return other === undefined ? "" : `; did you mean "${other}"?`;
}
