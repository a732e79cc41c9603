/** How many pieces of a file speak of a name, counted again only where the text has changed. */
import type { Facts, Piece } from "../syntax/pieces.ts";

export class Mentions {
  private known: readonly Facts[] = [];
  private readonly counts = new Map<string, number>();

  update(pieces: readonly Piece[]): void {
    const now = pieces.map(({ facts }) => facts);
    const before = this.known;
    this.known = now;
    const shorter = Math.min(before.length, now.length);
    let head = 0;
    while (head < shorter && before[head] === now[head]) head++;
    let tail = 0;
    while (tail < shorter - head && before.at(-1 - tail) === now.at(-1 - tail)) tail++;
    for (const facts of before.slice(head, before.length - tail)) this.count(facts, -1);
    for (const facts of now.slice(head, now.length - tail)) this.count(facts, 1);
  }

  /** Whether others than these pieces of the file speak of a name. */
  outside(group: readonly Piece[], name: string): boolean {
    const inside = group.filter(({ mentions }) => mentions.has(name)).length;
    return (this.counts.get(name) ?? 0) > inside;
  }

  private count({ mentions }: Facts, by: number): void {
    for (const name of mentions) {
      const count = (this.counts.get(name) ?? 0) + by;
      if (count > 0) this.counts.set(name, count);
      else this.counts.delete(name);
    }
  }
}
