/** What the analysis remembers of functions and declarations for the editor. */
import { decide, eq, not, type Shape } from "@convlens/engine/specs";
import type { FunctionFact } from "../analysis.ts";
import type { Expression, FunctionNode, Node, Pattern, TypeNote, VariableDeclaration } from "../syntax/ir.ts";
import { parseShape, type ShapeNote } from "./annotations.ts";
import { joinShapes } from "./join.ts";
import { type Frame, spanOf } from "./run.ts";
import type { FunctionValue, Tensor, Value } from "./values.ts";

/** The shapes of a function whose result is a tensor, joined over its calls. */
export function recordFunction(callee: FunctionValue, frame: Frame, result: Value): void {
  if (result.kind !== "tensor") return;
  const params: Record<string, Shape> = {};
  for (const parameter of callee.fn.params) {
    if (parameter.target.kind !== "Identifier") continue;
    const value = frame.scope.own(parameter.target.name)?.value;
    const given = frame.run.parameterShapes.get(callee.fn)?.get(parameter.target.name);
    if (given !== undefined) params[parameter.target.name] = given;
    else if (value?.kind === "tensor") params[parameter.target.name] = value.tensor.shape;
  }
  const before = frame.run.functions.get(callee.fn);
  const fact = {
    name: callee.name ?? "",
    span: declarationSpan(callee),
    params,
    returns: result.tensor.shape,
    file: callee.file,
  };
  frame.run.functions.set(callee.fn, before ? joined(before, fact) : fact);
}

const declarationSpan = ({ fn, file }: FunctionValue) => ({ file, start: fn.start, end: fn.end });

function joined(
  a: FunctionFact & { file: string },
  b: FunctionFact & { file: string },
): FunctionFact & { file: string } {
  const params = Object.fromEntries(
    Object.entries(a.params).map(([name, shape]) => [
      name,
      name in b.params ? joinShapes(shape, b.params[name]!) : shape,
    ]),
  );
  return { ...a, params: { ...b.params, ...params }, returns: joinShapes(a.returns, b.returns) };
}

/** Remembers with which shapes a function was entered: its parameters may be assigned to later. */
export function noteParameters(fn: FunctionNode, frame: Frame): void {
  const shapes = new Map<string, Shape>();
  for (const parameter of fn.params) {
    const value =
      parameter.target.kind === "Identifier" ? frame.scope.own(parameter.target.name)?.value : undefined;
    if (value?.kind === "tensor" && value.tensor.shape && parameter.target.kind === "Identifier")
      shapes.set(parameter.target.name, value.tensor.shape);
  }
  frame.run.parameterShapes.set(fn, shapes);
}

type Declaration = VariableDeclaration["declarations"][number];

/** A declaration's value under its annotation: an unknown tensor takes the noted shape, a known one is compared. */
export function noteDeclaration(
  node: VariableDeclaration,
  declaration: Declaration,
  value: Value,
  frame: Frame,
): Value {
  const note =
    frame.notes
      .before(node)
      .find((candidate) => candidate.name === undefined || isNamed(declaration.target, candidate.name)) ??
    typeNote(declaration.type);
  if (!note || note.error || !note.shape) return value;
  if (value.kind !== "tensor" || !value.tensor.shape) return annotated(note, declaration.target, frame);
  compare(note, value.tensor, declaration.init ?? declaration.target, frame);
  return value;
}

const isNamed = (target: Pattern, name: string): boolean =>
  target.kind === "Identifier" && target.name === name;

/** `Tensor<["N", 3, "H", "W"]>` */
export function typeNote(type: TypeNote | undefined): ShapeNote | undefined {
  if (type?.tensorDims === undefined) return undefined;
  const { start, end } = type;
  return { start, end, ...parseShape(`[${type.tensorDims}]`, start) };
}

/** A tensor whose shape is only known from an annotation. */
function annotated(note: ShapeNote, target: Pattern, frame: Frame): Value {
  const name = target.kind === "Identifier" ? target.name : undefined;
  return frame.run.world.tensor(note.shape, spanOf(frame, target), name === undefined ? {} : { name });
}

/** An annotation that certainly differs from what comes out is a finding of its own. */
function compare(note: ShapeNote, tensor: Tensor, node: Expression | Pattern | Node, frame: Frame): void {
  const [wanted, found] = [note.shape!, tensor.shape!];
  const differs =
    wanted.length !== found.length || wanted.some((dim, i) => decide(not(eq(dim, found[i]!))) === true);
  if (differs && frame.run.quiet === 0)
    frame.run.contradictions.push({
      note: { file: frame.file, start: note.start, end: note.end },
      wanted,
      found,
      at: spanOf(frame, node),
    });
}
