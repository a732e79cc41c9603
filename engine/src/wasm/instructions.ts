/**
 * The WebAssembly instructions that kernels use: opcode and stack signature, as in the core specification, one row each.
 *
 *     INSTRUCTIONS["f32x4.add"]   // { opcode: [0xfd, 0xe4, 0x01], params: ["v128", "v128"], result: "v128", ... }
 */

export type ValueType = "i32" | "f32" | "v128";

/** Binary encoding of the value types. */
export const TYPE_CODE: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

export interface Instruction {
  readonly opcode: readonly number[];
  readonly params: readonly ValueType[];
  readonly result: ValueType | null;
  /** log2 of the natural alignment, for instructions that take a memory argument. */
  readonly align: number | null;
  /** Further immediate bytes: a lane index, or 16 lane bytes for a shuffle. */
  readonly immediates: number;
}

const SIMD = 0xfd;
const ATOMIC = 0xfe;

export const INSTRUCTIONS = {
  "i32.eqz": row([0x45], ["i32"], "i32"),
  "i32.eq": row([0x46], ["i32", "i32"], "i32"),
  "i32.ne": row([0x47], ["i32", "i32"], "i32"),
  "i32.lt_s": row([0x48], ["i32", "i32"], "i32"),
  "i32.gt_s": row([0x4a], ["i32", "i32"], "i32"),
  "i32.le_s": row([0x4c], ["i32", "i32"], "i32"),
  "i32.ge_s": row([0x4e], ["i32", "i32"], "i32"),
  "i32.add": row([0x6a], ["i32", "i32"], "i32"),
  "i32.sub": row([0x6b], ["i32", "i32"], "i32"),
  "i32.mul": row([0x6c], ["i32", "i32"], "i32"),
  "i32.div_u": row([0x6e], ["i32", "i32"], "i32"),
  "i32.rem_u": row([0x70], ["i32", "i32"], "i32"),
  "i32.and": row([0x71], ["i32", "i32"], "i32"),
  "i32.or": row([0x72], ["i32", "i32"], "i32"),
  "i32.shl": row([0x74], ["i32", "i32"], "i32"),
  "i32.shr_u": row([0x76], ["i32", "i32"], "i32"),
  "i32.load": memory([0x28], ["i32"], "i32", 2),
  "i32.load8_u": memory([0x2d], ["i32"], "i32", 0),
  "i32.store": memory([0x36], ["i32", "i32"], null, 2),
  "i32.atomic.load": memory([ATOMIC, 0x10], ["i32"], "i32", 2),
  "i32.atomic.rmw.add": memory([ATOMIC, 0x1e], ["i32", "i32"], "i32", 2),
  "f32.load": memory([0x2a], ["i32"], "f32", 2),
  "f32.store": memory([0x38], ["i32", "f32"], null, 2),
  "f32.add": row([0x92], ["f32", "f32"], "f32"),
  "f32.mul": row([0x94], ["f32", "f32"], "f32"),
  "f32.ne": row([0x5c], ["f32", "f32"], "i32"),
  "f32.max": row([0x97], ["f32", "f32"], "f32"),
  "f32.div": row([0x95], ["f32", "f32"], "f32"),
  "f32.sub": row([0x93], ["f32", "f32"], "f32"),
  "f32.sqrt": row([0x91], ["f32"], "f32"),
  "v128.load": memory(simd(0x00), ["i32"], "v128", 4),
  "v128.load32_splat": memory(simd(0x09), ["i32"], "v128", 2),
  "v128.load32_zero": memory(simd(0x5c), ["i32"], "v128", 2),
  "v128.load64_zero": memory(simd(0x5d), ["i32"], "v128", 3),
  "v128.load32_lane": memory(simd(0x56), ["i32", "v128"], "v128", 2, 1),
  "v128.load64_lane": memory(simd(0x57), ["i32", "v128"], "v128", 3, 1),
  "v128.store": memory(simd(0x0b), ["i32", "v128"], null, 4),
  "v128.store32_lane": memory(simd(0x5a), ["i32", "v128"], null, 2, 1),
  "v128.store64_lane": memory(simd(0x5b), ["i32", "v128"], null, 3, 1),
  "v128.and": row(simd(0x4e), ["v128", "v128"], "v128"),
  "v128.or": row(simd(0x50), ["v128", "v128"], "v128"),
  "v128.xor": row(simd(0x51), ["v128", "v128"], "v128"),
  "v128.bitselect": row(simd(0x52), ["v128", "v128", "v128"], "v128"),
  "i8x16.shuffle": row(simd(0x0d), ["v128", "v128"], "v128", 16),
  "f32x4.splat": row(simd(0x13), ["f32"], "v128"),
  "f32x4.extract_lane": row(simd(0x1f), ["v128"], "f32", 1),
  "f32x4.eq": row(simd(0x41), ["v128", "v128"], "v128"),
  "f32x4.lt": row(simd(0x43), ["v128", "v128"], "v128"),
  "f32x4.gt": row(simd(0x44), ["v128", "v128"], "v128"),
  "f32x4.nearest": row(simd(0x6a), ["v128"], "v128"),
  "i32x4.shl": row(simd(0xab), ["v128", "i32"], "v128"),
  "i32x4.shr_s": row(simd(0xac), ["v128", "i32"], "v128"),
  "i32x4.shr_u": row(simd(0xad), ["v128", "i32"], "v128"),
  "i32x4.add": row(simd(0xae), ["v128", "v128"], "v128"),
  "i32x4.sub": row(simd(0xb1), ["v128", "v128"], "v128"),
  "i32x4.trunc_sat_f32x4_s": row(simd(0xf8), ["v128"], "v128"),
  "f32x4.convert_i32x4_s": row(simd(0xfa), ["v128"], "v128"),
  "f32x4.abs": row(simd(0xe0), ["v128"], "v128"),
  "f32x4.neg": row(simd(0xe1), ["v128"], "v128"),
  "f32x4.sqrt": row(simd(0xe3), ["v128"], "v128"),
  "f32x4.add": row(simd(0xe4), ["v128", "v128"], "v128"),
  "f32x4.sub": row(simd(0xe5), ["v128", "v128"], "v128"),
  "f32x4.mul": row(simd(0xe6), ["v128", "v128"], "v128"),
  "f32x4.div": row(simd(0xe7), ["v128", "v128"], "v128"),
  "f32x4.min": row(simd(0xe8), ["v128", "v128"], "v128"),
  "f32x4.max": row(simd(0xe9), ["v128", "v128"], "v128"),
  "f32x4.pmin": row(simd(0xea), ["v128", "v128"], "v128"),
  "f32x4.pmax": row(simd(0xeb), ["v128", "v128"], "v128"),
  "f64x2.add": row(simd(0xf0), ["v128", "v128"], "v128"),
  "f64x2.mul": row(simd(0xf2), ["v128", "v128"], "v128"),
  "f64x2.promote_low_f32x4": row(simd(0x5f), ["v128"], "v128"),
  "f32x4.demote_f64x2_zero": row(simd(0x5e), ["v128"], "v128"),
  "f32x4.relaxed_madd": row(simd(0x105), ["v128", "v128", "v128"], "v128"),
} as const satisfies Record<string, Instruction>;

export type InstructionName = keyof typeof INSTRUCTIONS;

function simd(code: number): number[] {
  return code < 0x80 ? [SIMD, code] : [SIMD, (code & 0x7f) | 0x80, code >> 7];
}

function row(opcode: number[], params: ValueType[], result: ValueType | null, immediates = 0): Instruction {
  return { opcode, params, result, align: null, immediates };
}

function memory(
  opcode: number[],
  params: ValueType[],
  result: ValueType | null,
  align: number,
  immediates = 0,
): Instruction {
  return { opcode, params, result, align, immediates };
}
