/** Numbers, strings, Object, JSON and the other globals that model code uses. */
import { perhaps } from "../../facts/aliases.ts";
import type { Scope } from "../../facts/scope.ts";
import type { BuiltinValue, CallSite, ObjectValue, Value } from "../../facts/values.ts";
import {
  asKey,
  asNumber,
  asString,
  constant,
  ELEMENTS,
  fieldsIn,
  HOLE,
  listedOrder,
  notKnown,
  UNDEFINED,
  UNKNOWN,
} from "../../facts/vocabulary.ts";
import { elementsOf } from "../machine/elements.ts";
import type { Run } from "../machine/run.ts";
import { arrayGlobal } from "./array-global.ts";
import { byteBufferGlobals } from "./byte-buffers.ts";
import { callBack } from "./call.ts";
import { newCanvas, newImageData } from "./image-data.ts";
import { spreadInto } from "./literals.ts";
import { locationGlobals } from "./locations.ts";
import { mapGlobal, setGlobal } from "./map.ts";
import { mathGlobal, onNumber } from "./math-global.ts";
import { builtin, namespace } from "./namespace.ts";
import { ANY_MEMBER } from "./patches.ts";
import { truth } from "./truth.ts";

import { typedArrayGlobals } from "./typed-arrays.ts";

/** Declares the language's globals, as a source `file` sees them. */
export function declareGlobals(scope: Scope, run: Run, file: string): void {
  const globals: Readonly<Record<string, Value>> = {
    Array: arrayGlobal(run),
    ...typedArrayGlobals(run),
    ...byteBufferGlobals,
    ...locationGlobals(file),
    ImageData: { kind: "builtin", name: "ImageData", construct: newImageData },
    OffscreenCanvas: { kind: "builtin", name: "OffscreenCanvas", construct: newCanvas },
    Map: mapGlobal(run),
    Set: setGlobal(run),
    Math: mathGlobal,
    Object: objectGlobal(run),
    Number: {
      ...namespace("Number", {
        isInteger: onNumber(Number.isInteger),
        isFinite: onNumber(Number.isFinite),
        parseInt: parsedInteger,
        parseFloat: parsedNumber,
        MAX_SAFE_INTEGER: constant(Number.MAX_SAFE_INTEGER),
      }),
      call: ({ args: [value] }) =>
        value?.kind === "const" ? constant(Number(value.value)) : value?.kind === "size" ? value : UNKNOWN,
    },
    String: {
      ...namespace("String", {}),
      call: ({ args: [value] }) => (value?.kind === "const" ? constant(String(value.value)) : UNKNOWN),
    },
    BigInt: builtin("BigInt", ({ args: [value] }) =>
      value?.kind === "const" && Number.isSafeInteger(value.value)
        ? constant(BigInt(value.value as number))
        : UNKNOWN,
    ),
    Boolean: {
      kind: "builtin",
      name: "Boolean",
      call: ({ args: [value = UNDEFINED] }) => {
        const decided = truth(value);
        return decided === undefined ? UNKNOWN : constant(decided);
      },
    },
    parseInt: builtin("parseInt", parsedInteger),
    parseFloat: builtin("parseFloat", parsedNumber),
    Infinity: constant(Number.POSITIVE_INFINITY),
    NaN: constant(Number.NaN),
    Promise: {
      ...namespace("Promise", {
        resolve: ({ args }) => args[0] ?? UNDEFINED,
        all: ({ args }) => args[0] ?? UNKNOWN,
      }),
      construct: (site) => {
        callBack(site, run);
        return UNKNOWN;
      },
    },
    Symbol: namespace("Symbol", { iterator: constant(ELEMENTS) }),
    structuredClone: builtin("structuredClone", ({ args }) => cloned(args[0] ?? UNDEFINED, run)),
    console: namespace("console", {
      log: () => UNDEFINED,
      error: () => UNDEFINED,
      warn: () => UNDEFINED,
      info: () => UNDEFINED,
      time: () => UNDEFINED,
      timeEnd: () => UNDEFINED,
      table: () => UNDEFINED,
    }),
  };
  for (const [name, value] of Object.entries(globals)) scope.declare(name, value);
}

const parsedNumber = ({ args: [value] }: CallSite): Value =>
  value?.kind === "const"
    ? constant(Number.parseFloat(String(value.value)))
    : value?.kind === "size"
      ? value
      : UNKNOWN;

function parsedInteger({ args: [value, radix = UNDEFINED] }: CallSite): Value {
  if (radix.kind !== "const") return UNKNOWN;
  const base = Number(radix.value ?? 10);
  if (value?.kind === "const")
    return constant(Number.parseInt(String(value.value), Number(radix.value ?? 0)));
  return value?.kind === "size" && (base === 10 || base === 0) ? value : UNKNOWN;
}

/** Lists within lists that `structuredClone` copies; below nobody knows what is there. */
const DEEPEST = 8;

function cloned(value: Value, run: Run, depth = 0): Value {
  if (value.kind === "const" || value.kind === "size" || value.kind === "typed-array") return value;
  if (depth === DEEPEST) return UNKNOWN;
  const copy = (inner: Value): Value => cloned(inner, run, depth + 1);
  if (value.kind === "array")
    return run.world.array(value.elements.map(copy), value.complete, value.rest && copy(value.rest));
  if (value.kind !== "object" || value.cls || value.base) return UNKNOWN;
  const object = run.world.object([]);
  spreadInto(object, value, run);
  for (const [name, inner] of object.fields) run.state.setField(object, name, copy(inner));
  return object;
}

