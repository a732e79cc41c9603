/**
 * What a function is given when nobody calls it: inputs as they are annotated, free sizes, things of which nothing is known.
 */
import type { Shape } from "@convlens/engine/specs";
import type { ShapeNote } from "../facts/annotations.ts";
import type { ModuleState } from "../facts/language.ts";
import type { ParameterCode } from "../facts/program.ts";
import type { CallSite, ObjectValue, Value } from "../facts/values.ts";
import { size, UNDEFINED, UNKNOWN } from "../facts/vocabulary.ts";
import { freeNumber, opaque } from "./machine/free.ts";
import type { Run } from "./machine/run.ts";
import { noteFor, typeNote } from "./tensors/contracts.ts";

/** The input of a model that nobody has run: as noted where it is declared, else open. */
export function modelInput(run: Run, instance: ObjectValue, { span }: CallSite): Value {
  const shape = instance.inputShape ?? configured(run, instance, "x", 0);
  return run.world.tensor(shape ?? null, span, { name: "x", ...(!shape && { open: true }) });
}

/** What the project's configuration says of a parameter of `forward`. */
function configured(
  run: Run,
  { name, cls, site }: ObjectValue,
  parameter: string | undefined,
  index: number,
): Shape | undefined {
  const file = site?.file ?? cls?.file ?? run.target;
  return run.context.inputFor?.(file, [name, cls?.cls.name?.name], parameter, index);
}

/** A parameter of a model's `forward`: as annotated, else as configured, else like any parameter. */
export function modelParameter(
  run: Run,
  state: ModuleState,
  instance: ObjectValue,
  parameter: ParameterCode,
  index: number,
  notes: readonly ShapeNote[],
): Value {
  const { target } = parameter;
  const name = target.kind === "Identifier" ? target.name : undefined;
  const noted = noteFor(notes, name) ?? typeNote(parameter.type);
  const shape = noted ? undefined : configured(run, instance, name, index);
  if (!shape) return inputFor(run, state, parameter, notes, true);
  return run.world.tensor(
    shape,
    { file: state.file, start: target.start, end: target.end },
    { ...(name && { name }) },
  );
}

/** The value of a parameter when nobody calls: its annotation, a tensor, a default or something free. */
export function inputFor(
  run: Run,
  state: ModuleState,
  parameter: ParameterCode,
  notes: readonly ShapeNote[],
  model: boolean,
): Value {
  const name = parameter.target.kind === "Identifier" ? parameter.target.name : undefined;
  const span = { file: state.file, start: parameter.target.start, end: parameter.target.end };
  const note = noteFor(notes, name) ?? typeNote(parameter.type);
  if (note && !note.error) return run.world.tensor(note.shape, span, name === undefined ? {} : { name });
  const type = run.language.nameOf(parameter.type);
  const typed = isTensorType(run, type);
  if (parameter.default && !typed) return UNDEFINED;
  const tensor = typed || (model && !parameter.type && name !== undefined);
  if (tensor && !parameter.optional)
    return run.world.tensor(null, span, {
      open: true,
      ...(name !== undefined && { name }),
      ...libraryOf(type, state),
    });
  if (parameter.target.kind === "ObjectPattern" && !parameter.default)
    return namedInputs(run, state, parameter, notes);
  return freeValue(run, state, parameter, true);
}

/** The library of `tf.Tensor` in a file that imports several. */
function libraryOf(type: string | undefined, { library, importsOf }: ModuleState): { dialect?: string } {
  const named = type === undefined ? undefined : importsOf.get(type.split(".")[0]!);
  return named === undefined || named === library ? {} : { dialect: named };
}

/** `{ ids, mask }: { ids: Tensor; mask: Tensor }`: an input for each tensor that is taken out of the argument. */
function namedInputs(
  run: Run,
  state: ModuleState,
  { target, type }: ParameterCode,
  notes: readonly ShapeNote[],
): Value {
  const input = run.world.object([]);
  run.state.set(input, "complete", false);
  for (const { key, start, end } of target.kind === "ObjectPattern" ? target.properties : []) {
    if (key.name === undefined) continue;
    const note = notes.find(({ name }) => name === key.name);
    const typed = type && isTensorType(run, run.language.nameOfMember(type, key.name));
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

/** Whether a type's name is what some library calls its tensors, `Tensor` or `tf.Tensor`. */
const isTensorType = (run: Run, type: string | undefined): boolean =>
  type !== undefined &&
  run.context.dialects.some(({ tensorTypes }) =>
    tensorTypes.some((name) => type === name || type.endsWith(`.${name}`)),
  );

/** A free size for numbers, nothing for the rest; a default where there is one. */
export function freeValue(
  run: Run,
  state: ModuleState,
  parameter: ParameterCode,
  absentFirst: boolean,
): Value {
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
  const kind = run.language.kindOf(parameter.type);
  if (kind === "number") return freeNumber(run, name ?? "size");
  return kind === "other" ? UNKNOWN : opaque(run, name ?? "options");
}

export function siteAt(
  run: Run,
  state: ModuleState,
  node: { readonly start: number; readonly end: number },
): CallSite {
  const span = { file: state.file, start: node.start, end: node.end };
  return { args: [], argSpans: [], span, calleeSpan: span, world: run.world, free: true };
}
