/** Values as they are drawn: the first of a batch, channels first. */
export interface Drawn {
  /** maps are [C, H, W], slices [C, D, H, W], lines [C, L], a strip [F] or [rows, F]. */
  readonly kind: "maps" | "slices" | "lines" | "strip";
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
