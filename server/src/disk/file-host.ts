/** What is asked of a file system; browsers bring their own. */
export interface FileHost {
  /** The text of a file; undefined where there is none. */
  read(file: string): string | undefined;
  exists(file: string): boolean;
  isFolder(path: string): boolean;
  realPath?(file: string): string;
  /** Names of the files and folders in a folder. */
  list?(folder: string): readonly string[];
  /** Size and last change of a file, without reading it; undefined where there is none. */
  stat?(file: string): FileStat | undefined;
  /** `length` bytes from `position`, fewer at the end, of a file of any size; undefined where it cannot be read. */
  readBytes?(file: string, position: number, length: number): Uint8Array | undefined;
}

export interface FileStat {
  /** In bytes. */
  readonly size: number;
  /** In milliseconds since 1970. */
  readonly modified: number;
  /** Its bytes are not to be had: it is far away and too large to be sent. */
  readonly unread?: true;
}
