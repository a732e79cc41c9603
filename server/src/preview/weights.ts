/**
 * Learned tensors of a file, found by name: `layer1.0.conv1.weight` of a .safetensors file, `conv2d_1/kernel` of a
 * TensorFlow.js model.json and its shards (there by order, where the source gives a layer no name).
 */
import { Tensor } from "@convlens/engine";
import type { Runnable } from "@convlens/engine/graph";
import { FormatError, readSafetensors } from "@convlens/engine/io";
import type { Files } from "./files.ts";
import { firstAxes } from "./layout.ts";
import { NotRunnable, type PlanOp, type RunPlan } from "./plan.ts";
import { refuse, weightsManifest } from "./weights-manifest.ts";

/** Bytes: beyond it a preview is no preview, and reading would take the memory of everything else. */
const MOST_WEIGHTS = 2 ** 30;
const tooLarge = (bytes: number): string =>
  `its weights have ${(bytes / 2 ** 20).toFixed(0)} MB; up to ${MOST_WEIGHTS / 2 ** 20} are read`;

export interface Disagreement {
  readonly weight: string; // "conv1.weight"
  readonly message: string; // "is not in the file", "is [64, 3, 3, 3] in the file, and [32, 3, 3, 3] in the model"
}

export class WeightsFile {
  readonly path: string;
  private readonly tensors: ReadonlyMap<string, Tensor>;

  private constructor(path: string, tensors: Iterable<readonly [string, Tensor]>) {
    this.path = path;
    this.tensors = new Map(tensors);
  }

  /** Throws NotRunnable or a FormatError that says what is wrong with the file. */
  static read(path: string, files: Files): WeightsFile {
    if (files.stamp(path) === undefined)
      throw new NotRunnable(
        `There is no file ${path}; @weights names a .safetensors file or a TensorFlow.js model.json, relative to the source file.`,
      );
    if (path.endsWith(".json")) return new WeightsFile(path, readModelJson(path, files));
    if (!path.endsWith(".safetensors"))
      throw new NotRunnable(`${path} is neither a .safetensors file nor a TensorFlow.js model.json.`);
    const size = files.size(path) ?? 0;
    if (size > MOST_WEIGHTS) throw new FormatError("safetensors", tooLarge(size));
    return new WeightsFile(path, Object.entries(readSafetensors(files.read(path))));
  }

  /** Tensors that a module may own under this name: "token" and "encoder.token". */
  ownedAs(name: string): Tensor[] {
    return [...this.tensors].flatMap(([full, tensor]) =>
      full === name || full.endsWith(`.${name}`) ? [tensor] : [],
    );
  }

  /** Takes over what the file has for an op, and tells where file and model differ. */
  load(op: PlanOp, runnable: Runnable, plan: RunPlan): Disagreement[] {
    const disagreements: Disagreement[] = [];
    for (const [name, own] of runnable.weights) {
      if (name === "num_batches_tracked") continue;
      const { label, tensor: found } = this.find(op, name, plan);
      const tensor = op.channelsLast && found && found.shape.length > 2 ? kernelFirst(found) : found;
      if (!tensor) disagreements.push({ weight: label, message: `is not in the file${this.near(label)}` });
      else if (tensor.shape.join() !== own.shape.join())
        disagreements.push({
          weight: label,
          message: `is [${tensor.shape.join(", ")}] in the file and [${own.shape.join(", ")}] in the model`,
        });
      else runnable.setWeight(name, tensor);
    }
    return disagreements;
  }

  private find(op: PlanOp, name: string, plan: RunPlan): { label: string; tensor: Tensor | undefined } {
    const layer = op.weights!;
    const label = `${layer}${op.library === "tfjs" ? "/" : "."}${name}`;
    const exact = this.tensors.get(label);
    if (exact || op.library !== "tfjs") return { label, tensor: exact };
    const named = this.tensors.get(`${layer.replace(/#\d+$/, "")}/${name}`);
    return { label, tensor: named ?? this.tensors.get(`${this.layerAt(op, plan)}/${name}`) };
  }

  /** The layer of the file in the op's place among those with weights of its kind. */
  private layerAt(op: PlanOp, plan: RunPlan): string | undefined {
    const kinds = [...new Set(plan.ops.filter(({ name }) => name === op.name).map(({ weights }) => weights))];
    const layers = [...new Set([...this.tensors.keys()].map((name) => name.slice(0, name.lastIndexOf("/"))))];
    const stem = snake(op.name);
    return layers.filter(
      (layer) =>
        layer.replace(/_[A-Z]?\w*?\d*$/, "") === stem || layer.startsWith(`${stem}_`) || layer === stem,
    )[kinds.indexOf(op.weights)];
  }

  /** A name of the file that may be meant. */
  private near(label: string): string {
    const tail = label.split(/[./]/).slice(-2).join(".");
    const candidate = [...this.tensors.keys()].find((name) => name.endsWith(tail) && name !== label);
    return candidate ? `; it has ${candidate}` : "";
  }
}

/** [out, k…, in] → [out, in, k…] */
const kernelFirst = (kernel: Tensor): Tensor => kernel.permute(firstAxes(kernel.shape.length));

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** https://www.tensorflow.org/js/guide/save_load: a manifest of names, shapes and types, and files with the values. */
function* readModelJson(path: string, files: Files): Generator<readonly [string, Tensor]> {
  const groups = weightsManifest(path, files);
  const folder = path.replace(/[^/\\]*$/, "");
  checkShards(
    folder,
    groups.flatMap(({ paths }) => paths),
    files,
  );
  for (const { paths, weights } of groups) {
    const bytes = joined(paths.map((shard) => files.read(folder + shard)));
    let at = 0;
    for (const { name, shape, dtype } of weights) {
      const count = shape.reduce((a, b) => a * b, 1);
      if (at + count * 4 > bytes.length)
        throw refuse(`${name} [${shape.join(", ")}] ends beyond the ${bytes.length} bytes of its shards`);
      const view = new DataView(bytes.buffer, bytes.byteOffset + at, count * 4);
      const data = new Float32Array(count);
      for (let i = 0; i < count; i++)
        data[i] = dtype === "float32" ? view.getFloat32(i * 4, true) : view.getInt32(i * 4, true);
      at += count * 4;
      yield [name, Tensor.from(data, shape)];
    }
  }
}

/** Shards lie beside their model.json, links followed, each once, and together are no more than is read. */
function checkShards(folder: string, shards: readonly string[], files: Files): void {
  let total = 0;
  for (const shard of new Set(shards)) {
    const size = isBeside(shard) ? files.size(folder + shard) : undefined;
    if (size === undefined)
      throw refuse(isBeside(shard) ? `its shard ${shard} is missing` : `its shard ${shard} is not beside it`);
    if (!files.real(folder + shard).startsWith(files.real(folder)))
      throw refuse(`its shard ${shard} is a link that leads out of its folder`);
    total += size;
  }
  if (new Set(shards).size !== shards.length) throw refuse("it lists a shard twice");
  if (total > MOST_WEIGHTS) throw refuse(tooLarge(total));
}

const isBeside = (shard: string): boolean => !/^([\\/]|[A-Za-z]:)|(^|[\\/])\.\.([\\/]|$)|\0/.test(shard);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