// ── Object ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** `Object.freeze(o)` and its like: from here on writes to it do nothing, or throw. */
const freezing =
  (frozen: ObjectValue["frozen"], { state }: Run) =>
  ({ args: [value = UNKNOWN] }: CallSite): Value => {
    if ((value.kind === "object" && !value.base) || value.kind === "array")
      if (value.frozen !== "values") state.set(value, "frozen", frozen);
    return value;
  };

function objectGlobal(run: Run): BuiltinValue {
  const fieldsOf = (
    value: Value | undefined,
  ): { entries: readonly (readonly [string, Value])[]; complete: boolean } => {
    if (value?.kind === "object") {
      const { entries, complete } = fieldsIn(value);
      return { entries: listedOrder(entries), complete: complete && !value.base };
    }
    if (value?.kind === "array")
      return {
        entries: value.elements.flatMap((element, i) =>
          element === HOLE ? [] : [[String(i), element] as const],
        ),
        complete: value.complete,
      };
    return { entries: [], complete: false };
  };
  const listed =
    (make: (entry: readonly [string, Value]) => Value) =>
    ({ args: [value] }: CallSite): Value => {
      const { entries, complete } = fieldsOf(value);
      return run.world.array(entries.map(make), complete);
    };
  return {
    ...namespace("Object", {
      keys: listed(([name]) => constant(name)),
      values: listed(([, value]) => value),
      entries: listed(([name, value]) => run.world.array([constant(name), value])),
      create: ({ args: [parent] }) => (parent ? perhaps([parent]) : UNKNOWN),
      // what it can still be written by hangs on what was said
      defineProperty: (site) => {
        const [object = UNKNOWN, key = UNKNOWN] = site.args;
        callBack(site, run); // of a getter and a setter
        const name = asKey(key);
        if (object.kind !== "object" || name === "__esModule") return object;
        if (name === undefined) run.state.setSomeField(object, UNKNOWN);
        else {
          run.state.setField(object, name, UNKNOWN);
          run.state.set(object, "optional", new Set([...(object.optional ?? []), name])); // keys() may leave it out
        }
        run.state.set(object, "complete", false);
        run.state.set(object, "frozen", "perhaps");
        return object;
      },
      freeze: freezing("values", run),
      seal: freezing("names", run),
      preventExtensions: freezing("names", run),
      fromEntries: (site) => {
        const object = run.world.object([]);
        const list = site.args[0] && elementsOf(site.args[0], site);
        if (!list?.complete) run.state.set(object, "complete", false);
        for (const pair of list?.elements ?? []) {
          const name = pair.kind === "array" && pair.elements[0] ? asKey(pair.elements[0]) : undefined;
          const value = (pair.kind === "array" && pair.elements[1]) || UNDEFINED;
          if (name === undefined) run.state.setSomeField(object, value);
          else run.state.setField(object, name, value);
        }
        return object;
      },
      assign: ({ args: [target, ...sources] }) => {
        if (target?.kind === "builtin")
          for (const source of sources)
            for (const name of source.kind === "object" ? source.fields.keys() : [ANY_MEMBER])
              run.patched.add(name); // of a prototype
        if (target?.kind === "array")
          run.state.scramble(
            target,
            sources.flatMap((source) => (source.kind === "array" ? source.elements : [perhaps([source])])),
          );
        if (target?.kind !== "object") return target?.kind === "array" ? target : perhaps([...sources]);
        for (const source of sources) spreadInto(target, source, run);
        return target;
      },
    }),
    members: () => undefined,
  };
}

// ── members of primitives ───────────────────────────────────────────────────────────────────────────────────────

export function numberMember(value: Value, name: string): Value {
  if (name !== "toString" && name !== "toFixed" && name !== "toPrecision") return UNKNOWN;
  return builtin(name, ({ args: [digits = UNDEFINED] }) => {
    const [number, places] = [asNumber(value), digits.kind === "const" ? digits.value : Number.NaN];
    if (number === undefined || (places !== undefined && !Number.isInteger(places)))
      return notKnown("text of a number");
    try {
      return constant(number[name](places as number | undefined));
    } catch {
      return UNKNOWN; // more digits than there are: it throws
    }
  });
}

const plainStringMethods = [
  "toUpperCase",
  "toLowerCase",
  "trim",
  "startsWith",
  "endsWith",
  "includes",
  "slice",
  "substring",
  "replace",
  "replaceAll",
  "padStart",
  "padEnd",
  "repeat",
  "charAt",
  "at",
  "indexOf",
  "lastIndexOf",
  "charCodeAt",
  "codePointAt",
  "concat",
  "substr",
] as const;

export function stringMember(text: string, name: string, run: Run): Value {
  if (name === "length") return constant(text.length);
  if (/^\d+$/.test(name)) return constant(text[Number(name)]);
  if (name === "split") {
    return builtin(name, ({ args: [separator, limit = UNDEFINED] }) => {
      const by = asString(separator);
      const most = limit.kind === "const" && limit.value === undefined ? undefined : asNumber(limit);
      if (by === undefined || (most === undefined && limit !== UNDEFINED)) return UNKNOWN;
      return run.world.array(text.split(by, most).map((part) => constant(part)));
    });
  }
  if (name === ELEMENTS)
    return builtin(name, () => run.world.array([...text].map((letter) => constant(letter))));
  if (!(plainStringMethods as readonly string[]).includes(name)) return UNKNOWN;
  return builtin(name, (site) => {
    const { args } = site;
    if (args.some((arg) => arg.kind !== "const")) {
      if (args.some(({ kind }) => kind === "function")) callBack(site, run);
      return UNKNOWN;
    }
    return constant(
      (text as unknown as Record<string, (...args: unknown[]) => string>)[name]!(
        ...args.map((arg) => (arg.kind === "const" ? arg.value : undefined)),
      ),
    );
  });
}
