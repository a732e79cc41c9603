/** What the interpreter asks of those who have the files: it reads none itself. */
import type { Shape } from "@convlens/engine/specs";
import type { Dialect } from "../../facts/dialect.ts";
import type { ModelSource } from "../../facts/loaded.ts";
import type { PolicyOf } from "../../facts/policy.ts";
import type { ModuleCode } from "../../facts/program.ts";
import type { Subject } from "../../facts/values.ts";

export interface Context {
  load(file: string): ModuleCode | undefined;
  text(file: string): string | undefined;
  resolve(specifier: string, from: string): string | undefined;
  readonly dialects: readonly Dialect[];
  /** Files of models that the program loads. */
  readonly models: ModelSource;
  /** What the project's configuration says of a parameter of a model's `forward`, where the source says nothing. */
  inputFor?(
    file: string,
    model: readonly (string | undefined)[],
    parameter: string | undefined,
    index: number,
  ): Shape | undefined;
  /** What to do about a problem, besides telling it. */
  readonly policyOf: PolicyOf;
  /** Whether a problem is to be taken for none: what would be found were this one mended. */
  readonly passesOver?: ((subject: Subject) => boolean) | undefined;
  /** Whether who waits for this analysis has waited long enough. */
  timeIsUp?(): boolean;
  /** Whether a name stands in the file outside of what `load` gave of it. */
  speaksElsewhereOf(file: string, name: string): boolean;
}
