/** The typed WebAssembly assembler that kernels are written with. */

export { signed, unsigned } from "./encoding.ts";
export { FunctionBuilder, type FunctionRef, LocalF32, LocalI32, LocalV128 } from "./function.ts";
export { INSTRUCTIONS, type Instruction, type InstructionName, type ValueType } from "./instructions.ts";
export { type MemoryType, ModuleBuilder } from "./module.ts";
export { F32, f32, f32x4, f64x2, I32, type I32Like, i32, i32x4, V128 } from "./values.ts";
