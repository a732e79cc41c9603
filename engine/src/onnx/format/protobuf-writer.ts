/**
 * Protocol buffers, field by field: the counterpart of ProtobufReader.
 *
 *   new ProtobufWriter().int(1, 10).message(7, (graph) => graph.text(2, "net")).bytes()
 */
const encoder = new TextEncoder();

export class ProtobufWriter {
  private readonly parts: Uint8Array[] = [];
  private size = 0;

  private push(bytes: Uint8Array): this {
    this.parts.push(bytes);
    this.size += bytes.length;
    return this;
  }

  private tag(field: number, wire: number): this {
    return this.push(varint(BigInt(field * 8 + wire)));
  }

  /** A whole number, negative ones in 64 bits. */
  int(field: number, value: number | bigint): this {
    return this.tag(field, 0).push(varint(BigInt(value)));
  }

  float32(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.tag(field, 5).push(bytes);
  }

  /** The bytes are not copied before the end. */
  delimited(field: number, bytes: Uint8Array): this {
    return this.tag(field, 2)
      .push(varint(BigInt(bytes.length)))
      .push(bytes);
  }

  text(field: number, text: string): this {
    return this.delimited(field, encoder.encode(text));
  }

  /** A message within. */
  message(field: number, write: (inner: ProtobufWriter) => unknown): this {
    const inner = new ProtobufWriter();
    write(inner);
    this.tag(field, 2).push(varint(BigInt(inner.size)));
    for (const part of inner.parts) this.push(part);
    return this;
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

function varint(value: bigint): Uint8Array {
  let rest = BigInt.asUintN(64, value);
  const bytes: number[] = [];
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
