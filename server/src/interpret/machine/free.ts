/**
 * Values that only a run knows, under their own names: as sizes they are symbols (`config.hidden` is `hidden`), and what
 * is read of one twice is the same.
 */
import { symbol } from "@convlens/engine/specs";
import { soundsLike } from "../../facts/dialect.ts";
import type { UnionValue, UnknownValue, Value } from "../../facts/values.ts";
import { SOME_NUMBER } from "../../facts/vocabulary.ts";
import type { Run } from "./run.ts";

/** A number that nobody knows. */
export const freeNumber = (run: Run, name: string): UnknownValue => ({
  kind: "unknown",
  free: freshName(run, name),
});

/**
 * Anything at all: a size where it is used as one, an object where something is read of it. Under the name of a
 * library's global (`tf`) it is that library.
 */
export const opaque = (run: Run, name: string): Value =>
  libraryNamed(run, name) ?? { kind: "unknown", free: freshName(run, name), fields: new Map() };

/** The library whose global has this name; of what a module out of reach exports, only where the module sounds like it. */
export function libraryNamed(run: Run, name: string, module?: string): Value | undefined {
  const dialect = run.context.dialects.find(({ globals }) => globals?.includes(name));
  if (!dialect || (module !== undefined && !soundsLike(dialect, module))) return undefined;
  return dialect.namespace(dialect.modules[0]!);
}

/** `value.name` of something opaque. */
export function opaqueMember(run: Run, value: UnknownValue, name: string): Value {
  const known = value.fields!.get(name);
  if (known) return known;
  const member = opaque(run, /^[A-Za-z_$]/.test(name) ? name : `${value.free ?? ""}_${name}`);
  run.state.enter(value.fields!, name, member);
  return member;
}

/** What a variable holds, told apart by the variable's name: the unknown becomes opaque, a number a size, one of several numbers a bounded size. */
export function underName(run: Run, value: Value, name: string): Value {
  if (value.kind === "unknown" && value.free === undefined && value.why === undefined) {
    const named = opaque(run, name);
    return value.aliases && named.kind === "unknown" ? { ...named, aliases: value.aliases } : named;
  }
  if (value === SOME_NUMBER) return freeNumber(run, name);
  if (value.kind !== "union") return value;
  const range = rangeOf(value);
  return range ? { kind: "size", dim: symbol(freshName(run, name), range) } : value;
}

function rangeOf({ options }: UnionValue): { readonly min: number; readonly max: number } | undefined {
  const numbers = options.flatMap((option) =>
    option.kind === "const" && Number.isSafeInteger(option.value) ? [option.value as number] : [],
  );
  return numbers.length === options.length
    ? { min: Math.min(...numbers), max: Math.max(...numbers) }
    : undefined;
}

/** The name, or with a number behind it where others have it already: the first that is free, as they come one after the other. */
export function freshName(run: Run, name: string): string {
  const isTaken = (n: number): boolean => run.names.has(n === 1 ? name : `${name}${n}`);
  let [taken, free] = [0, 1];
  for (; isTaken(free); free *= 2) taken = free;
  while (free - taken > 1) {
    const middle = (taken + free) >> 1;
    if (isTaken(middle)) taken = middle;
    else free = middle;
  }
  const candidate = free === 1 ? name : `${name}${free}`;
  run.state.mark(run.names, candidate);
  return candidate;
}
