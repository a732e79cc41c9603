/** Broadcasting: shapes of operands side by side, `[8, 1, 6]` with `[7, 1]` gives `[8, 7, 6]`. */
import { any, type Condition, type Dim, eq, unknown } from "../../dims/index.ts";
import { show, showShape } from "../layer.ts";
import type { Call } from "../spec.ts";

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
    result.unshift(broadcastSize(x!, y!));
    if (!fine) return [...(a.length >= b.length ? a : b).slice(0, rank - i), ...result];
  }
  return result;
}

/** The result's size: the one that is not 1. Two free sizes that may differ leave it unknown. */
export function broadcastSize(x: Dim, y: Dim): Dim {
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
