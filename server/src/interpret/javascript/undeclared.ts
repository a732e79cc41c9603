/**
 * Layers that a model uses and never declares: `this.conv3.forward(x)` where no line of the file gives it a `conv3`.
 */

import type { ObjectValue, Value } from "../../facts/values.ts";
import { isNullish, RUN_METHOD } from "../../facts/vocabulary.ts";
import type { Expression, Module } from "../../syntax/ir.ts";
import { type AnyNode, walk } from "../../syntax/walk.ts";
import { type Frame, spanOf } from "../machine/run.ts";
import { classOf, moduleOf } from "./trees.ts";

const USES: ReadonlySet<string> = new Set([RUN_METHOD, "call", "apply"]);

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
  if (self.cls && classOf(self.cls.cls).abstract) return; // what it lacks its subclasses have
  const field = self.fields.get(name);
  if (field && isNullish(field) !== true) return;
  if (self.base.members?.(name, self) || !onlyUsed(name, self, frame)) return;
  frame.run.state.record(frame.run.undeclared, {
    span: spanOf(frame, layer.key),
    name,
    owner: self.cls?.name || self.base?.name || "the model",
    layers: layerNames(self),
  });
}

const layerNames = ({ fields }: ObjectValue): string[] =>
  [...fields].flatMap(([name, value]) =>
    value.kind === "layer" || (value.kind === "object" && value.base?.module) ? [name] : [],
  );

/** Whether all that speaks of the name in the class's files uses it, and none can have declared it. */
function onlyUsed(name: string, { cls }: ObjectValue, { run }: Frame): boolean {
  for (let at: Value | undefined = cls; at; at = at.kind === "class" ? at.parent : undefined) {
    if (at.kind === "builtin") return true;
    if (at.kind !== "class") return false;
    const module = run.modules.get(at.file)?.module;
    const text = run.context.text(at.file);
    if (!module || text === undefined || run.context.speaksElsewhereOf(at.file, name)) return false;
    if (!isOnlyUsedIn(moduleOf(module), name, text)) return false;
  }
  return true;
}

/** By module and name: a model that runs often asks each time. */
const answers = new WeakMap<Module, Map<string, boolean>>();

function isOnlyUsedIn(module: Module, name: string, text: string): boolean {
  const known = answers.get(module) ?? new Map<string, boolean>();
  answers.set(module, known);
  let only = known.get(name);
  if (only !== undefined) return only;
  only = true;
  walk(module.body, (node, around) => {
    only &&= !speaksOf(node, name, text) || isUse(node, around) || isTyped(node);
  });
  known.set(name, only);
  return only;
}

/** Names, keys, and words in strings: what is spelled out may be assigned by it. */
function speaksOf(node: AnyNode, name: string, text: string): boolean {
  switch (node.kind) {
    case "Identifier":
      return node.name === name;
    case "Literal":
      return typeof node.value === "string" && node.value.includes(name);
    case "Template":
    case "TaggedTemplate":
      return node.strings.some((text) => text.includes(name));
    case "Object":
      return node.properties.some((property) => property.kind !== "Spread" && property.key.name === name);
    case "ObjectPattern":
      return node.properties.some(({ key }) => key.name === name);
    case "Member":
    case "Method":
    case "Field":
      return node.key.name === name;
    case "Opaque":
    case "OpaqueStatement":
      return text.slice(node.start, node.end).includes(name); // nobody knows what it does
    default:
      return false;
  }
}

/** `this.name(x)`, `this.name.forward(x)`, `this.name?.…` */
function isUse(node: AnyNode, around: readonly AnyNode[]): boolean {
  const [parent, grandparent] = [around.at(-1), around.at(-2)];
  if (node.kind !== "Member" || node.object.kind !== "This" || !parent) return false;
  if (parent.kind === "Call") return parent.callee === node;
  if (parent.kind !== "Member" || parent.object !== node) return false;
  return (
    parent.optional ||
    (grandparent?.kind === "Call" && grandparent.callee === parent && USES.has(parent.key.name ?? ""))
  );
}

/** `name: nn.Conv2d;` says what it would be, and gives no value. */
const isTyped = (node: AnyNode): boolean => node.kind === "Field" && !node.init && node.type !== undefined;
