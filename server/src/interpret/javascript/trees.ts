/**
 * Back from what everybody sees of a function, a class or a module to its tree: a run has one language, so what it meets
 * was lowered by `syntax/`.
 */
import type { ClassCode, FunctionCode, ModuleCode } from "../../facts/program.ts";
import type { ClassNode, FunctionNode, Module } from "../../syntax/ir.ts";

export const functionOf = (code: FunctionCode): FunctionNode => code as FunctionNode;
export const classOf = (code: ClassCode): ClassNode => code as ClassNode;
export const moduleOf = (code: ModuleCode): Module => code as Module;
