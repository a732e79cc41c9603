/** JavaScript and TypeScript, as the rest of the interpreter asks for them. */
import type { Language } from "../../facts/language.ts";
import type { Run } from "../machine/run.ts";
import { callValue } from "./call.ts";
import { constructValue } from "./classes.ts";
import { heardNotes } from "./heard-notes.ts";
import { onlyInConstructors, writers } from "./late-reach.ts";
import { callsParts, functionsIn, lateWrites } from "./late-writes.ts";
import { getMember } from "./members.ts";
import { declaredIn, loadModule } from "./modules.ts";
import { functionOf, moduleOf } from "./trees.ts";
import { truth } from "./truth.ts";
import { kindOfType, nameOfMember, nameOfType } from "./types.ts";

export const javascript = (run: Run): Language => ({
  load: (file) => loadModule(run, file),
  declared: (module) => declaredIn(moduleOf(module)),
  heard: (module, notes) => heardNotes(moduleOf(module), notes),
  call: (callee, site) => callValue(callee, site, run),
  construct: (callee, site) => constructValue(callee, site, run),
  member: (value, name, site) => getMember(value, name, site, run),
  truth,
  kindOf: kindOfType,
  nameOf: nameOfType,
  nameOfMember,
  writes: {
    ofModule: (module, followed) => lateWrites(moduleOf(module).body, followed),
    ofFunctions: (fns) => lateWrites(fns.map(functionOf)),
    writers(module, touches) {
      const writes = writers(moduleOf(module).body, touches);
      return (fn, newborn) => writes(functionOf(fn), newborn);
    },
    onlyInConstructors: (module) => onlyInConstructors(moduleOf(module).body),
    callsParts: (fn) => callsParts(functionOf(fn)),
    within: (fn) => functionsIn(functionOf(fn)),
  },
});
