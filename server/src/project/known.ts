/** Parts that were interpreted already, each of which is given out once: two parts of a file may read the same. */
import type { Facts, Piece } from "../syntax/pieces.ts";

interface Part {
  readonly facts: readonly Facts[];
}

export class Known<P extends Part> {
  private readonly parts: readonly P[];
  private readonly taken = new Set<P>();
  private byText: Map<string, P[]> | undefined;

  /** Those that are taken first where there are more, first. */
  constructor(parts: readonly P[]) {
    this.parts = parts;
  }

  /** The part of these texts; `i`: where it stands most likely. */
  take({ pieces: group }: { readonly pieces: readonly Piece[] }, i: number): P | undefined {
    const is = (part: P | undefined): part is P =>
      part !== undefined && !this.taken.has(part) && reads(part, group);
    const likely = this.parts[i];
    const found = is(likely) ? likely : this.withText(group.at(-1)!.text).find(is);
    if (found) this.taken.add(found);
    return found;
  }

  private withText(text: string): readonly P[] {
    if (!this.byText) {
      this.byText = new Map();
      for (const part of this.parts) {
        const key = part.facts.at(-1)!.text;
        const same = this.byText.get(key);
        if (same) same.push(part);
        else this.byText.set(key, [part]);
      }
    }
    return this.byText.get(text) ?? [];
  }
}

const reads = ({ facts }: Part, group: readonly Piece[]): boolean =>
  facts.length === group.length &&
  facts.every((known, i) => known === group[i]!.facts || known.text === group[i]!.text);
