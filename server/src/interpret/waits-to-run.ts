/** Whether a class is still to be looked at by itself, and what of it would run then. */

import type { ModuleState } from "../facts/language.ts";
import type { MethodCode } from "../facts/program.ts";
import type { ClassValue, Value } from "../facts/values.ts";
import { RUN_METHOD } from "../facts/vocabulary.ts";
import type { Run } from "./machine/run.ts";

/** Whether nobody has run it yet, or not in the way that its forward is noted to be run. */
export function waitsToRun(run: Run, state: ModuleState, cls: ClassValue): boolean {
  const forward = forwardOf(cls);
  const ctor = constructorOf(cls);
  if (!forward) return !(ctor && cls.cls.members.includes(ctor) && run.executed.has(ctor.fn));
  const noted =
    state.notes.before(forward).length > 0 ||
    forward.fn.params.some(({ target }, i) =>
      run.context.inputFor?.(
        cls.file,
        [cls.cls.name?.name],
        target.kind === "Identifier" ? target.name : undefined,
        i,
      ),
    );
  const modelled = run.models.some(
    (model) =>
      model.kind === "class" && model.span.start === cls.cls.name?.start && model.span.file === cls.file,
  );
  return !run.executed.has(forward.fn) || (noted && !modelled);
}

export const forwardOf = ({ cls }: ClassValue): MethodCode | undefined =>
  cls.members.find(
    (member): member is MethodCode =>
      member.kind === "Method" &&
      member.role === "method" &&
      !member.static &&
      member.key.name === RUN_METHOD,
  );

/** The constructor that `new` runs: the class's own, or the one it inherits. */
export function constructorOf(cls: ClassValue): MethodCode | undefined {
  for (let at: Value | undefined = cls; at?.kind === "class"; at = at.parent) {
    const own = at.cls.members.find((member) => member.kind === "Method" && member.role === "constructor");
    if (own?.kind === "Method") return own;
  }
  return undefined;
}
