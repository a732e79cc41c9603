/** A model's uses of layers as rows of a table, nested by module. */
import { axesOf, type Dim, isList, pretty, type Shape } from "@convlens/engine/specs";
import type { ModelFact } from "../facts/analysis.ts";
import { macsOf } from "../facts/macs.ts";
import type { Application } from "../facts/values.ts";

export interface SummaryRow {
  readonly application?: Application; // absent for the heading of a module
  readonly depth: number;
  readonly name: string;
  readonly op: string;
  readonly input: Shape;
  readonly output: Shape;
  readonly kernel: string;
  readonly params?: Dim;
  readonly macs?: Dim;
  readonly shared: boolean; // its parameters were counted above
  readonly failed: boolean;
}

/** Rows in execution order; each layer carries its parameters once. */
export function summarize(model: ModelFact): SummaryRow[] {
  const seen = new Set<number>();
  return model.applications
    .filter((use) => use.layer || use.failed || use.inputs.length > 1)
    .map((use) => {
      const shared = use.layer !== undefined && seen.has(use.layer.id);
      if (use.layer) seen.add(use.layer.id);
      const path = pathOf(use);
      const macs = macsOf(use);
      return {
        application: use,
        depth: path.split(".").length - 1,
        name: path,
        op: use.op,
        input: use.inputs[0]?.shape ?? null,
        output: use.outputs[0]?.shape ?? null,
        kernel: kernelOf(use),
        ...(use.params !== undefined && { params: use.params }),
        ...(macs !== undefined && { macs }),
        shared,
        failed: use.failed,
      };
    });
}

/** "layer1.0.conv1"; a function belongs to the module in whose forward it is called: "layer1.0.add". */
function pathOf({ layer, path, name, op, within }: Application): string {
  if (layer) return path ?? name ?? op;
  return within ? `${within}.${op}` : op;
}

export function kernelOf({ args, spec }: Application): string {
  const kernel = args.kernelSize;
  if (kernel === undefined) return "--";
  const rank = isList(kernel) ? kernel.length : (spec.geometry?.(args).windows.length ?? 1);
  return `[${(axesOf(kernel, rank) ?? []).map(pretty).join(", ")}]`;
}
