/**
 * Which file of the workspace a program means by a path, as far as its source tells. A pure question to a disk: URLs are
 * never followed, nothing outside of the workspace is looked at.
 *
 *   findFile(written("/models/yolo.onnx"), { file: "/site/src/app.ts", root: "/site", modelRoots: [] }, host)
 *   // { certain: "/site/public/models/yolo.onnx", candidates: ["/site/public/models/yolo.onnx"] }
 */
import type { FileHost } from "../disk/file-host.ts";
import { folderOf, join } from "../disk/paths.ts";
import { misspelled } from "./misspelled.ts";

/** A path as a program writes it. */
export interface WrittenPath {
  /**
   * What it is relative to: `written`, whatever the loader makes of a plain string (the page, the site's root, the working
   * directory); `source`, the file of the expression (`__dirname`, `import.meta.url`, an import with `?url`); `working
   * directory`, `process.cwd()`; `site`, the root of the site (`process.env.PUBLIC_URL`, `import.meta.env.BASE_URL`).
   */
  readonly base: "written" | "source" | "working directory" | "site";
  /** In order; undefined for a part that is known at run time only. `${name}/model.onnx` is [undefined, "/model.onnx"]. */
  readonly parts: readonly (string | undefined)[];
}

/** A plain string. */
export const written = (text: string): WrittenPath => ({ base: "written", parts: [text] });

export interface Where {
  /** The file that the expression is in. */
  readonly file: string;
  /** The folder of the workspace that holds it; without one, the nearest folder with a package.json. */
  readonly root?: string | undefined;
  /** Further folders to look in: `modelRoots` of the configuration, absolute. */
  readonly modelRoots?: readonly string[];
}

export interface FoundFile {
  /** The one file that is meant; undefined where there is none, several that differ, or the path is not wholly known. */
  readonly certain: string | undefined;
  /** All files that may be meant, the likeliest first: to be listed, not to be relied on. */
  readonly candidates: readonly string[];
  /**
   * Where the path is wholly known and no file is there: a file under nearly this name, or in a folder of nearly this name,
   * which a slip of the pen explains. A file may well be missing here for good reasons; with such a neighbour it is a mistake.
   */
  readonly near?: string;
}

const NOTHING: FoundFile = { certain: undefined, candidates: [] };
/** Where sites keep what is served from their root, in the folders above a source. */
const SITE_FOLDERS = [
  "public",
  "static",
  "",
  "src",
  "www",
  "app",
  "app/public",
  "client/public",
  "frontend/public",
  "website/public",
  "website/static",
];
const MOST_LISTED = 8;

export function findFile(path: WrittenPath, where: Where, host: FileHost): FoundFile {
  const root = where.root ?? nearestPackage(where.file, undefined, host) ?? folderOf(where.file);
  const known = wholly(path);
  const target = known === undefined ? undefined : toPath(known, path.base);
  if (known === undefined) return partlyKnown(path, where, root, host);
  if (target === undefined) return NOTHING;
  const places = foldersFor(path.base, target, where, root, host).map((folder) => join(folder, target));
  const inside = [...new Set(places)].filter((place) => within(place, root, where, host));
  const there = distinct(inside.filter(host.exists), host);
  if (there.length > 0) return { certain: there.length === 1 ? there[0] : undefined, candidates: there };
  const near = inside.flatMap((place) => neighbour(place, host)).at(0);
  return near === undefined ? NOTHING : { ...NOTHING, near };
}

const wholly = ({ parts }: WrittenPath): string | undefined =>
  parts.every((part) => part !== undefined) ? parts.join("") : undefined;

