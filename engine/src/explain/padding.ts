/** Where a padded place takes its value from, in PyTorch's padding modes. */
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

/** The index inside an axis of `size` cells that place `i` shows; −1 for a zero. */
export function padIndex(mode: PaddingMode, i: number, size: number): number {
  if (i >= 0 && i < size) return i;
  switch (mode) {
    case "zeros":
      return -1;
    case "replicate":
      return i < 0 ? 0 : size - 1;
    case "circular":
      return ((i % size) + size) % size;
    case "reflect":
      return i < 0 ? -i : 2 * (size - 1) - i;
  }
}
