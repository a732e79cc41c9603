/**
 * What the engine refuses the checker reports, and the other way round; and what both take has one shape: every layer and
 * function, with arguments and inputs that sometimes fit. `npm run fuzz -- agreement --seed 7 --runs 100000` goes on.
 */
import assert from "node:assert/strict";
import * as torch from "@convlens/engine";
import {
  complete,
  freeSymbols,
  type LayerSpec,
  type Param,
  type Shape,
  snake,
  substitute,
  torchFunctions,
  torchLayers,
} from "@convlens/engine/specs";
import { beforeAll, test } from "vitest";
import { analyzeText } from "../server/memory-project.ts";
import { fuzz, type Random } from "./fuzz.ts";

const SIZES = [1, 2, 2, 3, 4, 4, 6, 8];
const size = (random: Random): number => (random.chance(0.03) ? 0 : random.pick(SIZES));
const sizes = (random: Random, rank: number): number[] => Array.from({ length: rank }, () => size(random));

/** An argument that may be right, as a value of JavaScript. */
function argument(random: Random, param: Param): unknown {
  if (param.default === null && random.chance(0.3)) return null;
  const whole = (): number =>
    random.chance(0.12) ? random.pick([-2, -1, 0]) : random.pick([1, 1, 2, 2, 3, 4]);
  switch (param.kind) {
    case "int":
      return /Dim$|^dim/i.test(param.name) ? random.pick([-3, -2, -1, 0, 1, 2, 3]) : whole();
    case "ints":
      if (param.choices?.length && random.chance(0.2)) return random.pick([...param.choices, "bogus"]);
      if (param.name === "padding" && random.chance(0.5)) return 0;
      return random.chance(0.6) ? whole() : Array.from({ length: random.pick([1, 2, 2, 3]) }, whole);
    case "shape":
      return random.chance(0.2) ? whole() : Array.from({ length: random.pick([1, 2, 2, 3, 4]) }, whole);
    case "number":
      return random.pick([0, 0.1, 0.5, 1, 2, -1]);
    case "bool":
      return random.chance(0.5);
    case "word":
      return random.chance(0.1) ? "bogus" : random.pick(param.choices ?? ["mean"]);
    default:
      return param.name === "scaleFactor" ? random.pick([2, [2, 2], 0.5, 3]) : random.pick([0.1, null]);
  }
}

/** Values by name, required ones always; sizes that must be equal are so most of the time. */
function argumentsFor(random: Random, params: readonly Param[]): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const param of params)
    if (param.kind !== "tensor" && (param.required || random.chance(0.3)))
      given[param.name] = argument(random, param);
  return given;
}

