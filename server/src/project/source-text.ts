/** An immutable text with its lines: offsets to positions and back, in UTF-16 as editors count. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export class SourceText {
  readonly text: string;
  private starts: readonly number[] | undefined;

  constructor(text: string) {
    this.text = text;
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

  positionAt(offset: number): Position {
    const { lines } = this;
    let [low, high] = [0, lines.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lines[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: Math.max(0, Math.min(offset, this.text.length) - lines[low]!) };
  }

  offsetAt({ line, character }: Position): number {
    const start = this.lines[line];
    if (start === undefined) return this.text.length;
    return Math.min(start + character, this.lines[line + 1] ?? this.text.length);
  }

  lineText(line: number): string {
    const start = this.lines[line] ?? this.text.length;
    return this.text.slice(start, this.lines[line + 1] ?? this.text.length).replace(/[\r\n]+$/, "");
  }
}
