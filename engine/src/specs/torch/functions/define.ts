/** Tensor functions share the frame of a layer spec. */
import { functionDocs } from "../../layer.ts";
import type { Call, LayerSpec, Param, Shape } from "../../spec.ts";

type Rest = Partial<Omit<LayerSpec, "name" | "kind" | "params" | "infer">>;

/** A tensor function: `infer` gives one shape, or several for functions that give a list. */
export function define(
  name: string,
  summary: string,
  params: readonly Param[],
  infer: (call: Call) => Shape | readonly Shape[],
  rest: Rest = {},
): LayerSpec {
  return {
    name,
    kind: "function",
    summary,
    docs: functionDocs(name),
    params,
    infer: (call) => asList(infer(call)),
    macs: () => 0,
    ...rest,
  };
}

const asList = (result: Shape | readonly Shape[]): readonly Shape[] =>
  result !== null && result.length > 0 && result.every((item) => item === null || Array.isArray(item))
    ? (result as readonly Shape[])
    : [result as Shape];
