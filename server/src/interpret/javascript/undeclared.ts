/**
 * Layers that a model uses and never declares: `this.conv3.forward(x)` where no line of the file gives it a `conv3`.
 */

import { isNullish } from "../../facts/value.ts";
import type { ObjectValue, Value } from "../../facts/values.ts";
import type { Expression } from "../../syntax/ir.ts";
import { type Frame, spanOf } from "../machine/run.ts";

const USES: ReadonlySet<string> = new Set(["forward", "call", "apply"]);

/** Remembers the call if it uses a layer that certainly is not there. */
export function noteUndeclared(
  callee: Expression,
  called: Value,
  args: readonly Value[],
  frame: Frame,
): void {
  if (frame.run.state.silent || callee.kind !== "Member") return;
  if (called.kind !== "unknown" && isNullish(called) !== true) return;
  const layer = callee.object.kind === "Member" && USES.has(callee.key.name ?? "") ? callee.object : callee;
  // `this.zeroGrad()` may be a method of the library's that nobody told us of
  if (layer === callee && args[0]?.kind !== "tensor") return;
  const name = layer.object.kind === "This" ? layer.key.name : undefined;
  const { self } = frame;
  if (name === undefined || self?.kind !== "object" || !self.base?.module || !self.complete) return;
  const field = self.fields.get(name);
  if (field && isNullish(field) !== true) return;
  if (self.base.members?.(name, self) || !onlyUsed(name, self, frame)) return;
  frame.run.state.record(frame.run.undeclared, { span: spanOf(frame, layer.key), name, owner: self });
}

/** Whether every line of the class's files that speaks of the name uses it, and none can have declared it. */
function onlyUsed(name: string, { cls }: ObjectValue, { run }: Frame): boolean {
  for (let at: Value | undefined = cls; at; at = at.kind === "class" ? at.parent : undefined) {
    if (at.kind === "builtin") return true;
    if (at.kind !== "class") return false;
    const text = run.context.text(at.file);
    const comments = run.modules.get(at.file)?.module.comments ?? [];
    if (text === undefined) return false;
    for (const { index } of text.matchAll(new RegExp(`\\b${name.replace(/\W/g, "\\$&")}\\b`, "g"))) {
      if (comments.some(({ start, end }) => start <= index && index < end)) continue;
      const before = text.slice(Math.max(0, index - 20), index);
      const after = text.slice(index + name.length, index + name.length + 40);
      const used =
        /this\s*[!?]?\.\s*$/.test(before) && /^[!)]*\s*(\?\.|\.\s*(forward|call|apply)\b|\()/.test(after);
      const typed =
        /(^|[\n;{]|\b(readonly|private|protected|public|declare))\s*$/.test(before) &&
        /^[!?]?\s*:/.test(after);
      if (!used && !typed) return false;
    }
  }
  return true;
}