/** Only the end is known: files that it fits are listed, none is meant for certain. */
function partlyKnown({ parts }: WrittenPath, where: Where, root: string, host: FileHost): FoundFile {
  const tail = parts.at(-1);
  if (tail === undefined || !/\.\w+$/.test(tail) || /^\w+:\/\//.test(parts[0] ?? "")) return NOTHING;
  const target = toPath(tail, "written");
  if (target === undefined) return NOTHING;
  const folders = foldersFor("written", target, where, root, host);
  const places = [...new Set(folders.map((folder) => join(folder, target)))];
  const there = places.filter((place) => within(place, root, where, host) && host.exists(place));
  return { certain: undefined, candidates: there.slice(0, MOST_LISTED) };
}

/** The path without its scheme, query and fragment; undefined for what is no file of the workspace. */
function toPath(text: string, base: WrittenPath["base"]): string | undefined {
  const path = text
    .replace(/^file:\/\/(?=\.|[^/])/, "")
    .replace(/^file:\/\//, "")
    .replaceAll("\\", "/")
    .replace(/[?#].*$/, "");
  if (path === "" || path.endsWith("/") || /^(\w[\w+.-]+:|\/\/)/.test(path) || path.includes("\0"))
    return undefined;
  if (/^[a-z]:\//i.test(path)) return undefined; // a drive of somebody's machine
  try {
    return base === "written" && /%[0-9a-f]{2}/i.test(path) ? decodeURIComponent(path) : path;
  } catch {
    return path;
  }
}

/** Folders that the path may be relative to. */
function foldersFor(
  base: WrittenPath["base"],
  target: string,
  { file, modelRoots = [] }: Where,
  root: string,
  host: FileHost,
): string[] {
  if (base === "source" && !target.startsWith("/")) return [folderOf(file)];
  const above = foldersAbove(file, root, host);
  const project = above.at(-1)!;
  const homes = project === root ? [project] : [project, root];
  if (base === "working directory") return [...homes, ...modelRoots];
  const sites = target.startsWith("../") ? [""] : SITE_FOLDERS;
  const served = [...above, ...homes].flatMap((folder) => sites.map((site) => join(folder, site)));
  const plain = base === "written" && !target.startsWith("/") ? [...homes, ...above] : [];
  return [...plain, ...served, ...modelRoots];
}

/** From the file's folder up to the nearest with a package.json, or to the root. */
function foldersAbove(file: string, root: string, host: FileHost): string[] {
  const folders: string[] = [];
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    folders.push(folder);
    if (folder === root || !isBelow(folder, root) || host.exists(`${folder}/package.json`)) return folders;
  }
}

function nearestPackage(file: string, root: string | undefined, host: FileHost): string | undefined {
  for (let folder = folderOf(file); folder !== folderOf(folder); folder = folderOf(folder)) {
    if (host.exists(`${folder}/package.json`)) return folder;
    if (folder === root) return undefined;
  }
  return undefined;
}

/** Links that lead out of the workspace are not followed. */
function within(place: string, root: string, { modelRoots = [] }: Where, host: FileHost): boolean {
  const roots = [root, ...modelRoots];
  if (!roots.some((folder) => isBelow(place, folder))) return false;
  if (!host.realPath || !host.exists(place)) return true;
  try {
    const real = host.realPath(place).replaceAll("\\", "/");
    return roots.some((folder) => isBelow(real, host.realPath!(folder).replaceAll("\\", "/")));
  } catch {
    return false;
  }
}

/** Copies of one file are one. */
function distinct(places: readonly string[], host: FileHost): string[] {
  const found: string[] = [];
  for (const place of places) if (!found.some((other) => same(other, place, host))) found.push(place);
  return found.slice(0, MOST_LISTED);
}

const COMPARED = 1 << 16;

function same(a: string, b: string, host: FileHost): boolean {
  const size = host.stat?.(a)?.size;
  if (size === undefined || size !== host.stat?.(b)?.size) return false;
  const [start, other] = [a, b].map((file) => host.readBytes?.(file, 0, COMPARED));
  return start !== undefined && other !== undefined && start.every((byte, i) => byte === other[i]);
}

function neighbour(place: string, host: FileHost): string[] {
  const [folder, name] = split(place);
  if (host.isFolder(folder)) return alike(folder, name, host);
  // the folder's name may be the one that is misspelled
  const [above, own] = split(folder);
  return alike(above, own, host)
    .map((other) => `${other}/${name}`)
    .filter(host.exists);
}

const alike = (folder: string, name: string, host: FileHost): string[] =>
  (host.isFolder(folder) ? (host.list?.(folder) ?? []) : [])
    .filter((other) => misspelled(name, other))
    .map((other) => `${folder}/${other}`);

const split = (path: string): [folder: string, name: string] => {
  const folder = folderOf(path);
  return [folder, path.slice(folder.length + 1)];
};

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
