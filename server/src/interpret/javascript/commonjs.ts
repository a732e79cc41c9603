/** CommonJS: what a file gives whoever requires it. */
import type { Scope } from "../../facts/scope.ts";
import type { Value } from "../../facts/values.ts";
import { UNKNOWN } from "../../facts/vocabulary.ts";
import type { Run } from "../machine/run.ts";

const EXPORTS = /\b(module\s*\.\s*exports|exports\s*(\.|\[))/;

/** Declares `module` and `exports` of an imported file, and tells what they hold; undefined where it gives nothing this way. */
export function declareExports(globals: Scope, run: Run, text: string): (() => Value) | undefined {
  const exports = run.world.object([]);
  run.state.set(exports, "complete", false); // others may add to it
  const module = run.world.object([["exports", exports]]);
  globals.declare("module", module);
  globals.declare("exports", exports);
  return EXPORTS.test(text) ? () => module.fields.get("exports") ?? UNKNOWN : undefined;
}
