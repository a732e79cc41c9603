/**
 * A layer as its library's own source would have it, with the arguments that are not the defaults.
 *
 *   Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false })        conv2d({ filters: 16, kernelSize: 3 })
 */
import {
  type Arg,
  type Args,
  isDim,
  isList,
  isUnknown,
  isUnknownArg,
  type LayerSpec,
  type Param,
  pretty,
} from "@convlens/engine/specs";
import { dialectOf } from "../dialects/index.ts";
import type { Application } from "../facts/values.ts";

/** Of a layer; a function is only called by its name. */
export const spelling = ({ layer, spec, args, op, dialect }: Application): string =>
  layer ? spelledLayer(spec, args, dialect) : op;

export function spelledLayer(spec: LayerSpec, args: Args, dialect: string): string {
  const shown = (param: Param): string | undefined => {
    const arg = args[param.name];
    return arg === undefined || (!param.required && sameArg(arg, param.default)) ? undefined : spelled(arg);
  };
  const style = dialectOf(dialect).argumentStyle ?? "options";
  const positional = style === "options" ? spec.params.filter(({ required }) => required) : [];
  const inOrder = style === "positional" ? upToLast(spec.params, shown) : positional;
  const options = style === "positional" ? [] : spec.params.filter((param) => !positional.includes(param));
  const named = options.flatMap((param) => {
    const text = shown(param);
    return text === undefined ? [] : [`${param.name}: ${text}`];
  });
  const parts = inOrder.map((param) => shown(param) ?? spelled(args[param.name]));
  return `${spec.name}(${[...parts, ...(named.length > 0 ? [`{ ${named.join(", ")} }`] : [])].join(", ")})`;
}

/** All parameters up to the last that is no default. */
function upToLast(params: readonly Param[], shown: (param: Param) => string | undefined): readonly Param[] {
  return params.slice(0, params.findLastIndex((param) => param.required || shown(param) !== undefined) + 1);
}

function sameArg(arg: Arg, fallback: Arg): boolean {
  if (arg === fallback || (arg === null && fallback === undefined)) return true;
  const plain = (value: Arg): Arg =>
    isList(value) && value.length > 0 && value.every((item) => item === value[0]) ? value[0] : value;
  return JSON.stringify(plain(arg)) === JSON.stringify(plain(fallback));
}

function spelled(arg: Arg): string {
  if (arg === undefined || isUnknownArg(arg)) return "?";
  if (arg === null || typeof arg === "boolean") return String(arg);
  if (typeof arg === "string") return JSON.stringify(arg);
  if (isDim(arg)) return isUnknown(arg) ? "?" : pretty(arg);
  if (isList(arg))
    return arg.length > 1 && arg.every((item) => item === arg[0])
      ? spelled(arg[0] as Arg)
      : `[${arg.map((item) => spelled(item as Arg)).join(", ")}]`;
  if (Array.isArray(arg)) return `[${arg.map((item) => spelled(item as Arg)).join(", ")}]`;
  return "spec" in arg ? `${arg.spec.name}(…)` : "…";
}
