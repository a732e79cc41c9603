/** Source text as plain data. */
export type { Expression, Module, Statement } from "./ir.ts";
export type { SourceModule } from "./lower.ts";
export { FileParser, parse, SOURCE_EXTENSIONS } from "./parse.ts";
export { specifiersOf } from "./specifiers.ts";
