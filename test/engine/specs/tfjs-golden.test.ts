/** Every golden case of TensorFlow.js's layers through the specs, counted by layer. */
import {
  type Arg,
  type Args,
  type Constructed,
  construct,
  type Dim,
  declaredInput,
  infer,
  type LayerSpec,
  NO_CONFIG,
  open,
  type Problem,
  product,
  type Shape,
  sum,
  tfjsLayers,
} from "@convlens/engine/specs";
import { describe, expect, test } from "vitest";
import { byLayer, type Config, isSilent, type LayerCase, type SequentialCase } from "../../golden/tfjs.ts";

function argsOf(config: Config | undefined): Args {
  if (!config) return { [NO_CONFIG]: true };
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, argOf(value)]));
}
function argOf(value: unknown): Arg {
  if (Array.isArray(value)) return value.map(argOf) as Arg;
  if (typeof value === "object" && value !== null && "$layer" in value) {
    const [kind, config] = value.$layer as [string, Config];
    const spec = tfjsLayers.get(kind)!;
    return { spec, args: construct(spec, argsOf(config)).args };
  }
  return value as Arg;
}

const isError = (problem: Problem): boolean => problem.severity !== "warning";
const shapeOf = (shape: readonly (number | null)[]): Shape => shape.map((size) => size ?? open);
/** A shape as the golden data writes it. */
function plain(shape: Shape | undefined): unknown {
  return shape?.map((size: Dim) =>
    typeof size === "number" && !Number.isFinite(size)
      ? String(size)
      : typeof size === "number"
        ? size
        : size === open
          ? null
          : "?",
  );
}
const count = (spec: LayerSpec, args: Args, inputs: readonly Shape[]): Dim =>
  sum(Object.values(spec.parameters?.(args, inputs) ?? {}).map((sizes) => product(sizes)));

/** What is wrong with one case; undefined where it agrees. */
function judge(golden: LayerCase): string | undefined {
  const spec = tfjsLayers.get(golden.layer);
  if (!spec) return `no spec for ${golden.layer}`;
  const made = construct(spec, argsOf(golden.config));
  const inputs = golden.inputShapes.map(shapeOf);
  const used = infer(spec, made.args, inputs);
  const errors = [...made.problems, ...used.problems].filter(isError);
  if (golden.error) return errors.length ? undefined : `no error, but ${golden.error.message.slice(0, 80)}`;
  if (isSilent(golden)) return undefined;
  if (errors.length) return `false error ${errors[0]!.code}: ${errors[0]!.message}`;
  const shapes = used.outputs.map(plain);
  const got = JSON.stringify(shapes.length === 1 ? shapes[0] : shapes);
  if (got !== JSON.stringify(golden.output)) return `${got} instead of ${JSON.stringify(golden.output)}`;
  const params = count(spec, made.args, inputs);
  return params === golden.params ? undefined : `${String(params)} params instead of ${golden.params}`;
}

function judgeSequential(golden: SequentialCase): string | undefined {
  let shape: Shape = null;
  const shapes: unknown[] = [];
  for (const [index, [kind, config]] of golden.layers.entries()) {
    const spec = tfjsLayers.get(kind)!;
    const made: Constructed = construct(spec, argsOf(config));
    const errors = made.problems.filter(isError);
    if (index === 0) {
      const declared = declaredInput(spec, made.args);
      if (!declared) return golden.error?.index === 0 ? undefined : "no input shape";
      shape = declared;
    }
    const used = infer(spec, made.args, [shape], { callArgs: { sequential: true } });
    errors.push(...used.problems.filter(isError));
    // a reshape that fails whenever it runs is reported where it stands, before the layer that TensorFlow.js names
    const earlier = golden.error && errors[0]?.code === "reshape-size";
    if (errors.length)
      return golden.error?.index === index || isSilent(golden) || earlier
        ? undefined
        : `false error at ${index} ${kind}: ${errors[0]!.message}`;
    shape = used.outputs[0]!;
    shapes.push(plain(shape));
    if (JSON.stringify(shapes[index]) !== JSON.stringify(golden.shapes[index]))
      return golden.error?.index === index
        ? `no error at ${index} ${kind}: ${golden.error.message.slice(0, 90)}`
        : `${JSON.stringify(shapes[index])} instead of ${JSON.stringify(golden.shapes[index])} after ${index} ${kind}`;
  }
  return golden.error ? `no error, but ${golden.error.message.slice(0, 80)}` : undefined;
}

describe("TensorFlow.js layers", () => {
  for (const [name, group] of byLayer()) {
    test(`${name} (${group.length})`, () => {
      const wrong = group.flatMap((golden) => {
        const why = golden.group === "sequential" ? judgeSequential(golden) : judge(golden);
        return why ? [`${golden.id} [${golden.tag}]: ${why}`] : [];
      });
      expect(wrong).toEqual([]);
    });
  }
});
