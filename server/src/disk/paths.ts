/** Paths of a project's files: absolute, with slashes, on any system. */

/** The folder of a file; of the topmost folder, itself. */
export const folderOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf("/")));

/** Whether a path, as a person or a program writes it, does not depend on a folder. */
export const isAbsolute = (path: string): boolean => /^([\\/]|[a-z]:[\\/])/i.test(path);

/** `folder` and `path` as one, with `.` and `..` worked out. */
export function join(folder: string, path: string): string {
  const names: string[] = [];
  for (const name of `${folder}/${path}`.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `/${names.join("/")}`.replace(/^\/([a-z]:\/)/i, "$1");
}
