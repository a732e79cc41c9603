/**
 * What annotations promise, held against what is found: of a declaration's value, of the arguments and the result of a
 * function. Where nothing is known the annotation is believed.
 *
 *   // @shape [N, 10]
 *   const logits = model.forward(load());     // unknown: now [N, 10]
 */

import { type Dim, decide, eq, freeSymbols, isUnknown, type Shape, substitute } from "@convlens/engine/specs";
import { parseShape, type ShapeNote, type ShapeNotes } from "../../facts/annotations.ts";
import type { Contradiction } from "../../facts/observed.ts";
import type { FunctionCode, Node, ParameterCode, TypeNote } from "../../facts/program.ts";
import type { Span } from "../../facts/span.ts";
import type { CallSite, FunctionValue, Value } from "../../facts/values.ts";
import { RUN_METHOD } from "../../facts/vocabulary.ts";
import type { Frame, Run } from "../machine/run.ts";
import { spanOf } from "../machine/run.ts";
import { underModelNote } from "./model-notes.ts";

/** `Tensor<["N", 3, "H", "W"]>` */
export function typeNote(type: TypeNote | undefined): ShapeNote | undefined {
  if (type?.tensorDims === undefined) return undefined;
  const { start, end } = type;
  return { start, end, ...parseShape(`[${type.tensorDims}]`, start) };
}

// ── declarations ────────────────────────────────────────────────────────────────────────────────────────────────

interface Declared {
  readonly name?: string | undefined;
  readonly place: Node; // where the name stands
  readonly type?: TypeNote | undefined;
  readonly value?: Node | undefined; // the expression that was evaluated
}

/** A declaration's value under the annotation before `node`: an unknown tensor takes its shape, a known one is compared, a model runs on it. */
export function underNote(node: Node, declared: Declared, given: Value, frame: Frame): Value {
  const value = underModelNote(declared.name, given, frame);
  const note =
    frame.notes
      .before(node)
      .find(({ name }) => name === declared.name || (name === undefined && declared.value !== undefined)) ??
    typeNote(declared.type);
  if (!note || note.error || !note.shape) return value;
  if (value.kind === "object" && value.base?.module) {
    frame.run.state.set(value, "inputShape", note.shape);
    return value;
  }
  if (value.kind === "layer" || value.kind === "function" || value.kind === "class") return value;
  if (value.kind !== "tensor" || !value.tensor.shape)
    return frame.run.world.tensor(
      note.shape,
      spanOf(frame, declared.place),
      declared.name === undefined ? {} : { name: declared.name },
    );
  if (!fits(note.shape, value.tensor.shape, {}))
    contradict(frame.run, {
      note: spanOf(frame, note),
      wanted: note.shape,
      found: value.tensor.shape,
      at: spanOf(frame, declared.value ?? declared.place),
    });
  return value;
}

export const nameOf = (target: ParameterCode["target"]): string | undefined =>
  target.kind === "Identifier" ? target.name : undefined;

// ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────

/** The notes that speak of a function's parameters: before it, its method, or the class whose forward it is. */
export function notesOfFunction(notes: ShapeNotes, { fn, home, name }: FunctionValue): readonly ShapeNote[] {
  if (notes.all.length === 0) return [];
  const method = home?.cls.members.find((member) => member.kind === "Method" && member.fn === fn);
  const own = notes.before(method ?? fn);
  return own.length === 0 && home && name === RUN_METHOD ? notes.before(home.cls) : own;
}

/** The note of one parameter; a single note without a name is the first parameter's. */
export const noteFor = (notes: readonly ShapeNote[], name: string | undefined): ShapeNote | undefined =>
  notes.find((note) => note.name === name) ??
  (notes.length === 1 && notes[0]!.name === undefined ? notes[0] : undefined);

/** What the annotations of a function say of one call: the sizes that their names stand for. */
export interface Contract {
  readonly notes: readonly ShapeNote[];
  readonly sizes: Record<string, Dim>;
}

