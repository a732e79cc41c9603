/**
 * Which functions may write what was there before they ran, themselves or through others: told by the names that their
 * text mentions. A method that an object's own constructor calls writes what nobody else has yet.
 *
 *   class Net { constructor() { this.grow(); } grow() { this.width += 8; } }
 *   export const make = () => new Net();       // writes nothing that was there
 */
import type { FunctionWrites } from "../../facts/language.ts";
import type { ClassNode, FunctionNode, Node, Statement } from "../../syntax/ir.ts";
import { descend, isClass, isFunction } from "../../syntax/walk.ts";
import { functionsIn, writesOf } from "./late-writes.ts";

/** What a file declares, by name. */
interface Declared {
  readonly functions: ReadonlyMap<string, readonly FunctionNode[]>;
  readonly classes: ReadonlyMap<string, readonly ClassNode[]>;
}

/**
 * Tells whether a function may write what `touches` says is there; with `newborn` as a constructor does, whose `this` is
 * nobody else's.
 */
export function writers(
  body: readonly Statement[],
  touches: (writes: FunctionWrites, newborn: boolean) => boolean,
): (fn: FunctionNode, newborn: boolean) => boolean {
  const declared = declaredIn(body);
  const reaches = (fn: FunctionNode, newborn: boolean, seen: Set<string>): boolean => {
    const key = `${fn.start} ${newborn}`;
    if (seen.has(key)) return false;
    seen.add(key);
    if (functionsIn(fn).some((inner) => touches(writesOf(inner), newborn))) return true;
    const { names, members } = mentionsOf(fn);
    const follow = (name: string, ofNewborn: boolean): boolean =>
      (declared.functions.get(name) ?? []).some((other) => reaches(other, ofNewborn, seen));
    return (
      names.some(
        (name) =>
          follow(name, false) ||
          (declared.classes.get(name) ?? []).some((cls) =>
            constructorsOf(cls, declared).some((made) => reaches(made, true, seen)),
          ),
      ) || members.some(({ name, ofThis }) => follow(name, newborn && ofThis))
    );
  };
  return (fn, newborn) => reaches(fn, newborn, new Set());
}

/** Names of methods that constructors call and nobody else in the file: parts of making an object, not of its later life. */
export function onlyInConstructors(body: readonly Statement[]): ReadonlySet<string> {
  const all = body.map(callsIn);
  const elsewhere = new Set(all.flatMap((calls) => [...calls.elsewhere]));
  return new Set(all.flatMap(({ inside }) => [...inside].filter((name) => !elsewhere.has(name))));
}

// ── what one statement or function says, once for each text ─────────────────────────────────────────────────────

/** A function of a node that is computed once. */
function remembered<N extends Node, T>(compute: (node: N) => T): (node: N) => T {
  const known = new WeakMap<N, { readonly value: T }>();
  return (node) => {
    let found = known.get(node);
    if (!found) {
      found = { value: compute(node) };
      known.set(node, found);
    }
    return found.value;
  };
}

interface Mentions {
  readonly names: readonly string[];
  readonly members: readonly { readonly name: string; readonly ofThis: boolean }[];
}

const mentionsOf = remembered((fn: FunctionNode): Mentions => {
  const names = new Set<string>();
  const members = new Map<string, Mentions["members"][number]>();
  const enter = (node: Node): boolean => {
    if (isFunction(node)) {
      // its own name is no mention of it
      for (const inside of [...node.params, node.body]) descend(inside, enter);
      return false;
    }
    const { kind, name, object, key } = node as unknown as Partial<Named & Member>;
    if (kind === "Identifier" && name !== undefined) names.add(name);
    if (kind !== "Member" || key?.name === undefined) return true;
    const ofThis = object?.kind === "This";
    members.set(`${key.name} ${ofThis}`, { name: key.name, ofThis });
    descend(object as unknown as Node, enter); // the name itself is no variable
    return false;
  };
  descend(fn, enter);
  return { names: [...names], members: [...members.values()] };
});

const callsIn = remembered((statement: Statement) => {
  const inside = new Set<string>();
  const elsewhere = new Set<string>();
  const collect = (node: Node, names: Set<string>): void =>
    descend(node, (inner) => {
      if (isClass(inner)) {
        for (const member of inner.members) {
          const made = member.kind === "Method" && member.role === "constructor";
          collect(member.kind === "Method" ? member.fn : member, made ? inside : elsewhere);
        }
        return false;
      }
      const { kind, object, key } = inner as unknown as Partial<Member>;
      if (kind === "Member" && key?.name !== undefined)
        (object?.kind === "This" ? names : elsewhere).add(key.name);
      return true;
    });
  collect(statement, elsewhere);
  return { inside, elsewhere };
});

const declarationsIn = remembered((statement: Statement) => {
  const functions: (readonly [string, FunctionNode])[] = [];
  const classes: (readonly [string, ClassNode])[] = [];
  descend(statement, (node) => {
    if (isClass(node) && node.name) classes.push([node.name.name, node]);
    // `name = function`, `{ name: function }`, `name() { … }`
    const { target, key, init, value, fn } = node as unknown as Partial<Declaring>;
    const made = fn ?? (init ?? value)?.fn;
    const name = target?.name ?? target?.key?.name ?? key?.name ?? made?.name?.name;
    if (made && name !== undefined) functions.push([name, made]);
    return true;
  });
  return { functions, classes };
});

function declaredIn(body: readonly Statement[]): Declared {
  const all = body.map(declarationsIn);
  return {
    functions: grouped(all.flatMap(({ functions }) => functions)),
    classes: grouped(all.flatMap(({ classes }) => classes)),
  };
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const [name, node] of pairs) {
    const group = groups.get(name) ?? [];
    group.push(node);
    groups.set(name, group);
  }
  return groups;
}

/** What `new` runs: constructors and functions in fields, of the class and of those that it extends. */
function constructorsOf({ members, superClass }: ClassNode, declared: Declared): readonly FunctionNode[] {
  const own = members.flatMap((member) => {
    if (member.kind === "Method") return member.role === "constructor" ? [member.fn] : [];
    return member.kind === "Field" && member.init?.kind === "Function" ? [member.init.fn] : [];
  });
  const parents = superClass?.kind === "Identifier" ? (declared.classes.get(superClass.name) ?? []) : [];
  return [
    ...own,
    ...parents.flatMap((parent) =>
      parent.superClass === superClass ? [] : constructorsOf(parent, declared),
    ),
  ];
}

interface Named {
  readonly kind: string;
  readonly name: string;
}
interface Member {
  readonly kind: string;
  readonly object: { readonly kind: string };
  readonly key: { readonly name?: string };
}
interface Declaring {
  readonly target: { readonly name?: string; readonly key?: { readonly name?: string } };
  readonly key: { readonly name?: string };
  readonly init: { readonly fn?: FunctionNode };
  readonly value: { readonly fn?: FunctionNode };
  readonly fn: FunctionNode;
}
