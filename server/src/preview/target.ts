/** What is meant by a place in a source: a use of a layer, or a tensor that a name holds. */
import type { Analysis, ModuleUse } from "../facts/analysis.ts";
import type { Application, Tensor } from "../facts/values.ts";
import { bindingsAt, layerAt, modelOf, moduleUsesAt, same, usesAt } from "../ide/lookup.ts";
import { labelOf } from "./graph.ts";
import { NotRunnable, type Source } from "./plan.ts";
import type { Planned } from "./plan-for.ts";

export interface Meant {
  /** What is run; for a tensor that no layer made, the first that takes it. */
  readonly use: Application;
  readonly label: string;
  /** Its place in the plan for `use`. */
  source(planned: Planned): Source;
  /** What arrives, where it is not what the use takes: a module's inputs. */
  arriving?(planned: Planned): readonly Source[];
  /** Beside a finding, which takes its room. */
  readonly isLow?: boolean;
  /** `use` fails and is not run: what arrives at it is given, and no layer makes it. */
  readonly isArriving?: boolean;
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
  if (own.length > 0) return outputOf(preferred(analysis, own));
  const [module] = moduleUsesAt(analysis, offset);
  return module && moduleMeant(module);
}

/** What arrives at a use that fails: the first of its inputs that is given or can be computed. */
export function arrivingAt(analysis: Analysis, use: Application): Meant | undefined {
  for (const tensor of use.inputs) {
    const found = tensorMeant(analysis, tensor, tensor.name ?? labelOf(tensor.producer ?? use));
    if (found && (found.isArriving || !found.use.failed)) return { ...found, isLow: true };
  }
  return undefined;
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

/** From what goes into a module to what comes out of it. */
function moduleMeant({ name, type, inputs, outputs }: ModuleUse): Meant | undefined {
  const [output] = outputs;
  if (!output?.producer) return undefined;
  return {
    ...outputOf(output.producer, output.outputIndex, name || type),
    arriving: (planned) => inputs.flatMap((tensor) => sourceOf(planned, tensor) ?? []),
  };
}

/** Where a tensor stands in a plan: what its producer gives, or what its first taker is given. */
function sourceOf({ plan, outputs }: Planned, tensor: Tensor): Source | undefined {
  const made = tensor.producer && outputs.get(tensor.producer)?.[tensor.outputIndex ?? 0];
  if (made) return made;
  for (const [use, [own]] of outputs) {
    const at = use.inputs.indexOf(tensor);
    if (at >= 0 && own && "op" in own) return plan.ops[own.op]?.inputs[at];
  }
  return undefined;
}

function tensorMeant(analysis: Analysis, tensor: Tensor, name: string): Meant | undefined {
  if (tensor.producer) return outputOf(tensor.producer, tensor.outputIndex, name);
  const takers = analysis.applications.filter(({ inputs }) => inputs.includes(tensor));
  const use = takers.find(({ failed }) => !failed) ?? (tensor.shape?.length ? takers[0] : undefined);
  if (!use) return undefined;
  return {
    use,
    label: name,
    ...(use.failed && { isArriving: true }),
    source(planned) {
      const source = sourceOf(planned, tensor);
      if (!source) throw new NotRunnable(`${name} is not part of what can be run.`);
      return source;
    },
  };
}
