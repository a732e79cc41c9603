/** `new Tensor(type, data, dims)`: onnxruntime's constructor; a tensor of onnxruntime becomes one too. */
import type { BuiltinValue, CallSite, Value } from "../../facts/values.ts";
import { makeTensor } from "../onnxruntime/tensor.ts";
import { elementTypeOf } from "../onnxruntime/tensor-members.ts";
import { DIALECT } from "./vocabulary.ts";

export const tensorClass: BuiltinValue = { kind: "builtin", name: "Tensor", construct };

function construct(site: CallSite): Value {
  const [given] = site.args;
  if (given?.kind !== "tensor") return makeTensor(site, DIALECT);
  const type = elementTypeOf(given);
  return site.world.tensor(given.tensor.shape, site.span, {
    dialect: DIALECT,
    ...(type !== undefined && { elementType: type }),
  });
}
