/**
 * Models that a program loads: what the interpreter asks of their files, and what it notes where one is loaded or run.
 *
 *   const session = await ort.InferenceSession.create("./yolo.onnx");   // a LoadFact
 *   const results = await session.run({ images });                     // an Application with a ModelCall
 */
import type { FoundFile, ModelFile, TransformersFolder, WrittenPath } from "../model-files/index.ts";
import type { Span } from "./span.ts";

/** The model files in reach, as they are now. */
export interface ModelSource {
  /** Which file a path means that `file` writes. */
  find(path: WrittenPath, file: string): FoundFile;
  read(path: string): ModelFile | undefined;
  /** A model of transformers.js in a folder. */
  folder(path: string): TransformersFolder | undefined;
}

/** A place where a model is loaded. */
export interface LoadFact {
  /** The call. */
  readonly span: Span;
  /** Where the path stands, or what else names the model. */
  readonly named: Span;
  /** The variable or field that holds it. */
  readonly dialect: string;
  /** undefined where no file is certain. */
  readonly model: LoadedModel | undefined;
  /** Files that may be meant. */
  readonly candidates: readonly string[];
  /** The loader is the one for the file's format. */
  readonly fits: boolean;
}

/** A model as its file, or an annotation, declares it. */
export interface LoadedModel {
  readonly file: ModelFile;
  /** As messages name it: "public/yolo.onnx". */
  readonly shown: string;
  /** Declared by `@inputs` alone: nothing is known of its outputs. */
  readonly inputsOnly?: true;
}

/** A call that runs a loaded model; its tensors are the application's, in this order. */
export interface ModelCall {
  readonly model: LoadedModel;
  readonly inputs: readonly string[];
  readonly outputs: readonly { readonly name: string; readonly type: string | undefined }[];
}
