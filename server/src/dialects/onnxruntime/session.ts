/**
 * `InferenceSession.create(file, options)`: a session that knows its file, and what can be read of it.
 *
 *   const session = await ort.InferenceSession.create("./mlp.onnx");
 *   session.inputNames[0]          // "x"
 */
import type { LoadedModel } from "../../facts/loaded.ts";
import type { BuiltinValue, CallSite, ObjectValue, Value, World } from "../../facts/values.ts";
import { asNumber, constant, notKnown, size, UNDEFINED } from "../../facts/vocabulary.ts";
import type { ModelFile, ModelValue } from "../../model-files/index.ts";
import { loadModel } from "../loaded/load.ts";
import { beyondNames, type NamedValues } from "../loaded/results.ts";
import { runSession } from "./run.ts";
import { DIALECT } from "./tensor.ts";

/** The packages differ in what they check: an unknown feed is an error on the web alone, and transformers.js adds some itself. */
export type Package = "web" | "node" | "other" | "transformers";

export const sessionClass = (which: Package): BuiltinValue => ({
  kind: "builtin",
  name: "InferenceSession",
  get: (name) =>
    name === "create" ? { kind: "builtin", name, call: (site) => createSession(site, which) } : undefined,
});

/** One session a file: what is known of two of them is the same. */
const sessions = new WeakMap<World, Map<string, ObjectValue>>();

function createSession(site: CallSite, which: Package): Value {
  const { world, args } = site;
  const [path, options] = args;
  const given = options?.kind === "object" ? options.fields.get("externalData") : undefined;
  const model = loadModel({
    site,
    path,
    loader: "InferenceSession.create",
    dialect: DIALECT,
    ownWeights:
      which !== "node" && (given !== undefined || (options !== undefined && options.kind !== "object")),
    needsWeights: which === "web" && path?.kind !== "location",
    readsBeside:
      which === "node" && given === undefined && (path?.kind !== "location" || path.as !== "bytes"),
  });
  if (!model)
    return {
      ...notKnown("which model file this is, is only known at run time"),
      load: (noted) => sessionOf(noted, which, world),
    };
  return sessionOf(which === "web" ? withOverrides(model, options) : model, which, world);
}

function sessionOf(model: LoadedModel, which: Package, world: World): ObjectValue {
  const known = sessions.get(world) ?? new Map<string, ObjectValue>();
  sessions.set(world, known);
  const key = `${which} ${JSON.stringify(model.file.inputs)} ${model.file.path}`;
  const session = known.get(key) ?? makeSession(model, which, world);
  known.set(key, session);
  return session;
}

function makeSession(model: LoadedModel, which: Package, world: World): ObjectValue {
  const inputs = model.file.inputs.filter(({ required }) => required);
  const { outputs } = model.file;
  const texts = (values: readonly ModelValue[], what: NamedValues): Value => ({
    ...world.array(values.map(({ name }) => constant(name))),
    lacks: (name, at) => beyondNames(name, what, values, model, world, at),
  });
  const metadata = (values: readonly ModelValue[]): Value =>
    world.array(values.map((value) => metadataOf(value, world)));
  const method = (name: string, call: (site: CallSite) => Value): readonly [string, Value] => [
    name,
    { kind: "builtin", name, call },
  ];
  const methods = new Map<string, Value>([
    [
      "run",
      { kind: "builtin", name: "run", runsModel: true, call: (site) => runSession(model, which, site) },
    ],
    method("release", () => UNDEFINED),
    method("startProfiling", () => UNDEFINED),
    method("endProfiling", () => UNDEFINED),
  ]);
  const fields: [string, Value][] = [["inputNames", texts(inputs, "input")]];
  if (!model.inputsOnly) fields.push(["outputNames", texts(outputs, "output")]);
  if (which !== "other") {
    fields.push(["inputMetadata", metadata(inputs)]);
    if (!model.inputsOnly) fields.push(["outputMetadata", metadata(outputs)]);
  }
  return world.object(fields, {
    kind: "builtin",
    name: "InferenceSession",
    members: (name) => methods.get(name),
  });
}

/** `{ name, isTensor, type, shape }`; what has no name or no rank reads differently in each runtime. */
function metadataOf({ name, kind, type, dims }: ModelValue, world: World): Value {
  const sizes = dims?.map((dim) =>
    typeof dim === "number" ? size(dim) : dim === null ? notKnown("left open") : constant(dim),
  );
  return world.object([
    ["name", constant(name)],
    ["isTensor", constant(kind === "tensor")],
    ["type", type === undefined ? notKnown("not said") : constant(type)],
    ["shape", sizes ? world.array(sizes) : world.array([], false)],
  ]);
}

/** `freeDimensionOverrides: { batch: 1 }` fixes sizes by their names. */
function withOverrides(model: LoadedModel, options: Value | undefined): LoadedModel {
  const given = options?.kind === "object" ? options.fields.get("freeDimensionOverrides") : undefined;
  if (given?.kind !== "object") return model;
  const sizes = new Map(
    [...given.fields].flatMap(([name, value]) =>
      asNumber(value) === undefined ? [] : [[name, asNumber(value)!]],
    ),
  );
  const fixed = <T extends ModelValue>(value: T): T => ({
    ...value,
    dims: value.dims?.map((dim) => (typeof dim === "string" ? (sizes.get(dim) ?? dim) : dim)) ?? null,
  });
  const file: ModelFile = {
    ...model.file,
    inputs: model.file.inputs.map(fixed),
    outputs: model.file.outputs.map(fixed),
  };
  return { ...model, file };
}
