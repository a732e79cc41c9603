/**
 * What each annotation may speak of where it stands: the parameters of a function, the names of a declaration.
 *
 *   /** @shape y [N, 3, 32, 32] *\/
 *   function f(x: Tensor) { … }        // x, returns: there is no y
 */

import type { ShapeNote, ShapeNotes } from "../../facts/annotations.ts";
import type { NotedShape } from "../../facts/observed.ts";
import { RUN_METHOD } from "../../facts/vocabulary.ts";
import type { FunctionNode, Member, Module } from "../../syntax/ir.ts";
import { type AnyNode, namesIn, walk } from "../../syntax/walk.ts";
import { nameOf } from "../tensors/contracts.ts";

export function heardNotes(module: Module, notes: ShapeNotes): NotedShape[] {
  if (notes.all.length === 0) return [];
  const heard = new Map<ShapeNote, Set<string>>();
  walk(module.body, (node) => {
    const names = speaksOf(node);
    for (const note of names ? notes.before(node) : []) {
      const known = heard.get(note) ?? new Set();
      for (const name of names!) if (name !== undefined) known.add(name);
      heard.set(note, known);
    }
  });
  const signatures = new Set(module.signatures.flatMap((node) => notes.before(node)));
  return notes.all.map((note): NotedShape => {
    const reaches = heard.get(note) ?? (signatures.has(note) ? "signature" : undefined);
    return { note, ...(reaches && { reaches }) };
  });
}

/** Names that an annotation before the node may use; undefined where none may stand. */
function speaksOf(node: AnyNode): readonly (string | undefined)[] | undefined {
  switch (node.kind) {
    case "VariableDeclaration":
      return node.declarations.flatMap(({ target }) => namesIn(target));
    case "ExpressionStatement": {
      const { expression } = node;
      if (expression.kind !== "Assign") return undefined;
      return expression.target.kind === "Member" ? [expression.target.key.name] : namesIn(expression.target);
    }
    case "Field":
      return [node.key.name, ...(node.init?.kind === "Function" ? parametersOf(node.init.fn) : [])];
    case "Method":
    case "Function":
    case "FunctionDeclaration":
      return parametersOf(node.fn);
    case "Class":
    case "ClassDeclaration":
      return node.cls.members.filter(isForward).flatMap(({ fn }) => parametersOf(fn));
    default:
      return undefined;
  }
}

/** The parameters of a function, and what its result is called. */
const parametersOf = ({ params }: FunctionNode): readonly (string | undefined)[] => [
  ...params.map(({ target }) => nameOf(target)),
  "returns",
  "return",
];

const isForward = (member: Member): member is Extract<Member, { kind: "Method" }> =>
  member.kind === "Method" && member.key.name === RUN_METHOD;
