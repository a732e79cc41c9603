/**
 * Layers as functions of `torch.nn.functional`: the spec of each function is made of its layer's, so that both refuse the
 * same and give the same.
 *
 *   functionOf(relu)      // relu(input, inplace = false)
 *   functionOf(conv2d)    // conv2d(input, weight, bias = null, stride = 1, …): the Conv2d of that weight's sizes
 */
import { all, type Dim, eq, known, unknown } from "../../dims/index.ts";
import { complete, flagOf, snake } from "../arguments.ts";
import { functionDocs, show, showShape } from "../layer.ts";
import { list } from "../python.ts";
import type { Args, At, Call, Functional, Given, LayerSpec, Problem, Shape } from "../spec.ts";

/** The functions of these layers; layers of several ranks may share one. */
export function functionsOf(layers: readonly LayerSpec[]): LayerSpec[] {
  const functions = new Map<string, LayerSpec>();
  for (const layer of layers)
    if (layer.functional && !functions.has(layer.functional.name))
      functions.set(layer.functional.name, functionOf(layer, layer.functional));
  return [...functions.values()];
}

function functionOf(layer: LayerSpec, { name, params = layer.params, ...form }: Functional): LayerSpec {
  const frame = {
    name,
    kind: "function",
    summary: layer.summary,
    docs: functionDocs(`nn.functional.${snake(name)}`),
    params,
    inFunctional: true,
    ...(layer.inputs && { inputs: layer.inputs }),
  } as const;
  if (form.layer) {
    const tensors = params.filter(({ kind }) => kind === "tensor").map((param) => param.name);
    return { ...frame, ...weighted(layer, form, tensors) };
  }
  return {
    ...frame,
    kernel: layer.kernel ?? layer.name,
    ...(layer.check && { check: layer.check }),
    infer: (call) => layer.infer({ ...call, training: inTraining(call) }),
    ...(layer.macs && { macs: layer.macs }),
    ...(layer.formula && { formula: layer.formula }),
    ...(layer.geometry && { geometry: layer.geometry }),
  };
}

/** A function is told by its argument; a layer by its model. */
export const inTraining = ({ args, training }: Pick<Call, "args" | "training">): boolean => {
  const asked = args.training ?? args.useInputStats;
  return asked === undefined ? training === true : flagOf(asked) === true;
};

type Rules = Pick<LayerSpec, "infer" | "asLayer" | "macs" | "formula">;

/** The rules of the layer that the learned tensors make. */
function weighted(layer: LayerSpec, form: Omit<Functional, "name">, tensors: readonly string[]): Rules {
  const layerOf = (args: Args, inputs: readonly Shape[], record: Record) => {
    const made = form.layer!(givenTo(args, inputs, record));
    return made && { spec: made.spec ?? layer, args: complete(made.spec ?? layer, made.args) };
  };
  const quietly = (args: Args, inputs: readonly Shape[]) => layerOf(args, inputs, SILENT);
  return {
    infer(call) {
      const own = renaming(call, form.behind ?? {});
      let fine = true;
      const record: Record = {
        fail(problem) {
          fine = false;
          own.fail(problem);
        },
        require(condition, problem) {
          const holds = own.require(condition, problem);
          fine &&= holds;
          return holds;
        },
      };
      // the numbers come first: with no group at all there is no size that a bias could have
      const meant = quietly(call.args, call.inputs);
      meant?.spec.check?.({ args: meant.args, given: meant.args, ...record });
      if (!fine) return [null];
      const made = layerOf(call.args, call.inputs, call);
      if (!made) return [null];
      const inputs = call.inputs.slice(0, made.spec.inputs?.length ?? 1);
      return made.spec.infer({ ...call, ...own, args: made.args, inputs, training: inTraining(call) });
    },
    asLayer(args, inputs) {
      const made = quietly(args, inputs);
      const places = tensors.flatMap((name) => {
        const place = args[name];
        return typeof place === "number" ? [[snake(name), place] as const] : [];
      });
      return made && { ...made, tensors: Object.fromEntries(places) };
    },
    macs(args, inputs, outputs) {
      const made = quietly(args, inputs);
      return made?.spec.macs?.(made.args, inputs, outputs) ?? unknown;
    },
    formula(args, inputs, outputs) {
      const made = quietly(args, inputs);
      return made?.spec.formula?.(made.args, inputs, outputs) ?? [];
    },
  };
}

type Record = Pick<Call, "require" | "fail">;
const SILENT: Record = { require: () => true, fail() {} };

function givenTo(args: Args, inputs: readonly Shape[], { require, fail }: Record): Given {
  const sizes = (name: string): Shape | undefined => {
    const place = args[name];
    if (place === null || place === undefined) return undefined;
    return typeof place === "number" ? (inputs[place] ?? null) : null;
  };
  const wrong = (name: string, message: string, runtime: string): Problem => ({
    code: "weight-size",
    stage: "forward",
    at: { arg: name },
    message,
    runtime,
    exception: "RuntimeError",
  });
  return {
    args,
    input: inputs[0] ?? null,
    sizes,
    refuse: fail,
    ranked(name, rank) {
      const own = sizes(name);
      if (!own || own.length === rank) return own;
      fail(
        wrong(
          name,
          `takes a ${name} of ${rank} axes, receives ${showShape(own)}`,
          `takes a ${name} of ${rank} axes, not ${list(own)}`,
        ),
      );
      return null;
    },
    expect(name, wanted, runtime) {
      const own = sizes(name);
      if (!own) return;
      const fits =
        own.length === wanted.length ? all(...own.map((size, i) => eq(size, wanted[i]!))) : known(false);
      require(fits, () =>
        wrong(name, `takes a ${name} of ${showShape(wanted)}, receives ${showShape(own)}`, runtime(own)));
    },
  };
}

/** Problems of the layer with the function's arguments as their places: what would mend a number mends no tensor. */
function renaming(call: Call, behind: Readonly<{ [name: string]: string }>): Record {
  const renamed = (problem: Problem): Problem => {
    const at = placeOf(problem.at, behind);
    if (at === problem.at) return problem;
    const { expected: _, received: __, ...rest } = problem;
    return { ...rest, at };
  };
  return {
    fail: (problem) => call.fail(renamed(problem)),
    require: (condition, problem) => call.require(condition, () => renamed(problem())),
  };
}

function placeOf(at: At, behind: Readonly<{ [name: string]: string }>): At {
  if (typeof at !== "object") return at;
  if ("arg" in at && behind[at.arg]) return { arg: behind[at.arg]! };
  if ("args" in at && at.args.some((name) => behind[name]))
    return { args: [...new Set(at.args.map((name) => behind[name] ?? name))] };
  return at;
}

/** What PyTorch says of a bias that does not fit a weight. */
export const biasText =
  (weight: readonly Dim[], of: Dim) =>
  (found: readonly Dim[]): string =>
    `Given weight of size ${list(weight)}, expected bias to be 1-dimensional with ${show(of)} elements, but got bias of size ${list(found)} instead`;
