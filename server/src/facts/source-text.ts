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
    this.starts ??= [0, ...startsIn(this.text, 0, this.text.length)];
    return this.starts;
  }

  /** With another text between two offsets; lines are counted again only where it stands. */
  edited(start: number, end: number, newText: string): SourceText {
    const text = this.text.slice(0, start) + newText + this.text.slice(end);
    const result = new SourceText(text, this.encoding);
    if (!this.starts) return result;
    const by = text.length - this.text.length;
    // a line break of two characters may come together, or apart, at both ends
    const first = Math.max(0, this.lineOf(start) - 1);
    const behind = this.lineOf(end) + 2;
    const until = this.starts[behind];
    result.starts = [
      ...this.starts.slice(0, first + 1),
      ...startsIn(text, this.starts[first]!, until === undefined ? text.length : until + by),
      ...this.starts.slice(behind + 1).map((at) => at + by),
    ];
    return result;
  }

  get lineCount(): number {
    return this.lines.length;
  }

  positionAt(offset: number): Position {
    const line = this.lineOf(offset);
    const start = this.lines[line]!;
    const units = Math.max(0, Math.min(offset, this.text.length) - start);
    return { line, character: this.encoding === "utf-16" ? units : this.counted(start, units) };
  }

  private lineOf(offset: number): number {
    const { lines } = this;
    let [low, high] = [0, lines.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lines[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
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

/** Where lines start that end between two offsets. */
function startsIn(text: string, from: number, to: number): number[] {
  const starts: number[] = [];
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  return starts;
}
