/** A stretch of one file: UTF-16 offsets, end exclusive. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}
