/**
 * Where files lie, as programs write it: paths and URLs joined of the folder of a source or the working directory, and what
 * reading a file gives.
 *
 *   path.join(__dirname, "..", "models", "x.onnx")      // from the source's folder: "../models/x.onnx"
 *   new URL("./x.onnx", import.meta.url)                // the same for "./x.onnx"
 *   await readFile("x.onnx"), (await fetch("/x.onnx")).arrayBuffer()
 */

import type { BuiltinValue, CallSite, LocationValue, Value } from "../../facts/values.ts";
import { asString, constant, UNKNOWN } from "../../facts/vocabulary.ts";

type As = LocationValue["as"];

/** `__dirname` and `import.meta.dirname`: the folder of a source; with a path, what lies there. */
const inFolderOf = (file: string, path = ".", as: As = "text"): LocationValue => ({
  kind: "location",
  as,
  from: "source",
  file,
  path,
});

/** What a string or a location says of a place; undefined for anything else. */
export function locationOf(value: Value | undefined, file: string): LocationValue | undefined {
  if (value?.kind === "location") return value;
  const path = asString(value);
  return path === undefined ? undefined : { kind: "location", as: "text", from: "unsaid", file, path };
}

const become = (value: Value | undefined, as: As, { span }: CallSite): Value => {
  const location = locationOf(value, span.file);
  return location ? { ...location, as } : UNKNOWN;
};

// ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Pieces of a template or of a sum of texts: known behind the last piece that is not. */
export function joinTexts(pieces: readonly Value[], file: string): Value {
  let joined: LocationValue | undefined;
  for (const piece of pieces) {
    if (piece.kind === "location" && piece.as !== "bytes" && (!joined || joined.path === ""))
      joined = { ...piece, as: "text" };
    else if (piece.kind === "const") {
      const text = String(piece.value);
      joined = joined
        ? { ...joined, path: joined.path === "." && text.startsWith("/") ? `.${text}` : joined.path + text }
        : { kind: "location", as: "text", from: "unsaid", file, path: text };
    } else joined = { kind: "location", as: "text", from: "anywhere", file, path: "" };
  }
  if (!joined || joined.path === "") return UNKNOWN;
  if (joined.from === "unsaid") return constant(joined.path);
  return joined;
}

/** `path.join(…)`, `path.resolve(…)`: `base` is what a relative path starts from. */
function joinPaths(parts: readonly Value[], file: string, base: LocationValue["from"]): Value {
  let joined: LocationValue | undefined;
  for (const part of parts) {
    const location = locationOf(part, file);
    if (!location) joined = { kind: "location", as: "text", from: "anywhere", file, path: "" };
    else if (location.from !== "unsaid" || !joined) joined = location;
    else joined = { ...joined, path: `${joined.path}/${location.path}` };
  }
  if (!joined) return UNKNOWN;
  return {
    ...joined,
    ...(joined.from === "unsaid" && !joined.path.startsWith("/") && { from: base }),
    path: normalized(joined.path),
  };
}

/** Without `.` and, where a folder stands before it, without `..`. */
function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "." || (part === "" && parts.length > 0)) continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== ".." && parts.at(-1) !== "") parts.pop();
    else parts.push(part);
  }
  return parts.join("/") || ".";
}

const folderIn = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), 0)) || ".";

