/** Models: the outermost module whose forward runs. Its graph, its tree of modules and its totals become a fact. */

import { type Dim, decide, formatShape, product, sum, unknown } from "@convlens/engine/specs";
import type { ModelFact } from "../../facts/analysis.ts";
import { applicationsBetween } from "../../facts/between.ts";
import { optionsOf } from "../../facts/join.ts";
import { withTotals } from "../../facts/totals.ts";
import type { CallSite, LayerValue, ObjectValue, Tensor, Value } from "../../facts/values.ts";
import { RUN_METHOD } from "../../facts/vocabulary.ts";
import type { Run } from "../machine/run.ts";
import { parameterCount } from "./apply.ts";

/** The module whose forward is called. */
export function moduleOf(callee: Value, site: CallSite): ObjectValue | undefined {
  if ((callee.kind !== "function" && callee.kind !== "builtin") || callee.name !== RUN_METHOD)
    return undefined;
  const self = (callee.kind === "function" ? callee.self : undefined) ?? site.self;
  return self?.kind === "object" && self.base?.module ? self : undefined;
}

/** Runs `body` as the module's forward and records what ran inside of it. */
export function runInModule(run: Run, module: ObjectValue, site: CallSite, body: () => Value): Value {
  const from = run.applications.length;
  run.within.push(module);
  try {
    const result = body();
    if (!run.state.silent)
      run.state.record(run.moduleUses, {
        span: site.calleeSpan,
        name: module.name ?? "",
        type: module.cls?.name || module.base?.name || "Module",
        inputs: tensorsOf(site.args),
        outputs: tensorsOf([result]),
        applications: run.applications.slice(from),
      });
    return result;
  } finally {
    run.within.pop();
  }
}

const tensorsOf = (values: readonly Value[]): Tensor[] =>
  values.flatMap((value) =>
    value.kind === "tensor" ? [value.tensor] : value.kind === "array" ? tensorsOf(value.elements) : [],
  );

/** Runs `body` as the model's one run and records what it was. */
export function runAsModel(run: Run, instance: ObjectValue, site: CallSite, body: () => Value): Value {
  const tree = modulesOf(instance);
  const from = run.applications.length;
  const fromConditions = run.conditions.length;
  run.model = instance.cls?.name || instance.name || instance.base?.name || "model";
  run.paths = tree.paths;
  run.modulePaths = tree.modulePaths;
  run.state.mark(run.modelled, instance.id);
  try {
    const result = body();
    if (!run.state.silent && isNew(run, instance, site))
      run.state.record(run.models, modelFact(run, instance, site, result, tree, from, fromConditions));
    return result;
  } finally {
    run.model = undefined;
    run.paths = new Map();
    run.modulePaths = new Map();
  }
}

/** Whether the instance has not run with such inputs before. */
function isNew(run: Run, instance: ObjectValue, { args }: CallSite): boolean {
  const key = `${instance.id} ${args.map((arg) => (arg.kind === "tensor" ? formatShape(arg.tensor.shape) : arg.kind)).join(" ")}`;
  if (run.modelRuns.has(key)) {
    run.repeats++;
    return false;
  }
  run.state.mark(run.modelRuns, key);
  return true;
}

interface Tree {
  readonly paths: ReadonlyMap<number, string>;
  readonly modulePaths: ReadonlyMap<number, string>;
  readonly layers: readonly LayerValue[];
  readonly modules: ModelFact["modules"];
  readonly parameters: readonly Tensor[]; // learned tensors outside of layers
}

