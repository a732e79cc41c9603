/**
 * What a function is given when nobody calls it: inputs as they are annotated, free sizes, things of which nothing is known.
 */
import type { ShapeNote } from "../facts/annotations.ts";
import type { CallSite, ObjectValue, Value } from "../facts/values.ts";
import { size, UNDEFINED, UNKNOWN } from "../facts/vocabulary.ts";
import type { Parameter, TypeNote } from "../syntax/ir.ts";
import { freeNumber, opaque } from "./machine/free.ts";
import type { ModuleState, Run } from "./machine/run.ts";
import { noteFor, typeNote } from "./tensors/contracts.ts";

/** The input of a model that nobody has run: as noted where it is declared, else open. */
export const modelInput = (run: Run, { inputShape }: ObjectValue, { span }: CallSite): Value =>
  run.world.tensor(inputShape ?? null, span, { name: "x", ...(!inputShape && { open: true }) });

/** The value of a parameter when nobody calls: its annotation, a tensor, a default or something free. */
export function inputFor(
  run: Run,
  state: ModuleState,
  parameter: Parameter,
  notes: readonly ShapeNote[],
  model: boolean,
): Value {
  const name = parameter.target.kind === "Identifier" ? parameter.target.name : undefined;
  const span = { file: state.file, start: parameter.target.start, end: parameter.target.end };
  const note = noteFor(notes, name) ?? typeNote(parameter.type);
  if (note && !note.error) return run.world.tensor(note.shape, span, name === undefined ? {} : { name });
  if (parameter.default && !isTensorType(parameter.type)) return UNDEFINED;
  const tensor = isTensorType(parameter.type) || (model && !parameter.type && name !== undefined);
  if (tensor && !parameter.optional)
    return run.world.tensor(null, span, { open: true, ...(name !== undefined && { name }) });
  if (parameter.target.kind === "ObjectPattern" && !parameter.default)
    return namedInputs(run, state, parameter, notes);
  return freeValue(run, state, parameter, true);
}

/** `{ ids, mask }: { ids: Tensor; mask: Tensor }`: an input for each tensor that is taken out of the argument. */
function namedInputs(
  run: Run,
  state: ModuleState,
  { target, type }: Parameter,
  notes: readonly ShapeNote[],
): Value {
  const input = run.world.object([]);
  run.state.set(input, "complete", false);
  for (const { key, start, end } of target.kind === "ObjectPattern" ? target.properties : []) {
    if (key.name === undefined) continue;
    const note = notes.find(({ name }) => name === key.name);
    const typed = isTypedTensor(key.name, type?.text ?? "");
    if (!note?.shape && !typed) continue;
    const extra = { name: key.name, ...(!note?.shape && { open: true }) };
    run.state.setField(
      input,
      key.name,
      run.world.tensor(note?.shape ?? null, { file: state.file, start, end }, extra),
    );
  }
  return input.fields.size > 0 ? input : opaque(run, "options");
}

const isTensorType = (type: TypeNote | undefined): boolean =>
  type?.name !== undefined &&
  /(^|\.)(Tensor|Tensor[1-5]D|Variable|SymbolicTensor)$|^mx\.array$/.test(type.name) &&
  !type.text.endsWith("[]");

/** A free size for numbers, nothing for the rest; a default where there is one. */
export function freeValue(run: Run, state: ModuleState, parameter: Parameter, absentFirst: boolean): Value {
  if (parameter.rest) return UNKNOWN;
  if (parameter.default) return UNDEFINED;
  const name = parameter.target.kind === "Identifier" ? parameter.target.name : undefined;
  const bound = name === undefined ? undefined : state.notes.lets.get(name);
  if (bound !== undefined) return size(bound);
  if (parameter.optional) return absentFirst ? UNKNOWN : UNDEFINED;
  const type = parameter.type?.text ?? "any";
  const span = { file: state.file, start: parameter.target.start, end: parameter.target.end };
  for (const dialect of run.context.dialects) {
    const known = dialect.parameter?.(type, span, run.world);
    if (known) return known;
  }
  if (type === "number") return freeNumber(run, name ?? "size");
  return /Tensor|=>|^(string|boolean)$/.test(type) ? UNKNOWN : opaque(run, name ?? "options");
}

export function siteAt(
  run: Run,
  state: ModuleState,
  node: { readonly start: number; readonly end: number },
): CallSite {
  const span = { file: state.file, start: node.start, end: node.end };
  return { args: [], argSpans: [], span, calleeSpan: span, world: run.world, free: true };
}

/** Whether a type's text, `{ x: tf.Tensor; training?: boolean }`, gives the member a tensor's type. */
const isTypedTensor = (member: string, type: string): boolean =>
  type.split(/[{};,]/).some((part) => {
    const colon = part.indexOf(":");
    const name = part
      .slice(0, colon)
      .replace(/\?\s*$/, "")
      .trim();
    return colon > 0 && name === member && /^\s*[\w.]*Tensor\b(?!\s*\[)/.test(part.slice(colon + 1));
  });
