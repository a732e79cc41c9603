/**
 * `value instanceof Class`: decided along the chain of `extends`, as far as it is known.
 *
 *   new nn.Conv2d(3, 8, 3) instanceof nn.Module   // true
 */
import { optionsOf } from "../../facts/join.ts";
import { isTypedArrayType } from "../../facts/typed-array.ts";
import type { BuiltinValue, ClassValue, Value } from "../../facts/values.ts";
import { constant, UNKNOWN } from "../../facts/vocabulary.ts";

export function instanceOf(value: Value, cls: Value): Value {
  const verdicts = new Set(optionsOf(value).map((option) => isInstance(option, cls)));
  const [verdict] = verdicts;
  return verdicts.size === 1 && verdict !== undefined ? constant(verdict) : UNKNOWN;
}

/** Whether one value is an instance; undefined where that is not known. */
export function isInstance(value: Value, cls: Value): boolean | undefined {
  if (value.kind === "unknown" || value.kind === "union") return undefined;
  if (cls.kind === "builtin" && cls.name === "Object" && !cls.module)
    return value.kind !== "const" && value.kind !== "size" && value.kind !== "ratio" ? undefined : false;
  if (cls.kind === "class") return value.kind === "object" ? descends(value.cls, cls, value.base) : false;
  if (cls.kind !== "builtin") return undefined;
  switch (value.kind) {
    case "const":
    case "size":
    case "ratio":
      return false;
    case "layer":
      return ofLibrary(cls, value.spec.name);
    case "object":
      return value.base ? descends(value.cls, cls, value.base) : undefined;
    case "array":
      return cls.name === "Array";
    case "typed-array":
      return isTypedArrayType(cls.name) ? cls.name === value.type : undefined;
    case "tensor":
      return cls.name === "Tensor" ? true : cls.module ? false : undefined;
    default:
      return undefined;
  }
}

/** Along `extends`: the class is met, or the chain ends without it. */
function descends(
  from: ClassValue | undefined,
  cls: Value,
  base: BuiltinValue | undefined,
): boolean | undefined {
  for (let at: Value | undefined = from; at; at = at.kind === "class" ? at.parent : undefined) {
    if (at.kind === "class" && cls.kind === "class" && at.cls === cls.cls) return true;
    if (at.kind !== "class" && at.kind !== "builtin") return undefined;
  }
  if (cls.kind !== "builtin") return false;
  return base?.module ? ofLibrary(cls, base.name) : undefined;
}

/** A library's class by name: each is a Module, and none extends another. */
function ofLibrary(cls: BuiltinValue, name: string): boolean | undefined {
  if (!cls.module)
    return cls.name === "Array" || cls.name === "Map" || cls.name === "Set" ? false : undefined;
  if (cls.name === "Module" || cls.name === name) return true;
  return cls.name.startsWith("Lazy") || name.startsWith("Lazy") ? undefined : false;
}
