/** bidirectional and timeDistributed of TensorFlow.js: the layer inside, with its own weights. */
import { infer, type Shape, symbol } from "../../specs/index.ts";
import type { InnerLayer } from "../../specs/spec.ts";
import { int } from "../format/write.ts";
import { ExportCall, type Exporter } from "./export-call.ts";
import { recurrentKinds, runRecurrent } from "./tfjs-recurrent.ts";

function innerOf(call: ExportCall): InnerLayer {
  const { layer } = call.node.args;
  if (typeof layer === "object" && layer !== null && "spec" in layer) return layer;
  throw call.refuse("the layer inside is known at run time only");
}

/** The layer inside as a layer of its own; its weights have `prefix` in front of their names. */
function inside(
  call: ExportCall,
  { spec, args }: InnerLayer,
  prefix: string,
  input: string,
  shape: Shape,
): ExportCall {
  const { node, emit } = call;
  const weights = new Map(
    [...node.weights].flatMap(([name, values]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), values] as const] : [],
    ),
  );
  return new ExportCall(
    {
      label: `${node.label}/${prefix}${spec.name}`,
      name: spec.name,
      library: "tfjs",
      args,
      callArgs: {},
      inputs: [input],
      inputShapes: [shape],
      outputShapes: infer(spec, args, [shape]).outputs,
      weights,
      weightsName: `${node.weightsName}.${prefix}${spec.name}`,
    },
    emit,
  );
}

const bidirectional: Exporter = (call) => {
  if (call.node.inputs.length > 1) throw call.refuse("it starts from states that it is given");
  const layer = innerOf(call);
  const kind = Object.hasOwn(recurrentKinds, layer.spec.name) ? recurrentKinds[layer.spec.name] : undefined;
  if (!kind) throw call.refuse(`${layer.spec.name} has no form in ONNX that runs in both directions`);
  if (layer.args.goBackwards) throw call.refuse("the layer inside goes backwards already");
  const run = (prefix: string, backwards: boolean): string =>
    runRecurrent(inside(call, layer, prefix, call.input, call.shape), kind, backwards);
  const [there, back] = [run("forward_", false), run("backward_", true)];
  const { mergeMode } = call.node.args;
  switch (mergeMode) {
    case null:
      return [there, back];
    case "sum":
      return [call.op("Add", [there, back])];
    case "ave":
      return [call.op("Mul", [call.op("Add", [there, back]), call.emit.scalar(0.5)])];
    case "mul":
      return [call.op("Mul", [there, back])];
    case undefined:
    case "concat":
      return [call.op("Concat", [there, back], { axis: int(-1) })];
    default:
      throw call.refuse("mergeMode is known at run time only");
  }
};

/** Steps become examples, and steps again. */
const timeDistributed =
  (exporters: Readonly<Record<string, Exporter>>): Exporter =>
  (call) => {
    const layer = innerOf(call);
    const { name } = layer.spec;
    const exporter = Object.hasOwn(exporters, name) ? exporters[name] : undefined;
    if (!exporter) throw call.refuse(`${name} has no form in ONNX`);
    const [, , ...step] = call.shape;
    const each = call.numbers(step, "each step's shape");
    const rows = call.op("Reshape", [call.input, call.emit.ints([-1, ...each])]);
    const examples = symbol(`steps of ${call.node.label}`);
    const inner = inside(call, layer, "", rows, [examples, ...each]);
    const [result] = exporter(inner);
    const sizes = call.numbers(inner.outputShape.slice(1), "each step's result");
    const front = call.op("Shape", [call.input], { start: int(0), end: int(2) });
    const shape =
      sizes.length > 0 ? call.op("Concat", [front, call.emit.ints(sizes)], { axis: int(0) }) : front;
    return [call.op("Reshape", [result!, shape])];
  };

/** `exporters`: of the layers that may stand inside. */
export const wrapperExporters = (
  exporters: Readonly<Record<string, Exporter>>,
): Readonly<Record<string, Exporter>> => ({
  bidirectional,
  timeDistributed: timeDistributed(exporters),
});
