/// <reference path="../../../engine/src/wasm/webassembly.d.ts" />
import { describe, expect, test } from "vitest";
import type { ValueType } from "../../../engine/src/wasm/index.ts";
import {
  f32,
  f32x4,
  INSTRUCTIONS,
  type Instruction,
  i32,
  ModuleBuilder,
  signed,
  unsigned,
} from "../../../engine/src/wasm/index.ts";

const memory = { shared: false, maximumPages: 1 };

describe("every instruction has the stack signature that the host's validator knows", () => {
  const constant = { i32: i32(0), f32: f32(0), v128: f32x4(0) };
  const other: Record<ValueType, ValueType> = { i32: "f32", f32: "v128", v128: "i32" };

  function program(
    instruction: Instruction,
    params: readonly ValueType[],
    result: ValueType | null,
  ): boolean {
    const module = new ModuleBuilder(memory);
    module.function(0, (f) => {
      for (const param of params) f.emit(constant[param].code);
      f.emit([...instruction.opcode]);
      if (instruction.align !== null) f.emit([instruction.align, 0]);
      f.emit(Array.from({ length: instruction.immediates }, () => 0));
      if (result === "i32") f.emit([0x21, 0]);
      else if (result === "f32") f.emit([0x21, 1]);
      else if (result === "v128") f.emit([0x21, 2]);
      f.i32();
      f.f32();
      f.v128();
    });
    return WebAssembly.validate(module.bytes());
  }

  const relaxed = program(INSTRUCTIONS["f32x4.relaxed_madd"], ["v128", "v128", "v128"], "v128");
  test.each(Object.entries(INSTRUCTIONS))("%s", (name, instruction: Instruction) => {
    if (name.includes("relaxed") && !relaxed) return;
    const { params, result } = instruction;
    expect(program(instruction, params, result)).toBe(true);
    expect(program(instruction, params.slice(1), result)).toBe(false);
    expect(program(instruction, params, result === null ? "i32" : other[result])).toBe(false);
    for (const [index, param] of params.entries()) {
      expect(program(instruction, params.with(index, other[param]), result)).toBe(false);
    }
  });
});

test("integers are encoded as LEB128", () => {
  expect(unsigned(300)).toEqual([0xac, 0x02]);
  expect(unsigned(0xffffffff)).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
  expect(signed(-1)).toEqual([0x7f]);
  expect(signed(64)).toEqual([0xc0, 0x00]);
  expect(signed(-123456)).toEqual([0xc0, 0xbb, 0x78]);
});

test("a generated loop computes", () => {
  const wasm = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: false });
  const module = new ModuleBuilder(memory);
  const scale = module.function(2, (f, [pointer, count]) => {
    f.range(0, count!, 4, () => {
      f.v128Store(pointer!, pointer!.v128Load().mul(f32x4(3)).add(f32x4(1)));
      pointer!.increase(16);
    });
  });
  module.export("scale", scale);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.bytes()), {
    env: { memory: wasm },
  });
  const floats = new Float32Array(wasm.buffer);
  floats.set([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  (instance.exports["scale"] as (pointer: number, count: number) => void)(0, 8);
  expect([...floats.slice(0, 9)]).toEqual([1, 4, 7, 10, 13, 16, 19, 22, 8]);
});
