/** Members written: `object.name = value`, into lists, objects, classes and what is not known. */
import type { State } from "../../facts/state.ts";
import { NO_CHANGES } from "../../facts/state.ts";
import type { ArrayValue, CallSite, FunctionValue, ObjectValue, Value } from "../../facts/values.ts";
import { asNumber, giveName, HOLE, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import type { Node } from "../../syntax/ir.ts";
import { type Frame, spanOf } from "../machine/run.ts";
import { callValue, handOut } from "./call.ts";
import { spoilShape } from "./list-changes.ts";

/** `object.name = value`; an undefined name writes somewhere unknown. */
export function setMember(object: Value, name: string | undefined, value: Value, frame: Frame): void {
  const frozen = (object.kind === "array" || object.kind === "object") && object.frozen;
  if (!frozen || reaches(object, name)) {
    write(object, name, value, frame);
    return;
  }
  frame.run.risks++; // in a module it throws
  if (frozen === "perhaps") write(object, name, UNKNOWN, frame);
}

function write(object: Value, name: string | undefined, value: Value, frame: Frame): void {
  const { state } = frame.run;
  if (object.kind === "array") {
    spoilShape(object, frame.run);
    const index = name === undefined ? Number.NaN : Number(name);
    if (!Number.isInteger(index) || index < 0 || index > 100_000) {
      if (name === "length") setLength(object, value, state);
      else if (name === undefined) state.setSomeElement(object, value);
      return;
    }
    if (!object.complete && index >= object.elements.length) {
      state.setSomeElement(object, value);
      return;
    }
    const elements = [...object.elements];
    while (elements.length < index) elements.push(HOLE);
    elements[index] = value;
    state.setElements(object, elements);
  } else if (object.kind === "object") {
    if (name === undefined) state.setSomeField(object, value);
    else {
      const current = object.fields.get(name);
      if (name === "__proto__") {
        state.set(object, "complete", false);
        return;
      }
      const setter = setterOf(object, name);
      if (setter) {
        const site = {
          span: spanOf(frame, setter.fn),
          calleeSpan: spanOf(frame, setter.fn),
          args: [value],
          argSpans: [spanOf(frame, setter.fn)],
          world: frame.run.world,
        };
        callValue(setter, site, frame.run);
        return;
      }
      if (current?.kind === "unknown" && current.current) return; // it has a getter alone
      state.setField(object, name, value);
      giveName(frame.run.state, value, name);
    }
  } else if (object.kind === "builtin") {
    if (name !== undefined && object.name !== "globalThis") frame.run.patched.add(name);
  } else if (object.kind === "class") {
    if (name === undefined) state.setSomeField(object, value);
    else state.setField(object, name, value);
  }
  // whoever else holds it may write it too: from now on the member is unknown
  else if (object.kind === "unknown") {
    if (value.kind === "function") handOut(value, siteAt(value.fn, frame), frame.run);
    if (object.aliases) setPerhaps(object.aliases, name, value, frame);
    if (!object.fields) return;
    for (const known of name === undefined ? object.fields.keys() : [name])
      state.setField(object, known, UNKNOWN);
  } else if (object.kind === "union") setPerhaps(object.options, name, value, frame);
}

/** Whether a write to something frozen or sealed changes it all the same. */
const reaches = (object: ArrayValue | ObjectValue, name: string | undefined): boolean =>
  name?.startsWith("#") || // private, which no freezing reaches
  (object.frozen === "names" && object.kind === "object" && name !== undefined && object.fields.has(name));

/** One of them, nobody knows which. */
function setPerhaps(objects: readonly Value[], name: string | undefined, value: Value, frame: Frame): void {
  const { changes } = frame.run.attempt(() => {
    for (const object of objects) setMember(object, name, value, frame);
  });
  frame.run.state.merge(changes, NO_CHANGES);
}

/** `button.onclick = handler`: a call that nobody wrote. */
function siteAt(node: Node, frame: Frame): CallSite {
  const span = spanOf(frame, node);
  return { span, calleeSpan: span, args: [], argSpans: [], world: frame.run.world };
}

function setLength(array: ArrayValue, value: Value, state: State): void {
  const length = asNumber(value);
  if (length !== undefined && length <= array.elements.length)
    state.setElements(array, array.elements.slice(0, length), true);
  else state.scramble(array, [UNDEFINED]);
}

/** `set name(value)` of the class or of one it extends. */
function setterOf(object: ObjectValue, name: string): FunctionValue | undefined {
  const own = object.setters?.get(name);
  if (own) return { ...own, self: object };
  for (let cls: Value | undefined = object.cls; cls?.kind === "class"; cls = cls.parent) {
    for (const member of cls.cls.members) {
      if (member.kind === "Method" && member.role === "set" && !member.static && member.key.name === name)
        return {
          kind: "function",
          fn: member.fn,
          scope: cls.scope,
          self: object,
          file: cls.file,
          home: cls,
          name,
        };
    }
  }
  return undefined;
}
