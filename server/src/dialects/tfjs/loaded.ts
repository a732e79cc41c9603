/**
 * `tf.loadLayersModel` and `tf.loadGraphModel`: models that know their file.
 *
 *   const model = await tf.loadGraphModel("/model/model.json");
 *   model.inputs[0].shape      // as the file has it
 *   model.predict(x)           // x against the file's input; the outputs as the file's layers or declarations give them
 */
import { type Dim, open, type Shape } from "@convlens/engine/specs";
import type { LoadedModel } from "../../facts/loaded.ts";
import type { BuiltinValue, CallSite, ObjectValue, TensorValue, Value, World } from "../../facts/values.ts";
import { asKey, asNumber, constant, notKnown, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { inferModel, type ModelValue } from "../../model-files/index.ts";
import { closest } from "../loaded/closest.ts";
import { loadModel } from "../loaded/load.ts";
import { reportAt } from "../loaded/report.ts";
import { graphOf, setGraph } from "./graph.ts";
import { executeGraph } from "./loaded-graph.ts";
import { predictLayers } from "./loaded-layers.ts";
import { beyondEnds } from "./loaded-run.ts";
import { loadedLayers } from "./loaded-topology.ts";
import { memberOf } from "./models.ts";
import { DIALECT, method, shapeValue } from "./vocabulary.ts";

type Loader = "loadLayersModel" | "loadGraphModel";

/** `tf.loadLayersModel`, `tf.loadGraphModel` */
export const loader = (name: Loader): BuiltinValue => method(name, (site) => load(name, site));

function load(name: Loader, site: CallSite): Value {
  const model = loadModel({ site, path: site.args[0], loader: name, dialect: DIALECT });
  if (!model)
    return {
      ...notKnown("the model is loaded at run time"),
      load: (noted) => madeOf(name, noted, site),
    };
  return madeOf(name, model, site);
}

/** One value a file: what is known of two of them is the same. */
const loaded = new WeakMap<World, Map<string, ObjectValue>>();

function madeOf(name: Loader, model: LoadedModel, site: CallSite): ObjectValue {
  const known = loaded.get(site.world) ?? new Map<string, ObjectValue>();
  loaded.set(site.world, known);
  // a layers model can be changed: each place that loads one has its own
  const place = name === "loadLayersModel" ? `${site.span.start} ${site.span.file}` : "";
  const key = `${name} ${place} ${JSON.stringify(model.file.inputs)} ${model.file.path}`;
  const value =
    known.get(key) ?? (name === "loadGraphModel" ? graphModel(model, site) : layersModel(model, site));
  known.set(key, value);
  return value;
}

// ── layers models ───────────────────────────────────────────────────────────────────────────────────────────────

const shapeOf = ({ dims }: ModelValue): Shape =>
  dims?.map((dim): Dim => (typeof dim === "number" ? dim : open)) ?? null;

function layersModel(model: LoadedModel, site: CallSite): ObjectValue {
  const { world, span } = site;
  const { network } = model.file;
  const tensor = (value: ModelValue): TensorValue =>
    world.tensor(shapeOf(value), span, { dialect: DIALECT, name: value.name });
  const inputs = model.file.inputs.map(tensor);
  const built = network.format === "tfjs-layers" ? loadedLayers(network.topology, inputs, site) : undefined;
  const base: BuiltinValue = {
    kind: "builtin",
    name: "LayersModel",
    graph: graphOf,
    members: (name, self) => {
      switch (name) {
        case "predict":
        case "predictOnBatch":
          return { ...method(name, (call) => predictLayers(model, call, name)), runsModel: true };
        case "getLayer":
          return method(name, (call) => {
            if (tellUnknownLayer(model, built?.layers, self, call)) return UNKNOWN;
            const known = built && memberOf(name, self);
            return known ? world.call(known, call.args, call) : layerNamed(model, call.args, world, span);
          });
        default:
          return memberOf(name, self);
      }
    },
  };
  const self = world.object([], base, span);
  const outputs = built?.outputs ?? model.file.outputs.map(tensor);
  setGraph(self, { layers: built?.layers, inputs, outputs }, world);
  for (const what of ["inputs", "outputs"] as const) {
    const list = self.fields.get(what);
    if (list?.kind === "array")
      world.setField(self, what, {
        ...list,
        lacks: (name, at) => beyondEnds(name, what, list.elements.length, model, site, at),
      });
  }
  return self;
}

const MOST_NAMES = 4;

/** A name that no layer of the file has, unless layers were added since; true where it was told. */
function tellUnknownLayer(
  { file, shown }: LoadedModel,
  loaded: readonly Value[] | undefined,
  self: Value,
  site: CallSite,
): boolean {
  const [key, place] = site.args;
  const { network } = file;
  if (key?.kind !== "const" || typeof key.value !== "string" || place) return false;
  if (network.format !== "tfjs-layers" || self.kind !== "object") return false;
  const { layers, sequential } = network.topology;
  const names = layers.map(({ name }) => name);
  const now = self.fields.get("layers");
  const unchanged =
    now?.kind === "array" && now.complete && now.elements.every((layer, i) => layer === loaded?.[i]);
  if ((sequential && !unchanged) || names.includes(key.value) || names.includes("")) return false;
  const near = closest(key.value, names);
  const others = near === undefined ? names.slice(0, MOST_NAMES) : [near];
  reportAt(
    site,
    shown,
    {
      code: "argument-value",
      stage: "construct",
      at: { arg: "name" },
      message: `has no layer \`${key.value}\`, but ${others.map((name) => `\`${name}\``).join(", ")}${others.length < names.length && near === undefined ? ", …" : ""}`,
      runtime: `No such layer: ${key.value}`,
      exception: "ValueError",
    },
    "name",
    site.argSpans[0] ?? site.span,
    [],
    DIALECT,
  );
  return true;
}

/** A layer by name: what it gives for inputs as the file declares them. */
function layerNamed(
  model: LoadedModel,
  [key]: readonly Value[],
  world: World,
  span: CallSite["span"],
): Value {
  const name = key && asKey(key);
  const row =
    asNumber(key) === undefined
      ? inferModel(model.file, new Map()).rows.find((row) => row.name === name)
      : undefined;
  if (!row) return UNKNOWN;
  const tensor = (shape: Shape | undefined): Value => world.tensor(shape ?? null, span, { dialect: DIALECT });
  const layer = world.object([
    ["name", constant(row.name)],
    ["input", row.inputs.length === 1 ? tensor(row.inputs[0]) : UNKNOWN],
    ["output", row.outputs.length === 1 ? tensor(row.outputs[0]) : UNKNOWN],
    ["outputShape", row.outputs.length === 1 ? shapeValue(row.outputs[0]!, world) : UNKNOWN],
  ]);
  world.state.set(layer, "complete", false);
  return layer;
}

// ── graph models ────────────────────────────────────────────────────────────────────────────────────────────────

function graphModel(model: LoadedModel, { world, span }: CallSite): ObjectValue {
  const { inputs, outputs } = model.file;
  const info = (value: ModelValue): Value =>
    world.object([
      ["name", constant(value.alias ?? value.name)],
      [
        "shape",
        value.dims
          ? world.array(value.dims.map((dim) => constant(typeof dim === "number" ? dim : -1)))
          : UNKNOWN,
      ],
      ["dtype", value.type === undefined ? UNKNOWN : constant(value.type)],
    ]);
  const node = ({ name, alias }: ModelValue): Value => constant(alias ?? name);
  const run = (name: string): BuiltinValue => ({
    ...method(name, (site) => executeGraph(model, site, name)),
    runsModel: true,
  });
  const methods = new Map<string, Value>([
    ...["predict", "predictAsync", "execute", "executeAsync"].map((name) => [name, run(name)] as const),
    ["dispose", method("dispose", () => UNDEFINED)],
    ["save", method("save", () => UNKNOWN)],
  ]);
  const fields: [string, Value][] = [
    ["inputs", world.array(inputs.map(info))],
    ["inputNodes", world.array(inputs.map(node))],
  ];
  if (!model.inputsOnly)
    fields.push(["outputs", world.array(outputs.map(info))], ["outputNodes", world.array(outputs.map(node))]);
  return world.object(
    fields,
    { kind: "builtin", name: "GraphModel", members: (name) => methods.get(name) },
    span,
  );
}
