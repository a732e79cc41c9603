/**
 * What can be read of a tensor of onnxruntime, and its `reshape`.
 *
 *   results.output.dims, results.output.data.length, flat.reshape([2, 4])
 */
import { decide, eq, prettyShape, product, type Shape, unknown } from "@convlens/engine/specs";
import type { CallSite, TensorValue, Value, World } from "../../facts/values.ts";
import { constant, size, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { reportAt } from "../loaded/report.ts";
import { holderOf } from "./element-types.ts";
import { checkDims, made, method, type Tell, text } from "./tensor.ts";

/** The element type of a tensor, made here or given by a model. */
export const elementTypeOf = ({ tensor }: TensorValue): string | undefined =>
  tensor.elementType ?? tensor.producer?.run?.outputs[tensor.outputIndex ?? 0]?.type;

export function tensorMember(name: string, self: TensorValue, world: World): Value | undefined {
  const { shape } = self.tensor;
  const type = elementTypeOf(self);
  switch (name) {
    case "dims":
      return shape ? world.array(shape.map(size)) : world.array([], false);
    case "size":
      return size(shape ? product(shape) : unknown);
    case "type":
      return type === undefined ? UNKNOWN : constant(type);
    case "data":
    case "cpuData":
      return dataValue(shape, type, world);
    case "getData":
      return method(name, () => dataValue(shape, type, world));
    case "dispose":
      return method(name, () => UNDEFINED);
    case "reshape":
      return method(name, (site) => reshape(self, site));
    case "location":
    case "toDataURL":
    case "toImageData":
    case "gpuBuffer":
    case "texture":
      return name.startsWith("to") ? method(name, () => UNKNOWN) : UNKNOWN;
    default:
      return undefined;
  }
}

function dataValue(shape: Shape, type: string | undefined, world: World): Value {
  const holder = type === undefined ? undefined : holderOf(type);
  if (type === "string") return world.array([], false);
  return holder ? { kind: "typed-array", type: holder, length: shape ? product(shape) : unknown } : UNKNOWN;
}

function reshape(self: TensorValue, site: CallSite): Value {
  const { shape } = self.tensor;
  const type = elementTypeOf(self);
  const tell: Tell = (message, runtime) =>
    reportAt(
      site,
      "reshape",
      { code: "tensor-reshape", stage: "forward", at: { arg: "dims" }, message, runtime, exception: "Error" },
      "dims",
      site.argSpans[0] ?? site.span,
      [self],
    );
  const to = checkDims(site.args[0], tell);
  if (to === "refused" || to === undefined) return made(site, null, type);
  if (to && shape && decide(eq(product(to), product(shape))) === false)
    tell(
      `needs ${text(product(to))} values for ${prettyShape(to)}, has ${text(product(shape))}`,
      `Tensor's size(${text(product(to))}) does not match data length(${text(product(shape))}).`,
    );
  return made(site, to, type);
}