/** The call with unknown arguments as they are annotated, and with what contradicts the annotation reported. */
export function underContract(
  callee: FunctionValue,
  site: CallSite,
  run: Run,
): { readonly site: CallSite; readonly contract: Contract | undefined } {
  const { fn, file } = callee;
  const notes = notesOfFunction(run.modules.get(file)!.notes, callee);
  if (notes.length === 0 && !hasShapeTypes(fn)) return { site, contract: undefined };
  const sizes: Record<string, Dim> = {};
  const args = fn.params.map((parameter, i): Value | undefined => {
    const given = site.args[i];
    const name = nameOf(parameter.target);
    const note = (parameter.rest ? undefined : noteFor(notes, name)) ?? typeNote(parameter.type);
    if (!note || note.error || !note.shape || !given) return given;
    const span = { file, start: note.start, end: note.end };
    if (given.kind === "unknown" || (given.kind === "tensor" && !given.tensor.shape && !given.tensor.open))
      return run.world.tensor(note.shape, site.argSpans[i] ?? site.span, name === undefined ? {} : { name });
    if (given.kind !== "tensor" || !given.tensor.shape || fits(note.shape, given.tensor.shape, sizes))
      return given;
    contradict(run, {
      note: span,
      wanted: note.shape,
      found: given.tensor.shape,
      at: site.argSpans[i] ?? site.span,
      argument: true,
    });
    // the rest of the function is judged by what it asks for
    return { kind: "tensor", tensor: { ...given.tensor, shape: note.shape, blamed: true } };
  });
  const known = [...args, ...site.args.slice(fn.params.length)].map((arg, i) => arg ?? site.args[i]!);
  return { site: { ...site, args: known.slice(0, site.args.length) }, contract: { notes, sizes } };
}

const hasShapeTypes = (fn: FunctionCode): boolean =>
  fn.returnType?.tensorDims !== undefined || fn.params.some(({ type }) => type?.tensorDims !== undefined);

/** The result under its annotation: `Tensor<["N", 10]>` behind the parameters, or `@shape returns [N, 10]`. */
export function resultUnder(
  contract: Contract | undefined,
  callee: FunctionValue,
  result: Value,
  run: Run,
): Value {
  if (!contract) return result;
  const note =
    contract.notes.find(({ name }) => name === "returns" || name === "return") ??
    typeNote(callee.fn.returnType);
  if (!note || note.error || !note.shape) return result;
  const span: Span = { file: callee.file, start: note.start, end: note.end };
  if (result.kind === "unknown" || (result.kind === "tensor" && !result.tensor.shape)) {
    const shape = note.shape.map((dim) => substitute(dim, contract.sizes));
    return run.world.tensor(shape, span);
  }
  if (
    result.kind === "tensor" &&
    result.tensor.shape &&
    !fits(note.shape, result.tensor.shape, contract.sizes)
  )
    contradict(run, { note: span, wanted: note.shape, found: result.tensor.shape, at: span });
  return result;
}

// ── comparison ──────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Whether a value may have the noted shape. Names of the note stand for any size, the same each time: `sizes` tells which
 * are known, and learns the others. Only what is certain counts as a difference.
 */
function fits(wanted: readonly Dim[], found: NonNullable<Shape>, sizes: Record<string, Dim>): boolean {
  if (wanted.length !== found.length) return false;
  return wanted.every((dim, i) => {
    const size = found[i]!;
    const asked = substitute(dim, sizes);
    const names = freeSymbols(asked);
    if (isUnknown(asked) || isUnknown(size)) return true;
    if (names.length === 0 || (Object.keys(sizes).length > 0 && names.every((name) => name in sizes)))
      return decide(eq(asked, size)) !== false;
    if (names.length === 1 && asked === dim && isName(dim, names[0]!)) {
      sizes[names[0]!] = size;
      return true;
    }
    return typeof size !== "number" || decide(eq(asked, size)) !== false;
  });
}

/** Whether the size is nothing but that name. */
const isName = (dim: Dim, name: string): boolean => substitute(dim, { [name]: 1234567 }) === 1234567;

function contradict(run: Run, contradiction: Contradiction): void {
  if (!run.state.silent) run.state.record(run.contradictions, contradiction);
}
