/** Things that the language provides under a name. */
import type { BuiltinValue, CallSite, Value } from "../../facts/values.ts";

export const builtin = (name: string, call: (site: CallSite) => Value): BuiltinValue => ({
  kind: "builtin",
  name,
  call,
});

export const namespace = (
  name: string,
  members: Readonly<Record<string, Value | ((site: CallSite) => Value)>>,
): BuiltinValue => ({
  kind: "builtin",
  name,
  get: (member) => {
    const value = Object.hasOwn(members, member) ? members[member] : undefined;
    return typeof value === "function" ? builtin(member, value) : value;
  },
});