/** All layers below an instance with their dotted paths, each once. */
export function modulesOf(root: Value): Tree {
  const paths = new Map<number, string>();
  const modulePaths = new Map<number, string>();
  const layers: LayerValue[] = [];
  const modules: { path: string; type: string }[] = [];
  const parameters: Tensor[] = [];
  const seen = new Set<number>();
  const visit = (value: Value, path: string): void => {
    for (const option of optionsOf(value)) {
      if (option.kind === "layer" && !seen.has(option.id)) {
        seen.add(option.id);
        paths.set(option.id, path);
        layers.push(option);
      } else if (option.kind === "tensor" && option.tensor.parameter && !parameters.includes(option.tensor)) {
        parameters.push(option.tensor);
      } else if (option.kind === "array" && !seen.has(option.id)) {
        seen.add(option.id);
        for (const [i, element] of option.elements.entries()) visit(element, `${path}.${i}`);
      } else if (option.kind === "object" && !seen.has(option.id)) {
        seen.add(option.id);
        if (path && option.base?.module) {
          modules.push({ path, type: option.cls?.name || option.base.name });
          modulePaths.set(option.id, path);
        }
        for (const [name, field] of option.fields) visit(field, path ? `${path}.${name}` : name);
      }
    }
  };
  visit(root, "");
  return { paths, modulePaths, layers, modules, parameters };
}

/** Models whose graph stands once they are built: their facts, without a run. */
export function recordGraphs(run: Run): void {
  for (const instance of run.instances) {
    const graph = instance.base?.graph?.(instance);
    if (!graph || graph.outputs.length === 0 || run.modelled.has(instance.id)) continue;
    run.state.mark(run.modelled, instance.id);
    run.state.record(run.models, graphFact(run, instance, graph));
  }
}

function graphFact(
  run: Run,
  instance: ObjectValue,
  { inputs, outputs }: { readonly inputs: readonly Tensor[]; readonly outputs: readonly Tensor[] },
): ModelFact {
  const applications = applicationsBetween(inputs, outputs);
  const between = new Set(applications);
  const conditions = run.conditions.flatMap(({ condition, application }) =>
    between.has(application) && decide(condition) === undefined ? [condition] : [],
  );
  const name = instance.name ?? instance.base!.name;
  for (const application of applications) application.model ??= name;
  const site = instance.site!;
  const layers = new Set<number>();
  const own = applications.flatMap(({ layer, params }) => {
    if (!layer || layers.has(layer.id)) return [];
    layers.add(layer.id);
    return params === undefined ? [] : [params];
  });
  return withTotals({
    name,
    ...(instance.name !== undefined && { variable: instance.name }),
    span: site,
    declaration: site,
    site,
    kind: "value",
    dialect: applications[0]?.dialect ?? "",
    inputs,
    outputs,
    applications,
    modules: [],
    params: sum(own),
    conditions,
  });
}

function modelFact(
  run: Run,
  instance: ObjectValue,
  site: CallSite,
  result: Value,
  tree: Tree,
  from: number,
  fromConditions: number,
): ModelFact {
  const applications = run.applications.slice(from);
  const conditions = run.conditions
    .slice(fromConditions)
    .map(({ condition }) => condition)
    .filter((condition) => decide(condition) === undefined);
  const cls = instance.cls;
  const declared = cls?.cls.name
    ? { file: cls.file, start: cls.cls.name.start, end: cls.cls.name.end }
    : undefined;
  const site0 = instance.site ?? site.span;
  return withTotals({
    name: run.model!,
    ...(instance.name !== undefined && { variable: instance.name }),
    span: declared ?? site0,
    declaration: cls ? { file: cls.file, start: cls.cls.start, end: cls.cls.end } : site0,
    site: site0,
    kind: cls ? "class" : "value",
    dialect: applications[0]?.dialect ?? "",
    inputs: site.args.flatMap((arg): Tensor[] => (arg.kind === "tensor" ? [arg.tensor] : [])),
    outputs: resultTensors(result),
    applications,
    modules: tree.modules,
    params: sum([
      ...tree.layers.map((layer): Dim => parameterCount(layer.spec, layer.args)),
      ...tree.parameters.map(({ shape }): Dim => (shape ? product(shape) : unknown)),
    ]),
    conditions,
  });
}

function resultTensors(result: Value): Tensor[] {
  if (result.kind === "tensor") return [result.tensor];
  if (result.kind === "object" && !result.base) return [...result.fields.values()].flatMap(resultTensors);
  return result.kind === "array" ? result.elements.flatMap(resultTensors) : [];
}
