/** Files as a run reads them: where a worker has no file system, another implementation takes this one's place. */
export interface Files {
  /** Changes when the file does; undefined where there is none. */
  stamp(path: string): string | undefined;
  /** In bytes; undefined where there is no file. */
  size(path: string): number | undefined;
  /** The path behind links; throws where nothing is there. */
  real(path: string): string;
  read(path: string): Uint8Array;
}
