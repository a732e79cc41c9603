/** Layers and functions of each number by itself, by the names that backends know, as operations of kernels. */

import type { Step } from "../jobs/job.ts";
import type { BinaryName, ElementStep, UnaryOp } from "../kernels/index.ts";
import type { Args } from "../specs/spec.ts";

const clamp = (min: number, max: number): UnaryOp => ({ op: "clamp", min, max });

/** Of one operand. */
export const UNARY: Readonly<Record<string, (args: Args) => UnaryOp>> = {
  ReLU: () => clamp(0, Number.POSITIVE_INFINITY),
  ReLU6: () => clamp(0, 6),
  Hardtanh: ({ minVal, maxVal }) => clamp(minVal as number, maxVal as number),
  LeakyReLU: ({ negativeSlope }) => ({ op: "leaky", slope: negativeSlope as number }),
  Sigmoid: () => ({ op: "sigmoid" }),
  SiLU: () => ({ op: "silu" }),
  GELU: ({ approximate }) => ({ op: approximate === "tanh" ? "gelu-tanh" : "gelu" }),
  Mish: () => ({ op: "mish" }),
  Tanh: () => ({ op: "tanh" }),
  ELU: ({ alpha }) => ({ op: "elu", alpha: alpha as number, scale: 1 }),
  SELU: () => ({ op: "elu", alpha: 1.6732632423543772, scale: 1.0507009873554805 }),
  Hardsigmoid: () => ({ op: "hardsigmoid" }),
  Hardswish: () => ({ op: "hardswish" }),
  neg: () => ({ op: "neg" }),
  abs: () => ({ op: "abs" }),
  square: () => ({ op: "square" }),
  exp: () => ({ op: "exp" }),
};

/** Of two. */
export const OPERATORS: readonly BinaryName[] = ["add", "mul", "div", "maximum", "minimum"];
/** Those that give the same whichever operand comes first. */
const SYMMETRIC: readonly string[] = ["add", "mul"] satisfies readonly BinaryName[];

/** The step as an operation of kernels; null for one that they do not have. */
export function elementOf({ name, args, other }: Step): ElementStep | null {
  if (other) return SYMMETRIC.includes(name) ? { with: name as BinaryName } : null;
  return Object.hasOwn(UNARY, name) ? UNARY[name]!(args) : null;
}
