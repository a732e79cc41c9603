/**
 * Bytes that are read piece by piece: of a file on a disk, or of an array.
 *
 *   const source = bytesOf(new Uint8Array(…));
 *   source.read(8, 4)   // bytes 8 to 11
 */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** The bytes from `position`: `length` of them, or fewer at the end of the file. */
  read(position: number, length: number): Uint8Array;
}

export const bytesOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (position, length) => bytes.subarray(position, position + length),
});

const SMALLEST = 1 << 12;
const LARGEST = 1 << 16;

/**
 * A window that moves over a source. It grows while the reading goes straight on and shrinks after a leap, so that the
 * small messages between two large tensors cost little.
 */
export class Window {
  /** Bytes asked of the source so far. */
  bytesRead = 0;
  private readonly source: ByteSource;
  private bytes: Uint8Array = new Uint8Array(0);
  private start = 0;
  private length = SMALLEST;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** The byte at `position`; undefined behind the end. */
  at(position: number): number | undefined {
    const known = this.bytes[position - this.start];
    if (known !== undefined) return known;
    this.load(position);
    return this.bytes[0];
  }

  /** `length` bytes from `position`, fewer at the end. They are good until the next call. */
  slice(position: number, length: number): Uint8Array {
    const from = position - this.start;
    if (from >= 0 && from + length <= this.bytes.length) return this.bytes.subarray(from, from + length);
    if (length > LARGEST) {
      this.bytesRead += length;
      return this.source.read(position, length);
    }
    this.load(position, length);
    return this.bytes.subarray(0, length);
  }

  private load(position: number, least = 1): void {
    const goesOn = position === this.start + this.bytes.length;
    this.length = goesOn ? Math.min(2 * this.length, LARGEST) : SMALLEST;
    this.bytes = this.source.read(position, Math.max(this.length, least));
    this.start = position;
    this.bytesRead += this.bytes.length;
  }
}
