/**
 * One function under construction: locals, stores, calls and structured control flow.
 *
 *     module.function(["i32", "i32"], (f, [pointer, count]) => {
 *       f.countDown(count, 1, () => {
 *         f.v128Store(pointer, pointer.v128Load().mul(f32x4(2)));
 *         pointer.add(16) …
 */
import { instruction, unsigned } from "./encoding.ts";
import { TYPE_CODE, type ValueType } from "./instructions.ts";
import { type AnyValue, F32, f32x4, I32, type I32Like, i32, V128 } from "./values.ts";

const SET = 0x21;
const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const ELSE = 0x05;
const END = 0x0b;
const BRANCH = 0x0c;
const BRANCH_IF = 0x0d;
const RETURN = 0x0f;
const CALL = 0x10;
const NO_RESULT = 0x40;

/** A function of the module that can be called. */
export interface FunctionRef {
  readonly index: number;
  readonly params: readonly ValueType[];
}

/** An integer local: readable as a value, writable. */
export class LocalI32 extends I32 {
  readonly #owner: FunctionBuilder;
  readonly #index: number;
  constructor(owner: FunctionBuilder, index: number) {
    super([0x20, ...unsigned(index)]);
    this.#owner = owner;
    this.#index = index;
  }
  set(value: I32Like): void {
    this.#owner.emit([...i32(value).code, SET, ...unsigned(this.#index)]);
  }
  increase(amount: I32Like): void {
    if (amount !== 0) this.set(this.add(amount));
  }
}

/** A vector local: readable as a value, writable. */
export class LocalV128 extends V128 {
  readonly #owner: FunctionBuilder;
  readonly #index: number;
  constructor(owner: FunctionBuilder, index: number) {
    super([0x20, ...unsigned(index)]);
    this.#owner = owner;
    this.#index = index;
  }
  set(value: V128): void {
    this.#owner.emit([...value.code, SET, ...unsigned(this.#index)]);
  }
}

/** A float local: readable as a value, writable. */
export class LocalF32 extends F32 {
  readonly #owner: FunctionBuilder;
  readonly #index: number;
  constructor(owner: FunctionBuilder, index: number) {
    super([0x20, ...unsigned(index)]);
    this.#owner = owner;
    this.#index = index;
  }
  set(value: F32): void {
    this.#owner.emit([...value.code, SET, ...unsigned(this.#index)]);
  }
}

export class FunctionBuilder {
  readonly params: readonly ValueType[];
  readonly #locals: ValueType[] = [];
  readonly #code: number[] = [];
  /** Locals that hold constants, set before all else. */
  readonly #constants = new Map<string, LocalV128>();
  readonly #prologue: number[] = [];

  constructor(params: readonly ValueType[]) {
    this.params = params;
  }

