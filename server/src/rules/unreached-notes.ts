/**
 * Annotations that speak of nothing: before a statement that holds no tensor, or of a parameter that is not there.
 *
 *   /** @shape y [N, 3, 32, 32] *\/
 *   function f(x: Tensor) { … }        // f has no y
 */
import type { Finding } from "../facts/analysis.ts";
import type { ShapeNote } from "../facts/annotations.ts";
import { namesIn } from "../interpret/javascript/patterns.ts";
import type { ModuleState } from "../interpret/machine/run.ts";
import { nameOf } from "../interpret/tensors/contracts.ts";
import type { FunctionNode, Node, Pattern } from "../syntax/ir.ts";

export function unreachedNotes({ file, module, notes }: ModuleState, text: string): Finding[] {
  if (notes.all.length === 0) return [];
  const names = new Map<ShapeNote, Set<string>>(); // what a note may speak of, where it speaks of anything
  const hear = (node: Node, known: readonly (string | undefined)[]): void => {
    for (const note of notes.before(node)) {
      const heard = names.get(note) ?? new Set();
      for (const name of known) if (name !== undefined) heard.add(name);
      names.set(note, heard);
    }
  };
  visit(module.body, hear);
  return notes.all.flatMap((note): Finding[] => {
    const known = names.get(note);
    if (note.error || !note.leads || (known && (note.name === undefined || known.has(note.name)))) return [];
    if (!known && isOfSignature(text.slice(note.end, note.end + 600))) return [];
    return [
      {
        code: "annotation-unreachable",
        severity: "warning",
        message: known
          ? `There is no \`${note.name}\` here for this annotation to speak of${known.size ? `, only ${list(known)}` : ""}.`
          : "This annotation reaches nothing: it belongs before a function, a method, a class or a declaration.",
        span: { file, start: note.start, end: note.end },
        related: [],
        fixes: [],
      },
    ];
  });
}

/** Interfaces, overloads and abstract methods have no body to analyse: what is noted there is for readers. */
const isOfSignature = (after: string): boolean =>
  /^(?:[^*]|\*(?!\/))*?(?:\*\/|\n)(?:\s*(?:\/\/[^\n]*\n|\/\*[\s\S]*?\*\/))*\s*(?:[a-z]+\s+)*[\w$]*\??(?:<[^>]*>)?\s*(?:\((?:[^()]|\([^()]*\))*\))?\s*(?::[^{}=;]*)?(?:[;,}]|\n\s*\n|$)/.test(
    after,
  );

const RESULT = ["returns", "return"];
const list = (names: ReadonlySet<string>): string =>
  [...names]
    .filter((name) => !RESULT.includes(name))
    .map((name) => `\`${name}\``)
    .join(", ");

type Hear = (node: Node, names: readonly (string | undefined)[]) => void;

/** Every node that annotations may stand before, with the names that they may use there. */
function visit(value: unknown, hear: Hear): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, hear);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const node = value as Node & Record<string, unknown>;
  if (node.kind === "VariableDeclaration")
    hear(
      node,
      (node.declarations as { target: Pattern }[]).flatMap(({ target }) => namesIn(target)),
    );
  if (node.kind === "ExpressionStatement") {
    const { kind, target } = node.expression as { kind: string; target?: Pattern };
    if (kind === "Assign" && target)
      hear(node, target.kind === "Member" ? [target.key.name] : namesIn(target));
  }
  if (node.kind === "Field") hear(node, [(node.key as { name?: string }).name, ...parametersOf(node.init)]);
  if (node.kind === "Method") hear(node, parametersOf(node));
  if (Array.isArray(node.params) && "body" in node) hear(node, parametersOf({ fn: node }));
  if (Array.isArray(node.members))
    for (const member of node.members) if (member?.key?.name === "forward") hear(node, parametersOf(member));
  for (const inner of Object.values(node)) visit(inner, hear);
}

/** The parameters of a function, and what its result is called. */
function parametersOf(value: unknown): readonly (string | undefined)[] {
  const fn = (value as { fn?: FunctionNode } | undefined)?.fn;
  return fn ? [...fn.params.map(({ target }) => nameOf(target)), ...RESULT] : [];
}
