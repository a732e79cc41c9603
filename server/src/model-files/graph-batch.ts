/**
 * Which input's batch an output of a TensorFlow graph has: followed back through nodes that keep the first axis.
 *
 *   batchInput(nodes, "Identity")   // "image": Identity of a Conv2D of the placeholder "image"
 */
import { constantDims, nodeName } from "./graph-model.ts";
import { isObject } from "./json.ts";
import type { GraphNode } from "./model-file.ts";

/** What works on each item alone: the batch of its input is the batch of its output. */
const EACH_ITEM: ReadonlySet<string> = new Set(
  `Identity Conv2D DepthwiseConv2dNative _FusedConv2D FusedDepthwiseConv2dNative Conv3D MaxPool AvgPool MaxPool3D AvgPool3D
  BiasAdd Relu Relu6 Sigmoid Tanh Elu Selu LeakyRelu Softplus HardSwish FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3
  ResizeBilinear ResizeNearestNeighbor Cast Neg Abs Exp Sqrt Rsqrt Square Log`.split(/\s+/),
);
/** Two tensors of one batch give that batch; a constant must not bring an axis of its own in its place. */
const ELEMENTWISE: ReadonlySet<string> = new Set([
  "Add",
  "AddV2",
  "Sub",
  "Mul",
  "RealDiv",
  "Maximum",
  "Minimum",
]);
const MOST_NODES = 20_000;

/** The name of a placeholder; undefined where the way is not followed, or leads to several. */
export function batchInput(nodes: readonly GraphNode[], output: string): string | undefined {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const found = new Set<string | undefined>();
  const seen = new Set<string>();
  const open = [output];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const node = byName.get(name);
    if (!node || seen.size > MOST_NODES) return undefined;
    if (node.op.startsWith("Placeholder")) found.add(node.name);
    else {
      const tensors = node.inputs
        .filter((input) => !input.startsWith("^"))
        .map((input) => byName.get(nodeName(input)));
      const data = tensors.filter((tensor) => tensor?.op !== "Const");
      const constants = tensors.filter((tensor) => tensor?.op === "Const");
      if (
        !data.every((tensor) => tensor) ||
        data.length === 0 ||
        !keepsBatch(node, data.length, constants as GraphNode[])
      )
        return undefined;
      open.push(...data.map((tensor) => tensor!.name));
    }
  }
  return found.size === 1 ? [...found][0] : undefined;
}

function keepsBatch({ op, attributes }: GraphNode, data: number, constants: readonly GraphNode[]): boolean {
  if (EACH_ITEM.has(op)) return data === 1;
  if (ELEMENTWISE.has(op))
    return constants.every((constant) => {
      const dims = constantDims(constant);
      return dims !== undefined && (dims.length <= 1 || dims[0] === 1);
    });
  const turned = attributes.transpose_a;
  return /^(_Fused)?MatMul$/.test(op) && data === 1 && !(isObject(turned) && turned.b === true);
}
