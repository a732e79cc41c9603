/** Arguments of layers and functions as users write them: in PyTorch's order, as an object of options, or both. */

import { ConvLensError } from "../errors/convlens-error.ts";
import { isList, snake } from "../specs/arguments.ts";
import { typeName } from "../specs/python.ts";
import type { Arg, Args, LayerSpec, Param } from "../specs/spec.ts";
import { Tensor } from "./tensor.ts";

/** Positional values by the names of `params`; a plain object is options. What is undefined is left out. */
export function named(
  name: string,
  params: readonly Pick<Param, "name">[],
  values: readonly unknown[],
): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  let next = 0;
  for (const value of values) {
    if (typeof value === "bigint" || typeof value === "symbol" || typeof value === "function")
      throw noArgument(name, params[next]?.name, value);
    if (value !== null && typeof value === "object" && !isList(value) && !(value instanceof Tensor)) {
      for (const [option, chosen] of Object.entries(value)) {
        if (typeof chosen === "bigint" || typeof chosen === "symbol" || typeof chosen === "function")
          throw noArgument(name, option, chosen);
        given[option] = chosen;
      }
      continue;
    }
    const param = params[next++];
    if (!param)
      throw new ConvLensError(
        `${name}.__init__() takes ${params.length} positional arguments but ${values.length} were given`,
        "argument-unknown",
        "TypeError",
      );
    if (value !== undefined) given[param.name] = value;
  }
  return given;
}

/** Nothing takes whole numbers without end, symbols or functions. */
const noArgument = (name: string, param: string | undefined, value: unknown): ConvLensError =>
  new ConvLensError(
    `${name}(): argument '${param ?? "input"}' cannot be a ${typeof value}`,
    "argument-type",
    "TypeError",
  );

/** Throws where `value` is no tensor: as PyTorch words it. */
export function requireTensor(name: string, param: string, value: unknown): asserts value is Tensor {
  if (value instanceof Tensor) return;
  throw new ConvLensError(
    `${name}(): argument '${param}' must be Tensor, not ${value === undefined ? "missing" : typeName(value)}`,
    "argument-type",
    "TypeError",
  );
}

/** Throws where `values` is no list of tensors. */
export function requireTensors(name: string, values: unknown): readonly Tensor[] {
  if (!isList(values))
    throw new ConvLensError(
      `${name}(): argument 'tensors' must be a list of Tensors, not ${typeName(values)}`,
      "argument-type",
      "TypeError",
    );
  for (const value of values) requireTensor(name, "tensors", value);
  return values as readonly Tensor[];
}

/**
 * Tensors among the arguments become inputs behind the first `count`; the argument then is the input's place. Throws where a
 * tensor stands in place of anything else, or the other way round.
 */
export function withoutTensors(
  { name, params }: Pick<LayerSpec, "name" | "params">,
  given: Readonly<Record<string, unknown>>,
  count: number,
): { args: Args; tensors: Readonly<Record<string, Tensor>> } {
  const tensors: Record<string, Tensor> = {};
  const args: Record<string, Arg> = {};
  for (const [key, value] of Object.entries(given)) {
    const isTensor = params.find((param) => param.name === key)?.kind === "tensor";
    if (isTensor && value !== null && value !== undefined) {
      requireTensor(name, snake(key), value);
      args[key] = count + Object.keys(tensors).length;
      tensors[key] = value;
    } else if (value instanceof Tensor)
      throw new ConvLensError(
        `${name}(): argument '${snake(key)}' cannot be a Tensor`,
        "argument-type",
        "TypeError",
      );
    else args[key] = value as Arg;
  }
  return { args, tensors };
}
