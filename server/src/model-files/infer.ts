/**
 * What a model gives for inputs of certain shapes, and where its own nodes would then fail.
 *
 *   inferModel(file, new Map([["images", [1, 3, 640, 640]]])).outputs.get("output0")   // [1, 84, 8400]
 */
import { type Dim, open, type Shape, unknown } from "@convlens/engine/specs";
import { inferTopology } from "./infer-layers.ts";
import type { ModelFile, ModelValue } from "./model-file.ts";

export interface ModelShapes {
  /** By the names in `file.outputs`, in their order. `unknown` sizes are not equal to any other, not even of the next run. */
  readonly outputs: ReadonlyMap<string, Shape>;
  /** Every node or layer, in the order of computation. */
  readonly rows: readonly ModelRow[];
  /** Certain failures (errors) and silent mistakes (warnings) of nodes, for these inputs. */
  readonly problems: readonly ModelProblem[];
}
export interface ModelRow {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  /** Learned numbers that belong to it; undefined where none can be said to. */
  readonly parameters: Dim | undefined;
}
export interface ModelProblem {
  readonly code: "model-graph";
  readonly severity: "error" | "warning";
  readonly node: string;
  readonly op: string;
  /** The predicate of a sentence whose subject is the node: "has a kernel that spans 5 cells, more than the 3 of the height axis". */
  readonly message: string;
}

/** `feeds`: shapes by the names of inputs (or their aliases); an input that is missing is taken as it is declared. */
export function inferModel(file: ModelFile, feeds: ReadonlyMap<string, Shape>): ModelShapes {
  const { network } = file;
  if (network.format === "tfjs-layers") {
    const inputs = file.inputs.map((input) => feedOf(input, feeds) ?? declaredShape(input, open));
    const { rows, outputs } = inferTopology(network.topology, inputs);
    return {
      outputs: new Map(file.outputs.map(({ name }, i) => [name, outputs[i] ?? null])),
      rows,
      problems: rows.flatMap(({ name, op, problems }) =>
        problems.map((problem): ModelProblem => ({ code: "model-graph", node: name, op, ...problem })),
      ),
    };
  }
  return { outputs: declaredOutputs(file, feeds), rows: [], problems: [] };
}

const feedOf = ({ name, alias }: ModelValue, feeds: ReadonlyMap<string, Shape>): Shape | undefined =>
  feeds.get(name) ?? (alias === undefined ? undefined : feeds.get(alias));

const declaredShape = ({ dims }: ModelValue, hole: Dim): Shape =>
  dims?.map((dim) => (typeof dim === "number" ? dim : hole)) ?? null;

/** As declared; a size that has the name of an input's is that of the feed. */
function declaredOutputs(file: ModelFile, feeds: ReadonlyMap<string, Shape>): Map<string, Shape> {
  const sizes = new Map<string, Dim>();
  for (const input of file.inputs) {
    const feed = feedOf(input, feeds);
    if (!feed || feed.length !== input.dims?.length) continue;
    for (const [axis, dim] of input.dims.entries())
      if (typeof dim === "string" && !sizes.has(dim)) sizes.set(dim, feed[axis]!);
  }
  const shape = ({ dims }: ModelValue): Shape =>
    dims?.map((dim) => (typeof dim === "string" ? (sizes.get(dim) ?? unknown) : (dim ?? unknown))) ?? null;
  return new Map(file.outputs.map((output) => [output.name, shape(output)]));
}