// ── members ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Members of paths, URLs, bytes and responses; undefined where nothing is known. */
export function locationMember(self: LocationValue, name: string): Value {
  const method = (as: As): BuiltinValue => ({ kind: "builtin", name, call: () => ({ ...self, as }) });
  switch (name) {
    case "href":
    case "pathname":
    case "url":
      return self.as === "url" || self.as === "response" ? { ...self, as: "text" } : UNKNOWN;
    case "toString":
      return self.as === "url" ? method("text") : UNKNOWN;
    case "arrayBuffer":
    case "blob":
    case "bytes":
      return self.as === "response" || self.as === "bytes" ? method("bytes") : UNKNOWN;
    case "buffer":
      return self.as === "bytes" ? self : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

// ── modules and globals ─────────────────────────────────────────────────────────────────────────────────────────

const namespace = (
  name: string,
  members: Readonly<Record<string, (site: CallSite) => Value>>,
): BuiltinValue => {
  const own: BuiltinValue = {
    kind: "builtin",
    name,
    get: (member) => {
      if (member === "default" || member === "posix" || member === "promises") return own;
      if (member === "sep") return constant("/");
      const call = Object.hasOwn(members, member) ? members[member] : undefined;
      return call && { kind: "builtin", name: member, call };
    },
  };
  return own;
};

const path = namespace("path", {
  join: ({ args, span }) => joinPaths(args, span.file, "unsaid"),
  resolve: ({ args, span }) => joinPaths(args, span.file, "cwd"),
  normalize: ({ args, span }) => joinPaths(args, span.file, "unsaid"),
  dirname: ({ args: [value], span }) => {
    const location = locationOf(value, span.file);
    return location ? { ...location, path: folderIn(location.path) } : UNKNOWN;
  },
});

const url = namespace("url", {
  fileURLToPath: (site) => become(site.args[0], "text", site),
  pathToFileURL: (site) => become(site.args[0], "url", site),
});

const fileSystem = namespace("fs", {
  readFile: (site) => become(site.args[0], "bytes", site),
  readFileSync: (site) => become(site.args[0], "bytes", site),
});

const MODULES: Readonly<Record<string, BuiltinValue>> = {
  path,
  "path/posix": path,
  "path-browserify": path,
  url,
  fs: fileSystem,
  "fs/promises": fileSystem,
  "fs-extra": fileSystem,
};

/** A module of Node.js that speaks of files. */
export const fileModule = (specifier: string): BuiltinValue | undefined => {
  const name = specifier.replace(/^node:/, "");
  return Object.hasOwn(MODULES, name) ? MODULES[name] : undefined;
};

/** What bundlers make of `import model from "./x.onnx?url"`: where the file is. */
export function importedFile(specifier: string, file: string): BuiltinValue | undefined {
  const [, path] = /^(\.{0,2}\/[^?]*|@\/[^?]*|~\/[^?]*)(\?url|\?raw|\?arraybuffer)?$/.exec(specifier) ?? [];
  if (path === undefined || (!/\?url$/.test(specifier) && !MODEL_FILE.test(path))) return undefined;
  const location = path.startsWith(".") ? inFolderOf(file, path) : constant(path);
  return { kind: "builtin", name: specifier, get: (name) => (name === "default" ? location : undefined) };
}

const MODEL_FILE = /\.(onnx|ort|tflite|safetensors)$/;

/** `URL`, `fetch`, `process`, `__dirname`, `__filename` of one source. */
export function locationGlobals(file: string): Record<string, Value> {
  const cwd: LocationValue = { kind: "location", as: "text", from: "cwd", file, path: "." };
  return {
    __dirname: inFolderOf(file),
    "import.meta": importMeta(file),
    __filename: inFolderOf(file, file.slice(file.lastIndexOf("/") + 1)),
    URL: { kind: "builtin", name: "URL", construct: newUrl },
    fetch: { kind: "builtin", name: "fetch", call: fetched },
    process: {
      kind: "builtin",
      name: "process",
      get: (name) =>
        name === "cwd"
          ? { kind: "builtin", name, call: () => cwd }
          : name === "env"
            ? environment("PUBLIC_URL", file)
            : undefined,
    },
  };
}

/** Only of model files: what other answers hold is not followed, nor when they come. */
function fetched(site: CallSite): Value {
  const location = locationOf(site.args[0], site.span.file);
  return location && MODEL_FILE.test(location.path) ? { ...location, as: "response" } : UNKNOWN;
}

/** `new URL("./x.onnx", import.meta.url)`; of another page's address only the end is known. */
function newUrl({ args: [target, base], span }: CallSite): Value {
  const location = locationOf(target, span.file);
  if (!location) return UNKNOWN;
  if (base?.kind !== "location" || location.from !== "unsaid" || location.path.startsWith("/"))
    return { ...location, as: "url" };
  return { ...base, as: "url", path: normalized(`${folderIn(base.path)}/${location.path}`) };
}

/** `import.meta`: `url`, `dirname`, `filename`. */
const importMeta = (file: string): BuiltinValue => {
  const own = file.slice(file.lastIndexOf("/") + 1);
  return {
    kind: "builtin",
    name: "import.meta",
    get: (name) =>
      name === "url" || name === "filename"
        ? inFolderOf(file, own, name === "url" ? "url" : "text")
        : name === "dirname"
          ? inFolderOf(file)
          : name === "env"
            ? environment("BASE_URL", file)
            : undefined,
  };
};

/** Variables of the environment: one of them is the root of the site, as its bundler names it. */
const environment = (root: string, file: string): BuiltinValue => ({
  kind: "builtin",
  name: "env",
  get: (name) => (name === root ? { kind: "location", as: "text", from: "site", file, path: "" } : undefined),
});
