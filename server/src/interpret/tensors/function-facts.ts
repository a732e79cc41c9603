/** What the analysis remembers of functions for the editor. */
import type { Shape } from "@convlens/engine/specs";
import { joinedFact } from "../../facts/join.ts";
import type { FunctionCode } from "../../facts/program.ts";
import type { FunctionValue, Value } from "../../facts/values.ts";
import type { Frame } from "../machine/run.ts";

/** The shapes of a function whose result is a tensor, joined over its calls. */
export function recordFunction(callee: FunctionValue, frame: Frame, result: Value): void {
  if (result.kind !== "tensor") return;
  const params: Record<string, Shape> = {};
  for (const parameter of callee.fn.params) {
    if (parameter.target.kind !== "Identifier") continue;
    const value = frame.scope.own(parameter.target.name)?.value;
    const given = frame.run.parameterShapes.get(callee.fn)?.get(parameter.target.name);
    if (given !== undefined) params[parameter.target.name] = given;
    else if (value?.kind === "tensor") params[parameter.target.name] = value.tensor.shape;
  }
  const before = frame.run.functions.get(callee.fn);
  const fact = {
    name: callee.name ?? "",
    span: declarationSpan(callee),
    params,
    returns: result.tensor.shape,
    file: callee.file,
  };
  frame.run.state.enter(frame.run.functions, callee.fn, before ? joinedFact(before, fact) : fact);
}

const declarationSpan = ({ fn, file }: FunctionValue) => ({ file, start: fn.start, end: fn.end });

/** Remembers with which shapes a function was entered: its parameters may be assigned to later. */
export function noteParameters(fn: FunctionCode, frame: Frame): void {
  const shapes = new Map<string, Shape>();
  for (const parameter of fn.params) {
    const value =
      parameter.target.kind === "Identifier" ? frame.scope.own(parameter.target.name)?.value : undefined;
    if (value?.kind === "tensor" && value.tensor.shape && parameter.target.kind === "Identifier")
      shapes.set(parameter.target.name, value.tensor.shape);
  }
  frame.run.state.enter(frame.run.parameterShapes, fn, shapes);
}
