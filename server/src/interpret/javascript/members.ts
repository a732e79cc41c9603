/** Members of every kind of value: `value.name`, read and written. */

import { perhaps } from "../../facts/aliases.ts";
import { join, union } from "../../facts/join.ts";
import type {
  BuiltinValue,
  CallSite,
  ClassValue,
  FunctionValue,
  ObjectValue,
  Tensor,
  UnknownValue,
  Value,
} from "../../facts/values.ts";
import { constant, currentOf, isNullish, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { runLater } from "../machine/events.ts";
import { opaqueMember } from "../machine/free.ts";
import type { Run } from "../machine/run.ts";
import { arrayMember } from "./array.ts";
import { callValue } from "./call.ts";
import { spreadInto } from "./call-expression.ts";
import { locationMember } from "./locations.ts";
import { openListMember } from "./open-lists.ts";
import { ANY_MEMBER } from "./patches.ts";
import { numberMember, stringMember } from "./primitives.ts";
import { functionOf } from "./trees.ts";
import { typedArrayMember } from "./typed-arrays.ts";

/** `value.name`. `from` starts the search at a parent class, as `super.name` does. */
export function getMember(value: Value, name: string, site: CallSite, run: Run, from?: Value): Value {
  const member = ownMember(value, name, site, run, from);
  const absent = member === UNKNOWN || member === UNDEFINED;
  return (absent && value.kind !== "unknown" && promiseMember(value, name, site, run)) || member;
}

const isPromised = (name: string): boolean => name === "then" || name === "catch" || name === "finally";

/** A promise is its value here: `.then(f)` calls f with it, `.catch` and `.finally` give it on. */
function promiseMember(value: Value, name: string, { world }: CallSite, run: Run): BuiltinValue | undefined {
  if (!isPromised(name)) return undefined;
  return {
    kind: "builtin",
    name,
    call: (site) => {
      const [callback] = site.args;
      if (!callback) return value;
      const body = (): Value => world.call(callback, name === "then" ? [value] : [], site);
      if (callback.kind !== "function" || run.model !== undefined) {
        const given = body();
        return name === "then" ? given : value;
      }
      const given = runLater(run, callback.fn, body);
      return name === "then"
        ? given
        : name === "catch" && isNullish(given) !== true
          ? join(value, given)
          : value;
    },
  };
}

function ownMember(value: Value, name: string, site: CallSite, run: Run, from?: Value): Value {
  switch (value.kind) {
    case "array": {
      const member = arrayMember(value, name, run);
      const lacks =
        (member === UNKNOWN && !(name in Array.prototype) && !isPromised(name)) ||
        (member === UNDEFINED && /^\d+$/.test(name));
      return lacks && value.lacks ? value.lacks(name, site.span) : member;
    }
    case "object":
      return objectMember(value, name, site, run, from);
    case "tensor":
      if (isPatched(name, run)) return UNKNOWN;
      return dialectMember(
        (dialect) =>
          speaks(dialect.id, value.tensor, run)
            ? dialect.tensorMember(name, value, site.world, site)
            : undefined,
        run,
      );
    case "layer":
      if (isPatched(name, run)) return UNKNOWN;
      return dialectMember(
        (dialect) =>
          dialect.id === value.dialect ? dialect.layerMember(name, value, site.world) : undefined,
        run,
      );
    case "class":
      return staticMember(value, name, site, run);
    case "builtin":
      return (!isPatched(name, run) && value.get?.(name)) || functionMember(value, name, run);
    case "const":
      value.absent?.report(site.span, site.world);
      return typeof value.value === "string"
        ? stringMember(value.value, name, run)
        : typeof value.value === "number"
          ? numberMember(value, name)
          : UNKNOWN;
    case "size":
    case "ratio":
      return numberMember(value, name);
    case "function":
      return functionMember(value, name, run);
    case "union":
      return union(value.options.map((option) => getMember(withoutBlame(option), name, site, run)));
    case "typed-array":
      return typedArrayMember(value, name, run);
    case "location":
      return locationMember(value, name);
    case "unknown":
      return memberOfUnknown(value, name, site, run);
    default:
      return UNKNOWN;
  }
}

const isPatched = (name: string, { patched }: Run): boolean =>
  patched.size > 0 && (patched.has(name) || patched.has(ANY_MEMBER));

/** The member of what it may be is what that may be. */
function memberOfUnknown(value: UnknownValue, name: string, site: CallSite, run: Run): Value {
  const listed = openListMember(value, name, run);
  if (listed) return listed;
  const member = value.fields ? opaqueMember(run, value, name) : UNKNOWN;
  if (!value.aliases || member.kind !== "unknown") return member;
  const { aliases } = perhaps(value.aliases.map((alias) => getMember(alias, name, site, run)));
  return aliases ? { ...member, aliases } : member;
}

/** One of several values need not be the one that is there. */
const withoutBlame = (value: Value): Value => (value.kind === "const" && value.absent ? UNDEFINED : value);

type Lookup = (dialect: Run["context"]["dialects"][number]) => Value | undefined;

function dialectMember(find: Lookup, run: Run): Value {
  for (const dialect of run.context.dialects) {
    const member = find(dialect);
    if (member) return member;
  }
  return UNKNOWN;
}

/** Whether the tensor is this library's: it made it, the file that names it imports it, or nothing else is in reach. */
const speaks = (dialect: string, { dialect: own, origin }: Tensor, run: Run): boolean =>
  dialect === (own ?? run.modules.get(origin.file)?.library ?? onlyLibrary(run));

/** The library of all files in reach; undefined where there are several, or none. */
function onlyLibrary({ modules }: Run): string | undefined {
  const [first, ...others] = new Set([...modules.values()].flatMap(({ library }) => library ?? []));
  return others.length === 0 ? first : undefined;
}

function objectMember(object: ObjectValue, name: string, site: CallSite, run: Run, from?: Value): Value {
  if (!from) {
    const own = object.fields.get(name);
    if (own) return currentOf(own);
  }
  const inherited = inheritedMember(from ?? object.cls, object, name, site, run);
  if (inherited) return inherited;
  const library = !isPatched(name, run) && object.base?.members?.(name, object, site);
  if (library) return library;
  if (name === "constructor") return object.cls ?? UNKNOWN;
  return object.complete && !object.base && !extendsUnknown(object.cls) ? UNDEFINED : UNKNOWN;
}

function extendsUnknown(cls: ClassValue | undefined): boolean {
  for (let at: Value | undefined = cls; at; at = at.kind === "class" ? at.parent : undefined)
    if (at.kind !== "class") return true;
  return false;
}

/** A method or getter of the class or of one it extends. */
function inheritedMember(
  start: Value | undefined,
  self: ObjectValue,
  name: string,
  site: CallSite,
  run: Run,
): Value | undefined {
  if (isPatched(name, run)) return UNKNOWN;
  for (let cls = start; cls; cls = cls.kind === "class" ? cls.parent : undefined) {
    if (cls.kind === "builtin") return cls.members?.(name, self, site);
    if (cls.kind !== "class") return UNKNOWN;
    for (const member of cls.cls.members) {
      if (
        member.kind !== "Method" ||
        member.static ||
        member.key.name !== name ||
        member.role === "set" ||
        member.role === "constructor"
      )
        continue;
      const method: Value = {
        kind: "function",
        fn: member.fn,
        scope: cls.scope,
        self,
        file: cls.file,
        home: cls,
        name,
      };
      return member.role === "get" ? callValue(method, { ...site, args: [], argSpans: [] }, run) : method;
    }
  }
  return undefined;
}

/** `self`: the class that is asked, which inherits from `cls` or is it. */
function staticMember(cls: ClassValue, name: string, site: CallSite, run: Run, self = cls): Value {
  const own = cls.statics.get(name);
  if (own)
    return own.kind === "function" && own.self === cls && !functionOf(own.fn).arrow ? { ...own, self } : own;
  const getter = cls.cls.members.find(
    (member) =>
      member.kind === "Method" && member.static && member.role === "get" && member.key.name === name,
  );
  if (getter?.kind === "Method")
    return callValue(
      { kind: "function", fn: getter.fn, scope: cls.scope, self, file: cls.file, home: cls, name },
      { ...site, args: [], argSpans: [] },
      run,
    );
  if (name === "name") return constant(self.name);
  if (name === "prototype") return prototypeOf(cls);
  if (cls.parent?.kind === "class") return staticMember(cls.parent, name, site, run, self);
  return cls.parent ? UNKNOWN : UNDEFINED;
}

/** `Net.prototype`, to take methods from, `const { step } = Net.prototype`; what is written to it is patched. */
function prototypeOf(home: ClassValue): BuiltinValue {
  const { cls, scope, file } = home;
  const methodNamed = (name: string): FunctionValue | undefined => {
    const method = cls.members.find(
      (member) =>
        member.kind === "Method" && !member.static && member.role === "method" && member.key.name === name,
    );
    return method?.kind === "Method"
      ? { kind: "function", fn: method.fn, scope, file, home, name }
      : undefined;
  };
  return { kind: "builtin", name: "prototype", get: methodNamed };
}

/** `call`, `apply` and `bind` of anything that can be called. */
function functionMember(fn: FunctionValue | BuiltinValue, name: string, run: Run): Value {
  if (name === "name") return fn.name === undefined ? UNKNOWN : constant(fn.name);
  const callOn = (self: Value | undefined, site: CallSite): Value =>
    callValue(fn.kind === "function" && self ? { ...fn, self } : fn, self ? { ...site, self } : site, run);
  const method = (call: (site: CallSite) => Value): BuiltinValue => ({ kind: "builtin", name, call });
  switch (name) {
    case "call":
      return method((site) =>
        callOn(site.args[0], { ...site, args: site.args.slice(1), argSpans: site.argSpans.slice(1) }),
      );
    case "apply":
      return method((site) => {
        const [self, list] = site.args;
        const args = list?.kind === "array" ? list.elements : [];
        const given = { ...site, args, argSpans: args.map(() => site.span) };
        if (!list || isNullish(list) || (list.kind === "array" && list.complete)) return callOn(self, given);
        return fn.kind === "function"
          ? callOn(self, { ...given, more: true })
          : spreadInto(fn, { ...given, ...(self && { self }) }, run);
      });
    case "bind":
      return method(({ args: [self, ...first], argSpans: [, ...firstSpans] }) => ({
        kind: "builtin",
        name: fn.name ?? "",
        call: (site) =>
          callOn(self, {
            ...site,
            args: [...first, ...site.args],
            argSpans: [...firstSpans, ...site.argSpans],
          }),
      }));
    default:
      return UNKNOWN;
  }
}
