/** Upsample and F.interpolate as Resize. https://onnx.ai/onnx/operators/onnx__Resize.html */
import { axesOf } from "../../specs/index.ts";
import type { Attribute } from "../format/model.ts";
import { float, text } from "../format/write.ts";
import type { ExportCall, Exporter } from "./export-call.ts";

/** What Resize calls the modes, by whether corners lie on each other. */
function modeOf(call: ExportCall, mode: string, corners: boolean): Readonly<Record<string, Attribute>> {
  const coordinates = text(corners ? "align_corners" : "half_pixel");
  switch (mode) {
    case "nearest":
      return {
        mode: text("nearest"),
        coordinate_transformation_mode: text("asymmetric"),
        nearest_mode: text("floor"),
      };
    case "linear":
    case "bilinear":
    case "trilinear":
      return { mode: text("linear"), coordinate_transformation_mode: coordinates };
    case "bicubic":
      return {
        mode: text("cubic"),
        coordinate_transformation_mode: coordinates,
        cubic_coeff_a: float(-0.75),
      };
    default:
      throw call.refuse(`Resize has no mode “${mode}”`);
  }
}

const resize =
  (fixed?: { mode: string; corners: boolean }): Exporter =>
  (call) => {
    const mode = fixed?.mode ?? (call.word("mode") || "nearest");
    const corners = fixed?.corners ?? call.flag("alignCorners");
    const attributes = modeOf(call, mode, corners);
    const rank = call.shape.length - 2;
    const { scaleFactor } = call.node.args;
    if (!call.isGiven("size")) {
      const scales = axesOf(scaleFactor, rank);
      if (!scales?.every((scale) => typeof scale === "number"))
        throw call.refuse("scaleFactor is known at run time only");
      return [
        call.op("Resize", [call.input, "", call.emit.floats([1, 1, ...(scales as number[])])], attributes),
      ];
    }
    return [call.op("Resize", [call.input, "", "", call.sizes(call.outputShape)], attributes)];
  };

export const upsampleExporters: Readonly<Record<string, Exporter>> = {
  Upsample: resize(),
  interpolate: resize(),
  UpsamplingNearest2d: resize({ mode: "nearest", corners: false }),
  UpsamplingBilinear2d: resize({ mode: "bilinear", corners: true }),
};
