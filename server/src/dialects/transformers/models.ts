/**
 * `AutoModel.from_pretrained(id)` where the model lies in a local folder: a model that is called with named tensors.
 *
 *   env.localModelPath = "./models/";
 *   const model = await AutoModel.from_pretrained("tiny-bert", { dtype: "fp32" });   // ./models/tiny-bert/onnx/model.onnx
 *   const { last_hidden_state } = await model({ input_ids, attention_mask });
 */
import { nextId } from "../../facts/scope.ts";
import type { BuiltinValue, CallSite, ObjectValue, Value } from "../../facts/values.ts";
import { asString, notKnown, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { DTYPE_SUFFIX, type TransformersFolder } from "../../model-files/index.ts";
import { writtenPath } from "../loaded/load.ts";
import { reportAt } from "../loaded/report.ts";
import { joinPath, shownPath } from "../loaded/words.ts";
import { runSession } from "../onnxruntime/run.ts";
import { DIALECT, method } from "./vocabulary.ts";

/** `env`, which programs write to. */
export const environment = (): ObjectValue => ({
  kind: "object",
  id: nextId(),
  fields: new Map(),
  complete: false,
});

/** Models that run one encoder on what they are given; what generates or has several parts runs by itself. */
const MODELS =
  /^AutoModel(For(SequenceClassification|TokenClassification|QuestionAnswering|MaskedLM|ImageClassification|ImageFeatureExtraction|AudioClassification|ObjectDetection|SemanticSegmentation|DepthEstimation))?$/;

export function modelClass(name: string, env: ObjectValue): BuiltinValue | undefined {
  if (!MODELS.test(name)) return undefined;
  return {
    kind: "builtin",
    name,
    get: (member) =>
      member === "from_pretrained" ? method(member, (site) => fromPretrained(site, env)) : undefined,
  };
}

function fromPretrained(site: CallSite, env: ObjectValue): Value {
  const { world, span } = site;
  const [id, options] = site.args;
  const folder = folderOf(id, env, site, options);
  const path = folder && fileIn(folder, options);
  if (folder && path === undefined && isLocal(env, options)) tellMissing(folder, options, site);
  const file = path === undefined ? undefined : world.models.read(path);
  const model = file?.readable ? { file, shown: shownPath(file.path, span.file) } : undefined;
  world.noteLoad({
    span,
    named: site.argSpans[0] ?? span,
    dialect: DIALECT,
    model,
    candidates: [],
    fits: true,
  });
  if (!model) return notKnown("the model is loaded from the hub");
  const run = {
    ...method("forward", (call) => runSession(model, "transformers", call)),
    runsModel: true,
  } as const;
  const base: BuiltinValue = {
    kind: "builtin",
    name: "PreTrainedModel",
    members: (name) => {
      if (name === "forward" || name === "_call") return run;
      return name === "dispose" ? method(name, () => UNDEFINED) : UNKNOWN;
    },
  };
  return world.object([], base, span);
}

/** The folder of a model by its id, below the path of local models. */
function folderOf(
  id: Value | undefined,
  env: ObjectValue,
  site: CallSite,
  options: Value | undefined,
): TransformersFolder | undefined {
  const { world, span } = site;
  const name = asString(id);
  if (name === undefined) return undefined;
  const root = env.fields.get("localModelPath") ?? { kind: "const", value: "/models/" };
  const written = writtenPath(root);
  const last = written?.parts.at(-1);
  if (!written || last === undefined) return undefined;
  const parts = [...written.parts.slice(0, -1), joinPath(last, `${name}/config.json`)];
  const found = world.models.find({ ...written, parts }, root.kind === "location" ? root.file : span.file);
  if (found.near !== undefined && isLocal(env, options)) {
    const there = found.near.split("/").at(-2);
    tell(site, `is no model ${name} among the local ones; ${there} lies in its place`);
  }
  return found.certain === undefined
    ? undefined
    : world.models.folder(found.certain.replace(/\/config\.json$/, ""));
}

/** Nothing is fetched: the program says so, or the call. */
function isLocal(env: ObjectValue, options: Value | undefined): boolean {
  const is = (value: Value | undefined, wanted: boolean): boolean =>
    value?.kind === "const" && value.value === wanted;
  const given = options?.kind === "object" ? options.fields.get("local_files_only") : undefined;
  return is(env.fields.get("allowRemoteModels"), false) || is(given, true);
}

/** Options that name a file in other ways. */
const ELSEWHERE = ["subfolder", "model_file_name"];

function tellMissing(
  { folder, files }: TransformersFolder,
  options: Value | undefined,
  site: CallSite,
): void {
  if (options?.kind !== "object" || !options.complete || ELSEWHERE.some((name) => options.fields.has(name)))
    return;
  const asked = asString(options.fields.get("dtype"));
  if (asked === undefined || !Object.hasOwn(DTYPE_SUFFIX, asked) || !files.model) return;
  const name = `onnx/model${DTYPE_SUFFIX[asked]}.onnx`;
  const others = Object.keys(files.model).map((dtype) => `"${dtype}"`);
  tell(
    site,
    `is no file ${name} in ${shownPath(folder, site.span.file)}, which dtype "${asked}" asks for; it has ${others.join(", ")}`,
  );
}

const tell = (site: CallSite, message: string): void =>
  reportAt(
    site,
    "There",
    {
      code: "model-file",
      stage: "construct",
      at: { arg: "path" },
      message,
      runtime: "`local_files_only=true` or `env.allowRemoteModels=false` and file was not found locally",
      exception: "Error",
    },
    "path",
    site.argSpans[0] ?? site.span,
    [],
    DIALECT,
  );

/** The file of the element type that is asked for; inputs are the same in all of them. */
function fileIn({ files }: TransformersFolder, options: Value | undefined): string | undefined {
  const parts = Object.keys(files);
  if (parts.length !== 1 || !files.model) return undefined;
  const asked = options?.kind === "object" ? asString(options.fields.get("dtype")) : undefined;
  return files.model[asked ?? "fp32"] ?? (asked === undefined ? Object.values(files.model)[0] : undefined);
}
