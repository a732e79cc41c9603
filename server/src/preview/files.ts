/** Files as a run reads them: where a worker has no file system, another implementation takes this one's place. */
export interface Files {
  /** Changes when the file does; undefined where there is none. */
  stamp(path: string): string | undefined;
  read(path: string): Uint8Array;
}
