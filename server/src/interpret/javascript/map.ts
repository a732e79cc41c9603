/** Map and Set: objects whose entries keep their order. */

import { asKey, constant, UNDEFINED, UNKNOWN } from "../../facts/value.ts";
import type { BuiltinValue, ObjectValue, Value } from "../../facts/values.ts";
import type { Run } from "../machine/run.ts";
import { callValue } from "./call.ts";

const method = (name: string, call: BuiltinValue["call"]): BuiltinValue => ({
  kind: "builtin",
  name,
  ...(call && { call }),
});

/** `new Map([[key, value], …])`; keys are strings and numbers. */
export function mapGlobal(run: Run): BuiltinValue {
  const base: BuiltinValue = {
    kind: "builtin",
    name: "Map",
    construct: ({ args: [entries] }) => {
      const map = run.world.object([], base);
      if (entries && entries.kind !== "array" && !(entries.kind === "const" && !entries.value))
        map.complete = false;
      for (const entry of entries?.kind === "array" ? entries.elements : []) {
        const key = entry.kind === "array" && entry.elements[0] ? asKey(entry.elements[0]) : undefined;
        if (key === undefined || entry.kind !== "array") map.complete = false;
        else map.fields.set(key, entry.elements[1] ?? UNDEFINED);
      }
      return map;
    },
    members: (name, self) => (self.kind === "object" ? mapMember(name, self, run) : undefined),
  };
  return base;
}

function mapMember(name: string, self: ObjectValue, run: Run): Value | undefined {
  const entries = (): Value =>
    run.world.array(
      [...self.fields].map(([key, value]) => run.world.array([constant(key), value])),
      self.complete,
    );
  switch (name) {
    case "get":
      return method(name, ({ args: [key] }) => {
        const known = key && asKey(key);
        return known === undefined
          ? UNKNOWN
          : (self.fields.get(known) ?? (self.complete ? UNDEFINED : UNKNOWN));
      });
    case "set":
      return method(name, ({ args: [key, value] }) => {
        const known = key && asKey(key);
        if (known === undefined) self.complete = false;
        else run.heap.setField(self, known, value ?? UNDEFINED);
        return self;
      });
    case "has":
      return method(name, ({ args: [key] }) => {
        const known = key && asKey(key);
        return known === undefined || !self.complete ? UNKNOWN : constant(self.fields.has(known));
      });
    case "size":
      return self.complete ? constant(self.fields.size) : UNKNOWN;
    case "values":
      return method(name, () => run.world.array([...self.fields.values()], self.complete));
    case "keys":
      return method(name, () =>
        run.world.array(
          [...self.fields.keys()].map((key) => constant(key)),
          self.complete,
        ),
      );
    case "entries":
    case "[Symbol.iterator]":
      return method(name, entries);
    case "forEach":
      return method(name, (site) => {
        for (const [key, value] of self.fields)
          if (site.args[0])
            callValue(
              site.args[0],
              { ...site, args: [value, constant(key), self], argSpans: [site.span, site.span, site.span] },
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
    construct: ({ args: [list] }) => {
      const set = run.world.object([], base);
      if (list?.kind !== "array" && list !== undefined) set.complete = false;
      for (const element of list?.kind === "array" ? list.elements : []) {
        const key = asKey(element);
        if (key === undefined) set.complete = false;
        else set.fields.set(key, element);
      }
      return set;
    },
    members: (name, self) => {
      if (self.kind !== "object") return undefined;
      if (name === "has")
        return method(name, ({ args: [key] }) =>
          key && asKey(key) !== undefined && self.complete ? constant(self.fields.has(asKey(key)!)) : UNKNOWN,
        );
      if (name === "size") return self.complete ? constant(self.fields.size) : UNKNOWN;
      if (name === "[Symbol.iterator]" || name === "values")
        return method(name, () => run.world.array([...self.fields.values()], self.complete));
      if (name === "add") {
        return method(name, ({ args: [value] }) => {
          const key = value && asKey(value);
          if (key === undefined) self.complete = false;
          else run.heap.setField(self, key, value!);
          return self;
        });
      }
      return UNKNOWN;
    },
  };
  return base;
}
