/**
 * Typed expressions: a value is the code that pushes it on the stack, and each instruction is a method.
 * The TypeScript types are the instruction's types, so a kernel that compiles here validates there.
 *
 *     pointer.add(row.mul(16)).v128Load(32).mul(scale)     // f32x4.mul(v128.load offset=32 (pointer + row * 16), scale)
 *
 * An expression that is used twice is computed twice: keep what is dear in a local.
 */
import { float32, float64, instruction, int32, signed } from "./encoding.ts";
import type { InstructionName } from "./instructions.ts";

abstract class Value {
  readonly code: readonly number[];
  constructor(code: readonly number[]) {
    this.code = code;
  }
}

export type I32Like = I32 | number;

/** A 32-bit integer: a counter, a condition or a byte address. */
export class I32 extends Value {
  readonly type = "i32";

  add(other: I32Like): I32 {
    return other === 0 ? this : this.#binary("i32.add", other);
  }
  sub(other: I32Like): I32 {
    return other === 0 ? this : this.#binary("i32.sub", other);
  }
  mul(other: I32Like): I32 {
    return other === 1 ? this : this.#binary("i32.mul", other);
  }
  divU(other: I32Like): I32 {
    return other === 1 ? this : this.#binary("i32.div_u", other);
  }
  remU(other: I32Like): I32 {
    return other === 1 ? i32(0) : this.#binary("i32.rem_u", other);
  }
  and(other: I32Like): I32 {
    return this.#binary("i32.and", other);
  }
  or(other: I32Like): I32 {
    return this.#binary("i32.or", other);
  }
  shl(bits: I32Like): I32 {
    return this.#binary("i32.shl", bits);
  }
  shrU(bits: I32Like): I32 {
    return this.#binary("i32.shr_u", bits);
  }
  eqz(): I32 {
    return new I32(instruction("i32.eqz", [this.code]));
  }
  eq(other: I32Like): I32 {
    return this.#binary("i32.eq", other);
  }
  ne(other: I32Like): I32 {
    return this.#binary("i32.ne", other);
  }
  lt(other: I32Like): I32 {
    return this.#binary("i32.lt_s", other);
  }
  gt(other: I32Like): I32 {
    return this.#binary("i32.gt_s", other);
  }
  le(other: I32Like): I32 {
    return this.#binary("i32.le_s", other);
  }
  ge(other: I32Like): I32 {
    return this.#binary("i32.ge_s", other);
  }

