/**
 * The binary format's primitives: LEB128 integers, names, sections and one encoded instruction.
 *
 *     unsigned(300)   // [0xac, 0x02]
 */
import { INSTRUCTIONS, type Instruction, type InstructionName } from "./instructions.ts";

/** Unsigned LEB128 of a 32-bit integer. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest ? low | 0x80 : low);
  } while (rest);
  return bytes;
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && !(low & 0x40)) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

/** IEEE-754 single, little endian. */
export function float32(...values: number[]): number[] {
  return [...new Uint8Array(new Float32Array(values).buffer)];
}

/** IEEE-754 double, little endian. */
export function float64(...values: number[]): number[] {
  return [...new Uint8Array(new Float64Array(values).buffer)];
}

/** 32-bit integers, little endian. */
export function int32(...values: number[]): number[] {
  return [...new Uint8Array(new Int32Array(values).buffer)];
}

export function name(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...unsigned(bytes.length), ...bytes];
}

export function section(id: number, body: readonly number[]): number[] {
  return [id, ...unsigned(body.length)].concat(body);
}

/** A vector of encoded items, preceded by their count. */
export function vector(items: readonly (readonly number[])[]): number[] {
  return unsigned(items.length).concat(...items);
}

/** Immediates of one instruction: byte offset of a memory access, then lane bytes. */
export interface Immediates {
  offset?: number;
  lanes?: readonly number[];
}

/** Code of the operands, then the instruction with its immediates. */
export function instruction(
  opName: InstructionName,
  operands: readonly (readonly number[])[],
  { offset = 0, lanes = [] }: Immediates = {},
): number[] {
  const { opcode, align }: Instruction = INSTRUCTIONS[opName];
  const memoryArgument = align === null ? [] : [align, ...unsigned(offset)];
  return ([] as number[]).concat(...operands, opcode, memoryArgument, lanes);
}
