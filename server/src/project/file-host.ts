/** What the project asks of a file system; browsers bring their own. */
export interface FileHost {
  /** The text of a file; undefined where there is none. */
  read(file: string): string | undefined;
  exists(file: string): boolean;
  isFolder(path: string): boolean;
  realPath?(file: string): string;
}
