/** The frame of a core operation, and operations that follow PyTorch's rule under other names. */
import type { SpecCode } from "../../codes.ts";
import type { Arg, Args, Call, LayerSpec, Param, Problem, Shape } from "../../spec.ts";
import { torchFunctions } from "../../torch/index.ts";

const operationDocs = (name: string): string => `https://js.tensorflow.org/api/latest/#${name}`;

/** An operation on one tensor, or on those that `inputs` names. */
export function operation(
  name: string,
  summary: string,
  params: readonly Param[],
  infer: (call: Call) => readonly Shape[],
  rest: Partial<LayerSpec> = {},
): LayerSpec {
  return {
    name,
    kind: "function",
    summary,
    docs: operationDocs(name),
    params,
    lenient: true,
    infer,
    macs: () => 0,
    ...rest,
  };
}

/** The same rule as PyTorch's function `like`; `names` gives PyTorch's name of each parameter. */
export function alike(
  name: string,
  summary: string,
  params: readonly Param[],
  like: string,
  names: Readonly<Record<string, string>>,
): LayerSpec {
  const rule = torchFunctions.get(like)!;
  const own = Object.fromEntries(Object.entries(names).map(([mine, theirs]) => [theirs, mine]));
  const renamed = (problem: Problem): Problem => {
    const { runtime: _text, exception: _class, at, ...facts } = problem;
    return {
      ...facts,
      at: typeof at === "object" && "arg" in at ? { ...at, arg: own[at.arg] ?? at.arg } : at,
    };
  };
  const translate = (args: Args): Args =>
    Object.fromEntries(
      Object.entries(args).map(([mine, value]): [string, Arg] => [names[mine] ?? mine, value]),
    );
  return operation(
    name,
    summary,
    params,
    (call) =>
      rule.infer({
        ...call,
        args: { ...defaultsOf(rule), ...translate(call.args) },
        fail: (problem) => call.fail(renamed(problem)),
        require: (condition, problem) => call.require(condition, () => renamed(problem())),
      }),
    { ...(rule.inputs && { inputs: rule.inputs }), ...(rule.macs && { macs: rule.macs }) },
  );
}

const defaultsOf = (spec: LayerSpec): Args =>
  Object.fromEntries(
    spec.params.flatMap((param): [string, Arg][] =>
      "default" in param ? [[param.name, param.default]] : [],
    ),
  );

export const operationProblem = (
  code: SpecCode,
  at: Problem["at"],
  message: string,
  runtime: string,
): Problem => ({ code, stage: "forward", at, message, runtime, exception: "Error" });