  // Loads take this value as the address, and a constant byte offset (which may be negative).
  i32Load(offset = 0): I32 {
    return new I32(this.#load("i32.load", offset));
  }
  i32Load8(offset = 0): I32 {
    return new I32(this.#load("i32.load8_u", offset));
  }
  i32AtomicLoad(offset = 0): I32 {
    return new I32(this.#load("i32.atomic.load", offset));
  }
  /** Adds in memory and returns the old number, as one atomic step. */
  i32AtomicAdd(amount: I32Like, offset = 0): I32 {
    return new I32(instruction("i32.atomic.rmw.add", [this.code, i32(amount).code], { offset }));
  }
  f32Load(offset = 0): F32 {
    return new F32(this.#load("f32.load", offset));
  }
  v128Load(offset = 0): V128 {
    return new V128(this.#load("v128.load", offset));
  }
  /** One float in all four lanes. */
  v128LoadSplat(offset = 0): V128 {
    return new V128(this.#load("v128.load32_splat", offset));
  }
  /** One float in lane 0, zeros above. */
  v128Load32(offset = 0): V128 {
    return new V128(this.#load("v128.load32_zero", offset));
  }
  /** Two floats in lanes 0 and 1, zeros above. */
  v128Load64(offset = 0): V128 {
    return new V128(this.#load("v128.load64_zero", offset));
  }
  /** `into` with one lane replaced by a float from memory. */
  v128LoadLane(into: V128, lane: number, offset = 0): V128 {
    return new V128(instruction("v128.load32_lane", [this.code, into.code], { offset, lanes: [lane] }));
  }
  /** `into` with lanes 0–1 (`half` 0) or 2–3 (`half` 1) replaced by two floats from memory. */
  v128LoadHalf(into: V128, half: number, offset = 0): V128 {
    return new V128(instruction("v128.load64_lane", [this.code, into.code], { offset, lanes: [half] }));
  }

  #binary(op: InstructionName, other: I32Like): I32 {
    return new I32(instruction(op, [this.code, i32(other).code]));
  }

  /** The format has no negative offsets: those are added to the address. */
  #load(op: InstructionName, offset: number): number[] {
    if (offset < 0) return instruction(op, [this.add(offset).code]);
    return instruction(op, [this.code], { offset });
  }
}

/** A single float. */
export class F32 extends Value {
  readonly type = "f32";

  add(other: F32): F32 {
    return new F32(instruction("f32.add", [this.code, other.code]));
  }
  sub(other: F32): F32 {
    return new F32(instruction("f32.sub", [this.code, other.code]));
  }
  mul(other: F32): F32 {
    return new F32(instruction("f32.mul", [this.code, other.code]));
  }
  div(other: F32): F32 {
    return new F32(instruction("f32.div", [this.code, other.code]));
  }
  max(other: F32): F32 {
    return new F32(instruction("f32.max", [this.code, other.code]));
  }
  sqrt(): F32 {
    return new F32(instruction("f32.sqrt", [this.code]));
  }
  ne(other: F32): I32 {
    return new I32(instruction("f32.ne", [this.code, other.code]));
  }
  splat(): V128 {
    return new V128(instruction("f32x4.splat", [this.code]));
  }
}

/** Four floats. Comparisons give all-ones or all-zeros lanes. */
export class V128 extends Value {
  readonly type = "v128";

  add(other: V128): V128 {
    return this.#binary("f32x4.add", other);
  }
  sub(other: V128): V128 {
    return this.#binary("f32x4.sub", other);
  }
  mul(other: V128): V128 {
    return this.#binary("f32x4.mul", other);
  }
  div(other: V128): V128 {
    return this.#binary("f32x4.div", other);
  }
  /** NaN if either is NaN. */
  min(other: V128): V128 {
    return this.#binary("f32x4.min", other);
  }
  /** NaN if either is NaN. */
  max(other: V128): V128 {
    return this.#binary("f32x4.max", other);
  }
  /** The smaller; this if either is NaN. One instruction, where `min` takes several. */
  pseudoMin(other: V128): V128 {
    return this.#binary("f32x4.pmin", other);
  }
  /** The larger; this if either is NaN. One instruction, where `max` takes several. */
  pseudoMax(other: V128): V128 {
    return this.#binary("f32x4.pmax", other);
  }
  eq(other: V128): V128 {
    return this.#binary("f32x4.eq", other);
  }
  lt(other: V128): V128 {
    return this.#binary("f32x4.lt", other);
  }
  gt(other: V128): V128 {
    return this.#binary("f32x4.gt", other);
  }
  and(other: V128): V128 {
    return this.#binary("v128.and", other);
  }
  or(other: V128): V128 {
    return this.#binary("v128.or", other);
  }
  xor(other: V128): V128 {
    return this.#binary("v128.xor", other);
  }
  neg(): V128 {
    return new V128(instruction("f32x4.neg", [this.code]));
  }
  abs(): V128 {
    return new V128(instruction("f32x4.abs", [this.code]));
  }
  sqrt(): V128 {
    return new V128(instruction("f32x4.sqrt", [this.code]));
  }
  /** To whole numbers, halves to even ones. */
  nearest(): V128 {
    return new V128(instruction("f32x4.nearest", [this.code]));
  }

  // Lanes as 32-bit integers.
  /** NaN becomes 0, what is too large the largest. */
  truncateToI32(): V128 {
    return new V128(instruction("i32x4.trunc_sat_f32x4_s", [this.code]));
  }
  addI32(other: V128): V128 {
    return this.#binary("i32x4.add", other);
  }
  subI32(other: V128): V128 {
    return this.#binary("i32x4.sub", other);
  }
  shiftLeftI32(bits: number): V128 {
    return new V128(instruction("i32x4.shl", [this.code, i32(bits).code]));
  }
  /** Copies of the sign move in. */
  shiftRightI32(bits: number): V128 {
    return new V128(instruction("i32x4.shr_s", [this.code, i32(bits).code]));
  }
  /** Zeros move in. */
  shiftRightUnsignedI32(bits: number): V128 {
    return new V128(instruction("i32x4.shr_u", [this.code, i32(bits).code]));
  }
  /** Whole numbers as floats. */
  convertI32(): V128 {
    return new V128(instruction("f32x4.convert_i32x4_s", [this.code]));
  }

  // Lanes as two doubles.
  addF64(other: V128): V128 {
    return this.#binary("f64x2.add", other);
  }
  mulF64(other: V128): V128 {
    return this.#binary("f64x2.mul", other);
  }
  /** Lanes 0 and 1 as doubles. */
  promoteLow(): V128 {
    return new V128(instruction("f64x2.promote_low_f32x4", [this.code]));
  }
  /** Two doubles rounded into lanes 0 and 1, zeros above. */
  demoteToLow(): V128 {
    return new V128(instruction("f32x4.demote_f64x2_zero", [this.code]));
  }

  /** Bits of this where `mask` is set, bits of `other` elsewhere. */
  select(other: V128, mask: V128): V128 {
    return new V128(instruction("v128.bitselect", [this.code, other.code, mask.code]));
  }
  /** this × factor + addend; rounded once where the host fuses, twice where it does not. */
  relaxedMadd(factor: V128, addend: V128): V128 {
    return new V128(instruction("f32x4.relaxed_madd", [this.code, factor.code, addend.code]));
  }
  /** Four floats out of eight: 0–3 are this value's lanes, 4–7 the other's. */
  shuffle(other: V128, lanes: readonly number[]): V128 {
    const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte));
    return new V128(instruction("i8x16.shuffle", [this.code, other.code], { lanes: bytes }));
  }
  lane(index: number): F32 {
    return new F32(instruction("f32x4.extract_lane", [this.code], { lanes: [index] }));
  }

  #binary(op: InstructionName, other: V128): V128 {
    return new V128(instruction(op, [this.code, other.code]));
  }
}

export type AnyValue = I32 | F32 | V128;

/** An integer constant, or the value itself. */
export function i32(value: I32Like): I32 {
  return typeof value === "number" ? new I32([0x41, ...signed(value)]) : value;
}

export function f32(value: number): F32 {
  return new F32([0x43, ...float32(value)]);
}

/** The same float in four lanes. */
export function f32x4(value: number): V128 {
  return new V128([0xfd, 0x0c, ...float32(value, value, value, value)]);
}

/** The same 32-bit integer in four lanes. */
export function i32x4(value: number): V128 {
  return new V128([0xfd, 0x0c, ...int32(value, value, value, value)]);
}

/** The same double in two lanes. */
export function f64x2(value: number): V128 {
  return new V128([0xfd, 0x0c, ...float64(value, value)]);
}
