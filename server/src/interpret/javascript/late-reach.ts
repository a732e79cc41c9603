/**
 * Which functions may write what was there before they ran, themselves or through others: told by the names that their
 * text mentions. A method that an object's own constructor calls writes what nobody else has yet.
 *
 *   class Net { constructor() { this.grow(); } grow() { this.width += 8; } }
 *   export const make = () => new Net();       // writes nothing that was there
 */
import type { ClassNode, FunctionNode, Node, Statement } from "../../syntax/ir.ts";
import { type FunctionWrites, functionsIn, isClass, visit, writesOf } from "./late-writes.ts";

/** What a file declares, by name. */
interface Declared {
  readonly functions: ReadonlyMap<string, readonly FunctionNode[]>;
  readonly classes: ReadonlyMap<string, readonly ClassNode[]>;
}

/** Tells whether a function may write what `touches` says is there. */
export function writers(
  body: readonly Statement[],
  touches: (writes: FunctionWrites, newborn: boolean) => boolean,
): (fn: FunctionNode) => boolean {
  const declared = declaredIn(body);
  const reaches = (fn: FunctionNode, newborn: boolean, seen: Set<string>): boolean => {
    const key = `${fn.start} ${newborn}`;
    if (seen.has(key)) return false;
    seen.add(key);
    if (functionsIn(fn).some((inner) => touches(writesOf(inner), newborn))) return true;
    let found = false;
    const follow = (name: string | undefined, ofNewborn: boolean): void => {
      for (const other of declared.functions.get(name ?? "") ?? []) found ||= reaches(other, ofNewborn, seen);
    };
    visit(fn, (node) => {
      if (found || !("kind" in node)) return !found;
      if (node.kind === "Identifier" && "name" in node) {
        follow(node.name as string, false);
        for (const cls of declared.classes.get(node.name as string) ?? [])
          for (const made of constructorsOf(cls)) found ||= reaches(made, true, seen);
      } else if (node.kind === "Member") {
        const { object, key: member } = node as unknown as Member;
        follow(member.name, newborn && object.kind === "This");
      }
      return !found;
    });
    return found;
  };
  return (fn) => reaches(fn, false, new Set());
}

type Member = { readonly object: { readonly kind: string }; readonly key: { readonly name?: string } };

/** Names of methods that constructors call and nobody else in the file: parts of making an object, not of its later life. */
export function onlyInConstructors(body: readonly Statement[]): ReadonlySet<string> {
  const inside = new Set<string>();
  const elsewhere = new Set<string>();
  const collect = (node: Node, names: Set<string>): void =>
    visit(node, (inner) => {
      if (isClass(inner)) {
        for (const member of inner.members) {
          const made = member.kind === "Method" && member.role === "constructor";
          collect(member.kind === "Method" ? member.fn : member, made ? inside : names);
        }
        return false;
      }
      const { kind, object, key } = inner as unknown as Member & { readonly kind?: string };
      if (kind === "Member" && key.name !== undefined)
        (object.kind === "This" ? names : elsewhere).add(key.name);
      return true;
    });
  for (const statement of body) collect(statement, elsewhere);
  return new Set([...inside].filter((name) => !elsewhere.has(name)));
}

/** What `new` runs of the class itself; that of its parents is found by their names. */
const constructorsOf = ({ members }: ClassNode): readonly FunctionNode[] =>
  members.flatMap((member) => {
    if (member.kind === "Method") return member.role === "constructor" ? [member.fn] : [];
    return member.kind === "Field" && member.init?.kind === "Function" ? [member.init.fn] : [];
  });

function declaredIn(body: readonly Statement[]): Declared {
  const functions = new Map<string, FunctionNode[]>();
  const classes = new Map<string, ClassNode[]>();
  const add = <T>(map: Map<string, T[]>, name: string | undefined, node: T): void => {
    if (name !== undefined) map.set(name, [...(map.get(name) ?? []), node]);
  };
  /** `name = function`, `{ name: function }`, `name() { … }` */
  const named = (node: Node): void => {
    const { target, key, init, value, fn } = node as Named;
    const made = fn ?? (init ?? value)?.fn;
    if (made) add(functions, target?.name ?? target?.key?.name ?? key?.name ?? made.name?.name, made);
  };
  for (const statement of body)
    visit(statement, (node) => {
      if (isClass(node)) add(classes, node.name?.name, node);
      named(node);
      return true;
    });
  return { functions, classes };
}

interface Named {
  readonly target?: { readonly name?: string; readonly key?: { readonly name?: string } };
  readonly key?: { readonly name?: string };
  readonly init?: { readonly fn?: FunctionNode };
  readonly value?: { readonly fn?: FunctionNode };
  readonly fn?: FunctionNode;
}
