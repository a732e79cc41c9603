/** Arithmetic of several tensors: broadcasting operations and matrix products. */
import { type Dim, eq, isUnknown, mul, product } from "../../../dims/index.ts";
import { dimOf, number } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import { list } from "../../python.ts";
import type { Call, LayerSpec, Shape } from "../../spec.ts";
import { broadcast } from "../broadcast.ts";
import { define } from "./define.ts";

function inferBroadcast(call: Call): Shape {
  const [a, b] = call.inputs;
  if (a && b) warnOfOuter(call, a, b);
  return inferOrder(call);
}

/** Which is larger of every value with every other is how masks are made: that is meant. */
function inferOrder(call: Call): Shape {
  const [a, b] = call.inputs;
  if (call.inputs.length === 1) return a!; // with a number
  return a && b ? broadcast(call, a, b) : null;
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
  define(
    "maskedFill",
    "The value wherever the mask is not zero.",
    [{ ...number("value", "What is filled in."), required: true }],
    ({ inputs: [input, mask], ...call }) =>
      input && mask ? broadcast({ inputs: [input, mask], ...call }, input, mask) : null,
    { inputs: ["input", "mask"] },
  ),
  ...["add", "sub", "mul", "div", "pow", "maximum", "minimum", "remainder", "fmod", "atan2", "eq", "ne"].map(
    (name) => define(name, "Element by element, with broadcasting.", [], inferBroadcast, two),
  ),
  ...["lt", "le", "gt", "ge"].map((name) =>
    define(name, "Element by element, with broadcasting.", [], inferOrder, two),
  ),
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
