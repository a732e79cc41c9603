/** What is meant by a place in a source: a use of a layer, or a tensor that a name holds. */
import type { Analysis } from "../facts/analysis.ts";
import type { Application, Tensor } from "../facts/values.ts";
import { bindingsAt, layerAt, same, usesAt } from "../ide/lookup.ts";
import { labelOf, modelOf } from "./graph.ts";
import { NotRunnable, type Source } from "./plan.ts";
import type { Planned } from "./plan-for.ts";

export interface Meant {
  /** What is run; for a tensor that no layer made, the first that takes it. */
  readonly use: Application;
  readonly label: string;
  /** Its place in the plan for `use`. */
  source(planned: Planned): Source;
}

/** Undefined where there is neither a layer nor a tensor. */
export function meantAt(analysis: Analysis, offset: number): Meant | undefined {
  const uses = usesAt(analysis, offset);
  if (uses.length > 0) return outputOf(preferred(analysis, uses));
  const binding = bindingsAt(analysis, offset)[0];
  if (binding) return tensorMeant(analysis, binding.tensor, binding.name);
  const layer = layerAt(analysis, offset);
  const own = layer
    ? analysis.applications.filter(
        (use) => use.layer && (use.layer.id === layer.id || same(use.layer.site, layer.site)),
      )
    : [];
  return own.length > 0 ? outputOf(preferred(analysis, own)) : undefined;
}

/** Of several contexts the first that belongs to a model. */
const preferred = (analysis: Analysis, uses: readonly Application[]): Application =>
  uses.find((use) => modelOf(analysis, use)) ?? uses[0]!;

export function outputOf(use: Application, output = 0, label = labelOf(use)): Meant {
  return {
    use,
    label,
    source({ outputs }) {
      const source = outputs.get(use)?.[output];
      if (!source) throw new NotRunnable(`${label} has no output.`);
      return source;
    },
  };
}

function tensorMeant(analysis: Analysis, tensor: Tensor, name: string): Meant | undefined {
  if (tensor.producer) return outputOf(tensor.producer, tensor.outputIndex, name);
  const use = analysis.applications.find(({ inputs }) => inputs.includes(tensor));
  if (!use) return undefined;
  return {
    use,
    label: name,
    source({ plan, outputs }) {
      const [own] = outputs.get(use) ?? [];
      const source = own && "op" in own ? plan.ops[own.op]?.inputs[use.inputs.indexOf(tensor)] : undefined;
      if (!source) throw new NotRunnable(`${name} is not part of what can be run.`);
      return source;
    },
  };
}
