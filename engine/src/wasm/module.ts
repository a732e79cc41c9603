/**
 * One module under construction: its functions and the memory it imports.
 *
 *     const module = new ModuleBuilder({ shared: true, maximumPages: 32768 });
 *     module.export("twice", module.function(["i32"], (f, [pointer]) => …));
 *     new WebAssembly.Module(module.bytes());
 */
import { name, section, unsigned, vector } from "./encoding.ts";
import { FunctionBuilder, type FunctionRef, type LocalI32 } from "./function.ts";
import { TYPE_CODE, type ValueType } from "./instructions.ts";

/** The memory that every kernel imports as `env.memory`. */
export interface MemoryType {
  readonly shared: boolean;
  readonly maximumPages: number;
}

export class ModuleBuilder {
  readonly #memory: MemoryType;
  readonly #functions: FunctionBuilder[] = [];
  readonly #exports: { name: string; index: number }[] = [];

  constructor(memory: MemoryType) {
    this.#memory = memory;
  }

  /** Adds a function without results whose parameters are integers. */
  function(parameters: number, build: (f: FunctionBuilder, params: LocalI32[]) => void): FunctionRef {
    const params = Array.from({ length: parameters }, (): ValueType => "i32");
    const builder = new FunctionBuilder(params);
    build(
      builder,
      params.map((_, index) => builder.parameter(index)),
    );
    this.#functions.push(builder);
    return { index: this.#functions.length - 1, params };
  }

  export(exportName: string, target: FunctionRef): void {
    this.#exports.push({ name: exportName, index: target.index });
  }

  /** The binary module. */
  bytes(): Uint8Array<ArrayBuffer> {
    const types = [...new Set(this.#functions.map((f) => f.params.length))];
    const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
    const body = [
      section(1, vector(types.map(signature))),
      section(2, vector([[...name("env"), ...name("memory"), 0x02, ...this.#limits()]])),
      section(3, vector(this.#functions.map((f) => unsigned(types.indexOf(f.params.length))))),
      section(7, vector(this.#exports.map((e) => [...name(e.name), 0x00, ...unsigned(e.index)]))),
      section(10, vector(this.#functions.map((f) => f.body()))),
    ];
    return Uint8Array.from(header.concat(...body));
  }

  #limits(): number[] {
    return [this.#memory.shared ? 0x03 : 0x01, ...unsigned(1), ...unsigned(this.#memory.maximumPages)];
  }
}

function signature(parameters: number): number[] {
  return [0x60, ...vector(Array.from({ length: parameters }, () => [TYPE_CODE.i32])), ...unsigned(0)];
}
