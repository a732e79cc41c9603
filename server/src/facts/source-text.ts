/** An immutable text with its lines: offsets to positions and back, in UTF-16 as editors count, or as a client wants it. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** What the characters of a position are: `positionEncodings` of the language server protocol. */
export type Encoding = "utf-16" | "utf-8" | "utf-32";
export const isEncoding = (name: string): name is Encoding => ["utf-16", "utf-8", "utf-32"].includes(name);

export class SourceText {
  readonly text: string;
  private readonly encoding: Encoding;
  private starts: readonly number[] | undefined;

  constructor(text: string, encoding: Encoding = "utf-16") {
    this.text = text;
    this.encoding = encoding;
  }

  private get lines(): readonly number[] {
    if (this.starts) return this.starts;
    const starts = [0];
    for (let i = 0; i < this.text.length; i++) {
      const code = this.text.charCodeAt(i);
      if (code === 13 && this.text.charCodeAt(i + 1) === 10) i++;
      if (code === 10 || code === 13) starts.push(i + 1);
    }
    this.starts = starts;
    return starts;
  }

  get lineCount(): number {
    return this.lines.length;
  }

  positionAt(offset: number): Position {
    const { lines } = this;
    let [low, high] = [0, lines.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lines[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    const units = Math.max(0, Math.min(offset, this.text.length) - lines[low]!);
    return { line: low, character: this.encoding === "utf-16" ? units : this.counted(lines[low]!, units) };
  }

  offsetAt({ line, character }: Position): number {
    const start = this.lines[line];
    if (start === undefined) return this.text.length;
    const end = this.lines[line + 1] ?? this.text.length;
    if (this.encoding === "utf-16") return Math.min(start + character, end);
    let [at, left] = [start, character];
    while (at < end && left > 0) {
      const code = this.text.codePointAt(at)!;
      left -= this.width(code);
      at += code > 0xffff ? 2 : 1;
    }
    return at;
  }

  /** So many units of UTF-16 from an offset on, as the client counts. */
  private counted(from: number, units: number): number {
    let count = 0;
    for (const letter of this.text.slice(from, from + units)) count += this.width(letter.codePointAt(0)!);
    return count;
  }

  private width(code: number): number {
    if (this.encoding === "utf-32") return 1;
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }

  lineText(line: number): string {
    const start = this.lines[line] ?? this.text.length;
    return this.text.slice(start, this.lines[line + 1] ?? this.text.length).replace(/[\r\n]+$/, "");
  }
}
