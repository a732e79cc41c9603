/** A cache that holds a number of bytes: what was used longest ago goes first. The newest always stays. */
export class ByteCache<V> {
  private readonly entries = new Map<string, { readonly value: V; readonly bytes: number }>();
  private readonly most: number;
  private readonly dropped: (value: V) => void;
  private held = 0;

  /** `dropped` is told of what goes. */
  constructor(most: number, dropped: (value: V) => void = () => {}) {
    this.most = most;
    this.dropped = dropped;
  }

  get bytes(): number {
    return this.held;
  }

  clear(): void {
    for (const { value } of this.entries.values()) this.dropped(value);
    this.entries.clear();
    this.held = 0;
  }

  get(key: string): V | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V, bytes: number): void {
    this.held += bytes - (this.entries.get(key)?.bytes ?? 0);
    this.entries.delete(key);
    this.entries.set(key, { value, bytes });
    for (const [oldest, entry] of this.entries) {
      if (this.held <= this.most || oldest === key) return;
      this.entries.delete(oldest);
      this.held -= entry.bytes;
      this.dropped(entry.value);
    }
  }
}
