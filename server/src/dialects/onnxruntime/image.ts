/**
 * `ort.Tensor.fromImage(image, options)`: [1, 3, height, width], or four channels where RGBA is asked for.
 * https://onnxruntime.ai/docs/api/js/interfaces/TensorFromImageDataOptions.html
 */
import { type Dim, isUnknown, unknown } from "@convlens/engine/specs";
import type { CallSite, Value } from "../../facts/values.ts";
import { asString, toDim } from "../../facts/vocabulary.ts";

export function imageTensor({ args: [image, options], world, span }: CallSite): Value {
  const option = (name: string): Value | undefined =>
    options?.kind === "object" ? options.fields.get(name) : undefined;
  const known = options === undefined || (options.kind === "object" && options.complete);
  const own = (name: string): Dim => (image?.kind === "object" ? toDim(image.fields.get(name)) : unknown);
  const sizeOf = (resized: string, name: string): Dim => {
    const asked = option(resized) ?? option(name);
    if (asked) return toDim(asked);
    return known ? own(name) : unknown;
  };
  const format = asString(option("tensorFormat"));
  const channels =
    !known || (option("tensorFormat") && format === undefined) ? unknown : format === "RGBA" ? 4 : 3;
  const height = sizeOf("resizedHeight", "height");
  const width = sizeOf("resizedWidth", "width");
  const last = asString(option("tensorLayout")) === "NHWC";
  const type = option("dataType") ? asString(option("dataType")) : known ? "float32" : undefined;
  const shape = last ? [1, height, width, channels] : [1, channels, height, width];
  return world.tensor(
    shape.map((dim) => (isUnknown(dim) ? unknown : dim)),
    span,
    { dialect: "onnxruntime", ...(type !== undefined && { elementType: type }) },
  );
}