const tensorText = (shape: readonly number[]): string => `torch.zeros([${shape.join(", ")}])`;
const text = (value: unknown): string => JSON.stringify(value) ?? "undefined";
const options = (given: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(given).length === 0
    ? []
    : [
        `{ ${Object.entries(given)
          .map(([name, value]) => `${name}: ${text(value)}`)
          .join(", ")} }`,
      ];

/** The shape that a layer asks for, with numbers for what is free; or any. */
function inputFor(random: Random, spec: LayerSpec, args: Readonly<Record<string, unknown>>): number[] {
  const hint = random.chance(0.7) ? spec.inputHint?.(complete(spec, args as never)) : null;
  const numbers = hint && substituted(random, hint);
  return numbers ?? sizes(random, random.pick([1, 2, 3, 3, 4, 4, 4, 5]));
}

function substituted(random: Random, shape: NonNullable<Shape>): number[] | undefined {
  const values = Object.fromEntries(
    shape.flatMap((dim) =>
      [...freeSymbols(dim)].map((name) => [
        name,
        name === "N" ? random.pick([1, 2]) : random.pick([1, 3, 4, 5, 6, 8]),
      ]),
    ),
  );
  const numbers = shape.map((dim) => substitute(dim, values));
  return numbers.every((dim): dim is number => typeof dim === "number" && dim >= 0 && dim < 100)
    ? numbers
    : undefined;
}

/** The inputs after the first are like it, or nearly. */
function others(random: Random, first: readonly number[], count: number): number[][] {
  return Array.from({ length: count }, () =>
    random.chance(0.6)
      ? [...first]
      : random.chance(0.5)
        ? first.map((own) => (random.chance(0.25) ? size(random) : own))
        : sizes(random, random.pick([1, 2, 3])),
  );
}

function layerCall(random: Random): string {
  const spec = random.pick([...torchLayers.values()]);
  const given = argumentsFor(random, spec.params);
  const required = spec.params.filter((param) => param.required);
  const values = spec.lenient ? [] : required.map(({ name }) => text(given[name]));
  const rest = Object.fromEntries(
    Object.entries(given).filter(([name]) => !required.some((param) => param.name === name)),
  );
  const first = inputFor(random, spec, given);
  const inputs = [first, ...others(random, first, (spec.inputs?.length ?? 1) - 1)].map(tensorText);
  const made =
    random.chance(0.5) || spec.lenient ? [...values, ...options(rest)] : inOrder(spec.params, given);
  const mode = random.chance(0.2) ? "" : ".eval()";
  return `new nn.${spec.name}(${made.join(", ")})${mode}.forward(${inputs.join(", ")})`;
}

/** A function of learned tensors takes those of a layer, most of the time. */
function functionCall(random: Random): string {
  const spec = random.pick([...torchFunctions.values()].filter(({ inFunctional }) => inFunctional));
  const given = argumentsFor(random, spec.params);
  const layer =
    spec.asLayer &&
    random.pick([...torchLayers.values()].filter(({ functional }) => functional?.name === spec.name));
  const own = layer && argumentsFor(random, layer.params);
  const first = layer ? inputFor(random, layer, own!) : sizes(random, random.pick([1, 2, 3, 4, 4, 5]));
  const learned =
    own && layer
      ? {
          ...layer.parameters?.(complete(layer, own as never)),
          ...layer.buffers?.(complete(layer, own as never)),
        }
      : {};
  const values = spec.params.map((param): string => {
    if (param.kind !== "tensor") {
      const value = own?.[param.name] ?? given[param.name];
      return param.required || value !== undefined ? text(value) : "undefined";
    }
    const shape = learned[snake(param.name)] as number[] | undefined;
    if (!param.required && random.chance(0.3)) return "null";
    const fits =
      shape?.every((dim) => typeof dim === "number" && dim >= 0 && dim < 100) && random.chance(0.8);
    return tensorText(fits ? shape! : sizes(random, random.pick([1, 1, 2, 3, 4])));
  });
  while (values.at(-1) === "undefined") values.pop();
  const inputs = [first, ...others(random, first, (spec.inputs?.length ?? 1) - 1)].map(tensorText);
  return `F.${spec.name}(${[...inputs, ...values].join(", ")})`;
}

/** Methods of tensors, their sizes one by one, in order or as options. */
function methodCall(random: Random): string {
  const methods = [...torchFunctions.values()].filter(
    ({ name, inputs = ["input"] }) =>
      name in torch.Tensor.prototype && inputs.length <= 2 && inputs[0] !== "...",
  );
  const spec = random.pick(methods);
  const given = argumentsFor(random, spec.params);
  const first = sizes(random, random.pick([0, 1, 2, 3, 3, 4, 4]));
  const second = others(random, first, (spec.inputs?.length ?? 1) - 1).map(tensorText);
  const list =
    spec.params.length === 1 &&
    spec.params[0]!.kind === "shape" &&
    Array.isArray(given[spec.params[0]!.name]);
  const values =
    list && random.chance(0.5)
      ? (given[spec.params[0]!.name] as unknown[]).map(text)
      : inOrder(spec.params, given);
  return `${tensorText(first)}.${spec.name}(${[...second, ...values].join(", ")})`;
}

/** Up to the last that is given; what is left out between is undefined. */
function inOrder(params: readonly Param[], given: Readonly<Record<string, unknown>>): string[] {
  const last = params.findLastIndex(({ name }) => given[name] !== undefined);
  return params.slice(0, last + 1).map(({ name }) => text(given[name]));
}

function joinCall(random: Random): string {
  const first = sizes(random, random.pick([0, 1, 2, 3, 4]));
  const inputs = [first, ...others(random, first, random.below(3))].map(tensorText);
  return `torch.${random.pick(["cat", "stack"])}([${inputs.join(", ")}], ${random.pick([-2, -1, 0, 1, 2])})`;
}

const CALLS = [layerCall, layerCall, layerCall, functionCall, functionCall, methodCall, methodCall, joinCall];

/** The shapes that come out, or the error. */
function ran(call: string): { readonly shapes: readonly (readonly number[])[] } | { readonly error: string } {
  try {
    const result: unknown = new Function("torch", "nn", "F", `return ${call}`)(torch, torch.nn, torch.F);
    const flat = [result].flat(3) as torch.Tensor[];
    return { shapes: flat.map(({ shape }) => [...shape]) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

beforeAll(() => torch.setLimits({ bytes: 2 ** 28 }));

test("engine and checker take the same calls, and give them the same shapes", async () => {
  let [taken, refused] = [0, 0];
  const runs = await fuzz({ runs: 1500 }, (random) => {
    const call = random.pick(CALLS)(random);
    const truth = ran(call);
    const source = `import assert from "node:assert/strict";
import * as torch from "@convlens/engine";\nimport { F, nn } from "@convlens/engine";\nexport const y = ${call};\n`;
    const analysis = analyzeText(source);
    const errors = analysis.findings
      .filter(({ severity }) => severity === "error")
      .map(({ message }) => message);
    if ("error" in truth) {
      refused++;
      // whether a layer trains is its model's to say, which the checker does not follow
      if (/more than 1 (value|spatial)/.test(truth.error) && !/\.eval\(\)|^F\./.test(call)) return;
      if (errors.length === 0)
        throw new Error(`${call}\n  the engine says: ${truth.error}\n  the checker says nothing`);
      return;
    }
    taken++;
    if (errors.length > 0)
      throw new Error(`${call}\n  gives ${text(truth.shapes)}\n  the checker says: ${errors.join("; ")}`);
    const stated = analysis.applications.at(-1)?.outputs.map(({ shape }) => shape);
    if (text(stated) !== text(truth.shapes))
      throw new Error(`${call}\n  gives ${text(truth.shapes)}, the checker states ${text(stated)}`);
  });
  if (runs >= 1000) assert(Math.min(taken, refused) > runs / 10); // both kinds are tried
});
