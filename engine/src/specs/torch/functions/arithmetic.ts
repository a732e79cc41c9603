/** Arithmetic of several tensors: broadcasting operations and matrix products. */
import { any, type Condition, type Dim, eq, isUnknown, mul, product, unknown } from "../../../dims/index.ts";
import { dimOf } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import { list } from "../../python.ts";
import type { Call, LayerSpec, Shape } from "../../spec.ts";
import { define } from "./define.ts";

/** Right-aligned; each pair of sizes is equal or one of them is 1. https://pytorch.org/docs/stable/notes/broadcasting.html */
export function broadcast(call: Call, a: readonly Dim[], b: readonly Dim[]): Dim[] {
  const rank = Math.max(a.length, b.length);
  const result: Dim[] = [];
  for (let i = 1; i <= rank; i++) {
    const [x, y] = [a.at(-i), b.at(-i)];
    if (i > a.length || i > b.length) {
      result.unshift(x !== undefined && i <= a.length ? x : y!);
      continue;
    }
    const fits: Condition = any(eq(x!, y!), eq(x!, 1), eq(y!, 1));
    const fine = call.require(fits, () => ({
      code: "broadcast",
      stage: "forward",
      at: "call",
      message: `cannot combine ${showShape(a)} with ${showShape(b)}: ${mismatches(a, b)}`,
      runtime: `The size of tensor a (${show(x!)}) must match the size of tensor b (${show(y!)}) at non-singleton dimension ${rank - i}`,
      exception: "RuntimeError",
      expected: x!,
      received: y!,
    }));
    result.unshift(joined(x!, y!));
    if (!fine) return [...(a.length >= b.length ? a : b).slice(0, rank - i), ...result];
  }
  return result;
}

/** The result's size: the one that is not 1. Two free sizes that may differ leave it unknown. */
function joined(x: Dim, y: Dim): Dim {
  if (x === y || y === 1) return x;
  if (x === 1) return y;
  // against a fixed size a free one must be equal or 1, so that the fixed one results
  if (typeof x === "number") return x;
  return typeof y === "number" ? y : unknown;
}

function mismatches(a: readonly Dim[], b: readonly Dim[]): string {
  const rank = Math.max(a.length, b.length);
  const wrong: string[] = [];
  for (let i = 1; i <= Math.min(a.length, b.length); i++) {
    const [x, y] = [a.at(-i)!, b.at(-i)!];
    if (typeof x === "number" && typeof y === "number" && x !== y && x !== 1 && y !== 1)
      wrong.unshift(`axis ${rank - i} has ${x} and ${y}`);
  }
  return wrong.join(", ") || "the sizes differ";
}

function inferBroadcast(call: Call): Shape {
  const [a, b] = call.inputs;
  if (call.inputs.length === 1) return a!; // with a number
  if (!a || !b) return null;
  const shape = broadcast(call, a, b);
  warnOfOuter(call, a, b);
  return shape;
}

/** [16, 1] with [16] gives [16, 16]: legal, and hardly ever meant. */
function warnOfOuter(call: Call, a: readonly Dim[], b: readonly Dim[]): void {
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a];
  if (
    longer.length !== 2 ||
    shorter.length !== 1 ||
    longer[1] !== 1 ||
    longer[0] !== shorter[0] ||
    shorter[0] === 1
  )
    return;
  if (isUnknown(shorter[0]!)) return;
  call.fail({
    code: "broadcast-outer",
    stage: "forward",
    at: "call",
    severity: "warning",
    message: `combines ${showShape(a)} with ${showShape(b)} into ${showShape([shorter[0]!, shorter[0]!])}: every value with every other, which is hardly meant`,
  });
}