  /** The i-th parameter, which must be an integer. */
  parameter(index: number): LocalI32 {
    return new LocalI32(this, index);
  }
  i32(initial?: I32Like): LocalI32 {
    const local = new LocalI32(this, this.#declare("i32"));
    if (initial !== undefined) local.set(initial);
    return local;
  }
  f32(initial?: F32): LocalF32 {
    const local = new LocalF32(this, this.#declare("f32"));
    if (initial !== undefined) local.set(initial);
    return local;
  }
  v128(initial?: V128): LocalV128 {
    const local = new LocalV128(this, this.#declare("v128"));
    if (initial !== undefined) local.set(initial);
    return local;
  }
  /** Several vector locals at once: a register tile's row. */
  v128s(count: number): LocalV128[] {
    return Array.from({ length: count }, () => this.v128());
  }

  /**
   * The same float in four lanes, made once and kept: in a loop a constant that stands where it is used (`f32x4`) would be made
   * anew each time, which takes three instructions or more.
   */
  constant(value: number): LocalV128 {
    const key = Object.is(value, -0) ? "-0" : String(value);
    const known = this.#constants.get(key);
    if (known) return known;
    const index = this.#declare("v128");
    this.#prologue.push(...f32x4(value).code, SET, ...unsigned(index));
    const local = new LocalV128(this, index);
    this.#constants.set(key, local);
    return local;
  }

  i32Store(address: I32, value: I32Like, offset = 0): void {
    this.emit(instruction("i32.store", [address.code, i32(value).code], { offset }));
  }
  f32Store(address: I32, value: F32, offset = 0): void {
    this.emit(instruction("f32.store", [address.code, value.code], { offset }));
  }
  v128Store(address: I32, value: V128, offset = 0): void {
    this.emit(instruction("v128.store", [address.code, value.code], { offset }));
  }
  /** Stores one lane. */
  v128StoreLane(address: I32, value: V128, lane: number, offset = 0): void {
    this.emit(instruction("v128.store32_lane", [address.code, value.code], { offset, lanes: [lane] }));
  }
  /** Stores lanes 0–1 (`half` 0) or 2–3 (`half` 1). */
  v128StoreHalf(address: I32, value: V128, half: number, offset = 0): void {
    this.emit(instruction("v128.store64_lane", [address.code, value.code], { offset, lanes: [half] }));
  }

  call(target: FunctionRef, ...args: readonly (AnyValue | number)[]): void {
    const operands = args.flatMap((arg) => (typeof arg === "number" ? i32(arg) : arg).code);
    this.emit([...operands, CALL, ...unsigned(target.index)]);
  }
  return(): void {
    this.emit([RETURN]);
  }

  if(condition: I32, then: () => void, otherwise?: () => void): void {
    this.emit([...condition.code, IF, NO_RESULT]);
    then();
    if (otherwise) {
      this.emit([ELSE]);
      otherwise();
    }
    this.emit([END]);
  }
  /** do { body } while (condition); the body returns the condition. */
  doWhile(body: () => I32): void {
    this.emit([LOOP, NO_RESULT]);
    const again = body();
    this.emit([...again.code, BRANCH_IF, 0, END]);
  }
  /** while (condition) { body } */
  while(condition: () => I32, body: () => void): void {
    this.emit([BLOCK, NO_RESULT, LOOP, NO_RESULT]);
    this.emit([...condition().eqz().code, BRANCH_IF, 1]);
    body();
    this.emit([BRANCH, 0, END, END]);
  }
  /** do { body } while ((counter -= step) > 0): the tightest loop; the counter must be positive on entry. */
  countDown(counter: LocalI32, step: number, body: () => void): void {
    this.doWhile(() => {
      body();
      counter.set(counter.sub(step));
      return counter.gt(0);
    });
  }
  /** Repeats the body a constant number of times; once is straight code. */
  repeat(times: number, body: () => void): void {
    if (times <= 0) return;
    if (times === 1) body();
    else this.countDown(this.i32(times), 1, body);
  }
  /** for (i = from; i < to; i += step) with bounds known only at run time. */
  range(from: I32Like, to: I32Like, step: number, body: (i: LocalI32) => void): void {
    const i = this.i32(from);
    const end = typeof to === "number" ? i32(to) : to;
    this.if(i.lt(end), () =>
      this.doWhile(() => {
        body(i);
        i.increase(step);
        return i.lt(end);
      }),
    );
  }

  /** Appends raw code. */
  emit(code: readonly number[]): void {
    for (const byte of code) this.#code.push(byte);
  }

  /** The encoded body: locals, code, end. */
  body(): number[] {
    const locals = this.#locals.flatMap((type) => [1, TYPE_CODE[type]]);
    const body = [...unsigned(this.#locals.length), ...locals].concat(this.#prologue, this.#code, END);
    return unsigned(body.length).concat(body);
  }

  #declare(type: ValueType): number {
    this.#locals.push(type);
    return this.params.length + this.#locals.length - 1;
  }
}
