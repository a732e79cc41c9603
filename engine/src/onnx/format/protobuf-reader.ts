/**
 * Protocol buffers, field by field, without a schema: each field is offered to a visitor and skipped if it does not
 * read it. https://protobuf.dev/programming-guides/encoding
 *
 *   reader.message(source.size, (field, value) => { if (field === 7) … });
 */
import { FormatError } from "../../io/format-error.ts";
import { type ByteSource, Window } from "./byte-source.ts";

/** What a file may cost at most; a FormatError says which limit was met. */
export interface Budget {
  /** Bytes read; what is skipped does not count. */
  readonly bytes: number;
  /** Characters of all names and words together; a short one counts 16. */
  readonly text: number;
  /** Messages that are kept: nodes, values, tensors, attributes. */
  readonly messages: number;
  /** Graphs within graphs, types within types. */
  readonly depth: number;
}
export const BUDGET: Budget = { bytes: 1 << 26, text: 1 << 24, messages: 300_000, depth: 16 };

const LONGEST_TEXT = 1 << 16;

export type Visitor = (field: number, value: number, wire: Wire) => void;
/** How a field is written. A visitor's `value` is the number of a varint, and the end of what is delimited. */
export type Wire = typeof VARINT | typeof FIXED64 | typeof DELIMITED | typeof FIXED32;
export const VARINT = 0;
export const FIXED64 = 1;
export const DELIMITED = 2;
export const FIXED32 = 5;

export class ProtobufReader {
  position = 0;
  private readonly window: Window;
  private readonly budget: Budget;
  private textLeft: number;
  private messagesLeft: number;
  private depth = 0;
  private readonly decoder = new TextDecoder();

  constructor(source: ByteSource, budget: Budget = BUDGET) {
    this.window = new Window(source);
    this.budget = budget;
    this.textLeft = budget.text;
    this.messagesLeft = budget.messages;
  }

  get bytesRead(): number {
    return this.window.bytesRead;
  }

  refuse(what: string): FormatError {
    return new FormatError(".onnx", what);
  }

  /** Visits the fields up to `end`. Whatever the visitor reads, the next field follows. */
  message(end: number, visit: Visitor): void {
    this.depth += 1;
    if (this.depth > 3 * this.budget.depth) throw this.refuse("it is nested too deeply");
    while (this.position < end) {
      const tag = this.varint();
      const field = Math.floor(tag / 8);
      const wire = tag & 7;
      if (field < 1) throw this.refuse(`there is no field ${field}, at byte ${this.position}`);
      if (wire === VARINT) visit(field, this.varint(), wire);
      else if (wire === DELIMITED || wire === FIXED64 || wire === FIXED32) {
        const length = wire === DELIMITED ? this.varint() : wire === FIXED64 ? 8 : 4;
        const next = this.position + length;
        if (length < 0 || next > end) throw this.cut(next, end);
        visit(field, next, wire);
        this.position = next;
      } else throw this.refuse(`it is no protocol buffer: byte ${this.position} has wire type ${wire}`);
    }
    if (this.position !== end) throw this.cut(this.position, end);
    this.depth -= 1;
  }

  private cut(wanted: number, end: number): FormatError {
    return this.refuse(
      `something in it goes on to byte ${wanted.toLocaleString("en-US")}, and ends at ${end.toLocaleString("en-US")}`,
    );
  }

  /** Counts a message that will be kept. */
  keep(): void {
    this.messagesLeft -= 1;
    if (this.messagesLeft < 0)
      throw this.refuse(`it has more than ${this.budget.messages.toLocaleString("en-US")} parts`);
  }

  private byte(): number {
    const byte = this.window.at(this.position);
    if (byte === undefined) throw this.refuse(`it ends at byte ${this.position}, within a number`);
    if (this.window.bytesRead > this.budget.bytes)
      throw this.refuse(`more than ${this.budget.bytes >> 20} MB of it would have to be read`);
    this.position += 1;
    return byte;
  }

  /** A whole number of 64 bits with its sign; beyond 2⁵³ as near as a number can be. */
  varint(): number {
    let low = 0;
    let scale = 1;
    for (let i = 0; i < 7; i++) {
      const byte = this.byte();
      low += (byte & 127) * scale;
      if (byte < 128) return low;
      scale *= 128;
    }
    let value = BigInt(low);
    for (let i = 7n; i < 10n; i++) {
      const byte = this.byte();
      value += BigInt(byte & 127) << (7n * i);
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
    throw this.refuse(`a number at byte ${this.position} is longer than ten bytes`);
  }

  /** Text up to `end`. */
  text(end: number): string {
    const length = end - this.position;
    if (length > LONGEST_TEXT) throw this.refuse(`it has a name of ${length.toLocaleString("en-US")} bytes`);
    this.textLeft -= Math.max(length, 16);
    if (this.textLeft < 0) throw this.refuse(`its names are longer than ${this.budget.text >> 20} MB`);
    const text = this.decoder.decode(this.bytes(length));
    this.position = end;
    return text;
  }

  /** `length` bytes from here; they are good until something else is read. */
  bytes(length: number): Uint8Array {
    const bytes = this.window.slice(this.position, length);
    if (bytes.length < length) throw this.refuse(`it ends at byte ${this.position + bytes.length}`);
    this.position += length;
    return bytes;
  }

  float32(): number {
    return view(this.bytes(4)).getFloat32(0, true);
  }
  float64(): number {
    return view(this.bytes(8)).getFloat64(0, true);
  }
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
