/**
 * How findings name what a model file declares.
 *
 *   declared(model, input)   // "`images: float32[1, 3, 640, 640]` in public/yolo.onnx"
 */
import { type Dim, prettyShape, type Shape, symbol, unknown } from "@convlens/engine/specs";
import type { LoadedModel } from "../../facts/loaded.ts";
import type { ModelValue } from "../../model-files/index.ts";

/** The line of truth: name, element type and sizes as the file has them. */
export const declared = ({ shown }: LoadedModel, value: ModelValue): string =>
  `\`${signature(value)}\` in ${shown}`;

/** "images: float32[1, 3, 640, 640]"; "[...]" for any rank. */
export function signature({ name, kind, type, dims }: ModelValue): string {
  if (kind !== "tensor" && kind !== "unknown") return `${name}: ${kind}`;
  return `${name}: ${type ?? ""}${dims ? `[${dims.map((dim) => dim ?? "?").join(", ")}]` : "[...]"}`;
}

/** The names of values, for sentences: "`x`, `mask`". */
export const names = (values: readonly { readonly name: string }[]): string =>
  values.map(({ name }) => `\`${name}\``).join(", ");

/** Declared sizes as a shape; what is open is a size of its own. */
export function declaredShape({ dims }: Pick<ModelValue, "dims">): Shape {
  return dims?.map((dim): Dim => (typeof dim === "string" ? symbolOf(dim) : (dim ?? unknown))) ?? null;
}

/** Names of sizes are free text; what reads as no name is unknown. */
const symbolOf = (name: string): Dim => (/^[A-Za-z_]\w*$/.test(name) ? symbol(name, { min: 0 }) : unknown);

/** "float32[1, 3, 32, 32]" */
export const typed = (type: string | undefined, shape: Shape): string => `${type ?? ""}${prettyShape(shape)}`;

/** A path as short as it says which file of the project is meant: without the folders that it shares with the source. */
export function shownPath(path: string, source: string): string {
  const [a, b] = [path.split("/"), source.split("/")];
  let shared = 0;
  while (shared < Math.min(a.length, b.length) - 1 && a[shared] === b[shared]) shared++;
  return a.slice(shared).join("/");
}

/** A folder and a path in it, with one slash between them. */
export const joinPath = (folder: string, path: string): string => `${folder.replace(/\/+$/, "")}/${path}`;