/** https://pytorch.org/docs/stable/generated/torch.matmul.html */
function inferMatmul(call: Call): Shape {
  const [a, b] = call.inputs;
  if (!a || !b) return null;
  if (a.length === 0 || b.length === 0) {
    call.fail({
      code: "matmul",
      stage: "forward",
      at: "call",
      message: `multiplies tensors with axes, receives ${showShape(a)} and ${showShape(b)}`,
      runtime: `both arguments to matmul need to be at least 1D, but they are ${a.length}D and ${b.length}D`,
      exception: "RuntimeError",
    });
    return null;
  }
  const inner = a.at(-1)!;
  const other = b.length === 1 ? b[0]! : b.at(-2)!;
  call.require(eq(inner, other), () => innerProblem(a, b, inner, other));
  const batchA = a.slice(0, -2);
  const batchB = b.slice(0, -2);
  const batch =
    a.length > 2 && b.length > 2 ? broadcast(call, batchA, batchB) : a.length > 2 ? batchA : batchB;
  return [...batch, ...(a.length > 1 ? [a.at(-2)!] : []), ...(b.length > 1 ? [b.at(-1)!] : [])];
}

const innerProblem = (a: readonly Dim[], b: readonly Dim[], inner: Dim, other: Dim) =>
  ({
    code: "matmul",
    stage: "forward",
    at: "call",
    message: `multiplies ${showShape(a)} by ${showShape(b)}: the inner sizes ${show(inner)} and ${show(other)} differ`,
    runtime:
      a.length === 1 && b.length === 1
        ? `inconsistent tensor size, expected tensor ${list(a)} and src ${list(b)} to have the same number of elements, but got ${show(inner)} and ${show(other)} elements respectively`
        : `mat1 and mat2 shapes cannot be multiplied (${show(product(a.slice(0, -1)))}x${show(inner)} and ${show(other)}x${show(b.at(-1)!)})`,
    exception: "RuntimeError",
    expected: inner,
    received: other,
  }) as const;

/** Exactly `rank` axes each: mm (2), bmm (3). */
const exactly =
  (rank: number) =>
  (call: Call): Shape => {
    const [a, b] = call.inputs;
    if (!a || !b) return null;
    if (a.length !== rank || b.length !== rank) {
      call.fail({
        code: "matmul",
        stage: "forward",
        at: "call",
        message: `takes two tensors of ${rank} axes, receives ${showShape(a)} and ${showShape(b)}`,
        runtime: `batch1 and batch2 must be ${rank}D tensors`,
        exception: "RuntimeError",
      });
      return null;
    }
    if (rank === 3) {
      call.require(eq(a[0]!, b[0]!), () => ({
        ...innerProblem(a, b, a[0]!, b[0]!),
        message: `multiplies batches of ${show(a[0]!)} and ${show(b[0]!)} matrices: ${showShape(a)} and ${showShape(b)}`,
        runtime: `Expected size for first two dimensions of batch2 tensor to be: [${show(a[0]!)}, ${show(a[2]!)}] but got: [${show(b[0]!)}, ${show(b[1]!)}].`,
      }));
    }
    return inferMatmul(call);
  };

const two = { inputs: ["input", "other"] } as const;
const matmulMacs: Pick<LayerSpec, "inputs" | "macs"> = {
  ...two,
  macs: (_args, [a], [out]) => (a && out ? mul(product(out), a.at(-1)!) : dimOf(undefined)),
};

export const arithmeticFunctions: readonly LayerSpec[] = [
  ...[
    "add",
    "sub",
    "mul",
    "div",
    "pow",
    "maximum",
    "minimum",
    "remainder",
    "fmod",
    "atan2",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
  ].map((name) => define(name, "Element by element, with broadcasting.", [], inferBroadcast, two)),
  define(
    "matmul",
    "Matrix product over the last two axes, with broadcasting of the rest.",
    [],
    inferMatmul,
    matmulMacs,
  ),
  define("bmm", "Matrix products of two batches.", [], exactly(3), matmulMacs),
  define("mm", "Matrix product.", [], exactly(2), matmulMacs),
];
