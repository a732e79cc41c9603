/**
 * What `.gitignore` and `.convlensignore` files say to leave out, in any folder between a file and the repository's root.
 *
 *   new Ignored().has("/project/build/net.js", false)
 */
import { existsSync, readFileSync } from "node:fs";
import ignore, { type Ignore } from "ignore";

export class Ignored {
  private readonly byFolder = new Map<string, Level[]>();

  /** Whether a file or folder is left out; what a folder further in says counts more. Folders above are not asked about. */
  has(path: string, isFolder: boolean): boolean {
    const parent = parentOf(path);
    for (const { folder, rules } of this.levels(parent)) {
      const relative = path.slice(folder === "/" ? 1 : folder.length + 1);
      const at = relative.lastIndexOf("/");
      // whoever asks came through the folder around it: something further in took it back
      if (at > 0 && rules.ignores(relative.slice(0, at + 1))) continue;
      const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
      if (ignored || unignored) return ignored;
    }
    return false;
  }

  /** The same for a file that nobody came to through its folders. */
  hasWithin(path: string): boolean {
    const folders: string[] = [];
    const [top] = this.levels(parentOf(path)).slice(-1);
    if (!top) return false;
    for (let at = parentOf(path); at.length > top.folder.length; at = parentOf(at)) folders.unshift(at);
    return folders.some((folder) => this.has(folder, true)) || this.has(path, false);
  }

  /** Folders with rules, from the innermost out to the repository's root. */
  private levels(folder: string): readonly Level[] {
    const known = this.byFolder.get(folder);
    if (known) return known;
    const own = rulesIn(folder);
    const parent = parentOf(folder);
    const isRoot = parent === folder || existsSync(`${folder}/.git`);
    const levels = [...(own ? [{ folder, rules: own }] : []), ...(isRoot ? [] : this.levels(parent))];
    this.byFolder.set(folder, levels);
    return levels;
  }
}

interface Level {
  readonly folder: string;
  readonly rules: Ignore;
}

function rulesIn(folder: string): Ignore | undefined {
  const texts = [".gitignore", ".convlensignore"].flatMap((name) => {
    try {
      return [readFileSync(`${folder}/${name}`, "utf8")];
    } catch {
      return [];
    }
  });
  return texts.length > 0 ? ignore().add(texts.join("\n")) : undefined;
}

const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf("/")));
