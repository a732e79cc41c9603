/** Map and Set: objects whose entries keep their order. */

import { perhaps } from "../../facts/aliases.ts";
import type { ArrayValue, BuiltinValue, CallSite, ObjectValue, Value } from "../../facts/values.ts";
import { constant, ELEMENTS, fieldsIn, isNullish, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { elementsOf } from "../machine/elements.ts";
import type { Run } from "../machine/run.ts";
import { further } from "./array.ts";
import { callValue } from "./call.ts";

const method = (name: string, call: BuiltinValue["call"]): BuiltinValue => ({
  kind: "builtin",
  name,
  ...(call && { call }),
});

/** A primitive as the name of a field: `1` and `"1"` are two keys. */
function keyOf(value: Value): string | undefined {
  if (value.kind !== "const") return undefined;
  return typeof value.value === "string" ? value.value : `${NO_TEXT}${typeof value.value} ${value.value}`;
}

const NO_TEXT = "\0";

/** The primitive that `keyOf` gave a name. */
function keyValue(key: string): Value {
  if (!key.startsWith(NO_TEXT)) return constant(key);
  const [type, text = ""] = key.slice(1).split(" ");
  switch (type) {
    case "number":
      return constant(Number(text));
    case "boolean":
      return constant(text === "true");
    case "bigint":
      return constant(BigInt(text));
    default:
      return text === "null" ? constant(null) : UNDEFINED;
  }
}

/** What a collection is made of; of nothing where that is null or undefined. */
function given(site: CallSite): Pick<ArrayValue, "elements" | "complete"> {
  const [from] = site.args;
  if (!from || isNullish(from) === true) return { elements: [], complete: true };
  return elementsOf(from, site) ?? { elements: [], complete: false };
}

/** `new Map([[key, value], …])`; keys are strings and numbers. */
export function mapGlobal(run: Run): BuiltinValue {
  const base: BuiltinValue = {
    kind: "builtin",
    name: "Map",
    construct: (site) => {
      const map = run.world.object([], base);
      const entries = given(site);
      if (!entries.complete) run.state.set(map, "complete", false);
      for (const entry of entries.elements) {
        const key = entry.kind === "array" && entry.elements[0] ? keyOf(entry.elements[0]) : undefined;
        const value = (entry.kind === "array" && entry.elements[1]) || UNDEFINED;
        if (key === undefined) run.state.setSomeField(map, value);
        else run.state.setField(map, key, value);
      }
      return map;
    },
    members: (name, self) => (self.kind === "object" ? mapMember(name, self, run) : undefined),
  };
  return base;
}

function mapMember(name: string, self: ObjectValue, run: Run): Value | undefined {
  const { entries, complete } = fieldsIn(self);
  const listed = (make: (entry: readonly [string, Value]) => Value): Value =>
    run.world.array(entries.map(make), complete);
  switch (name) {
    case "get":
      return method(name, ({ args: [key] }) => {
        const known = key && keyOf(key);
        return known === undefined
          ? perhaps([...self.fields.values()])
          : (self.fields.get(known) ?? (self.complete ? UNDEFINED : UNKNOWN));
      });
    case "set":
      return method(name, ({ args: [key, value] }) => {
        const known = key && keyOf(key);
        if (known === undefined) run.state.setSomeField(self, value ?? UNDEFINED);
        else run.state.setField(self, known, value ?? UNDEFINED);
        return self;
      });
    case "has":
      return method(name, ({ args: [key] }) => {
        const known = key && keyOf(key);
        return known === undefined ? UNKNOWN : hasField(self, known);
      });
    case "size":
      return complete ? constant(entries.length) : UNKNOWN;
    case "values":
      return method(name, () => listed(([, value]) => value));
    case "keys":
      return method(name, () => listed(([key]) => keyValue(key)));
    case "entries":
    case ELEMENTS:
      return method(name, () => listed(([key, value]) => run.world.array([keyValue(key), value])));
    case "delete":
      return method(name, ({ args: [key] }) => removed(self, key, run));
    case "clear":
      return method(name, () => cleared(self, run));
    case "forEach":
      return method(name, (site) => {
        if (!complete) further([UNKNOWN, UNKNOWN, self], site, run);
        for (const [key, value] of entries)
          if (site.args[0])
            callValue(
              site.args[0],
              { ...site, args: [value, keyValue(key), self], argSpans: [site.span, site.span, site.span] },
              run,
            );
        return UNDEFINED;
      });
    default:
      return UNKNOWN;
  }
}

/** `new Set(iterable)` over constants. */
export function setGlobal(run: Run): BuiltinValue {
  const base: BuiltinValue = {
    kind: "builtin",
    name: "Set",
    construct: (site) => {
      const set = run.world.object([], base);
      const list = given(site);
      if (!list.complete) run.state.set(set, "complete", false);
      for (const element of list.elements) {
        add(set, element, run);
      }
      return set;
    },
    members: (name, self) => {
      if (self.kind !== "object") return undefined;
      if (name === "has")
        return method(name, ({ args: [key] }) =>
          key && keyOf(key) !== undefined ? hasField(self, keyOf(key)!) : UNKNOWN,
        );
      const { entries, complete } = fieldsIn(self);
      if (name === "size") return complete ? constant(entries.length) : UNKNOWN;
      if (name === ELEMENTS || name === "values" || name === "keys")
        return method(name, () =>
          run.world.array(
            entries.map(([, value]) => value),
            complete,
          ),
        );
      if (name === "delete") return method(name, ({ args: [key] }) => removed(self, key, run));
      if (name === "clear") return method(name, () => cleared(self, run));
      if (name === "add") {
        return method(name, ({ args: [value] }) => {
          add(self, value ?? UNDEFINED, run);
          return self;
        });
      }
      return UNKNOWN;
    },
  };
  return base;
}

/** Adds to a Set. Which of its elements an object is nobody looks up: there are some, among those that were added. */
function add(set: ObjectValue, element: Value, run: Run): void {
  const key = keyOf(element);
  if (key === undefined) run.state.set(set, "complete", false);
  const others = set.fields.get(OTHERS);
  run.state.setField(set, key ?? OTHERS, key === undefined && others ? perhaps([others, element]) : element);
}

const OTHERS = `${NO_TEXT}others`;

function hasField(self: ObjectValue, key: string): Value {
  if (self.fields.has(key)) return self.optional?.has(key) ? UNKNOWN : constant(true);
  return self.complete ? constant(false) : UNKNOWN;
}

function removed(self: ObjectValue, key: Value | undefined, run: Run): Value {
  const known = key && keyOf(key);
  const had = known === undefined ? UNKNOWN : hasField(self, known);
  if (known === undefined) run.state.deleteSomeField(self);
  else run.state.deleteField(self, known);
  return had;
}

function cleared(self: ObjectValue, run: Run): Value {
  for (const key of [...self.fields.keys()]) run.state.deleteField(self, key);
  run.state.set(self, "complete", true);
  return UNDEFINED;
}
