/** Whether the weights that a layer would make can be made, and fit those it has. */
import { all, eq, isOpen, unknown } from "../../dims/index.ts";
import { isList, wordOf } from "../arguments.ts";
import { showShape } from "../layer.ts";
import type { Call, Problem } from "../spec.ts";
import { inputProblem, nameOf } from "./input-problem.ts";
import type { Rules, Sizes } from "./layer.ts";
import { joined } from "./text.ts";

/** A weight has whole, known sizes. */
export function weightsFit(call: Call, weights: Readonly<Record<string, Sizes>>): boolean {
  for (const name in weights) {
    const sizes = weights[name]!;
    const bad = sizes.find(
      (size) => isOpen(size) || (typeof size === "number" && (!Number.isInteger(size) || size < 0)),
    );
    if (bad === undefined) continue;
    call.fail(
      inputProblem(
        "weight-shape",
        `cannot make its ${name} ${showShape(sizes)}`,
        `Tensor must have a shape comprised of positive integers but got shape [${joined(sizes)}].`,
        "Error",
      ),
    );
    return false;
  }
  for (const name in weights) if (!initializerFits(call, name, weights[name]!)) return false;
  return true;
}

/** `recurrent_kernel` → `recurrentInitializer` */
function initializerOf(weight: string): string {
  let field = initializers.get(weight);
  if (field === undefined) {
    const plain = weight.replace(/^recurrent_kernel$/, "recurrent");
    field = `${plain.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}Initializer`;
    initializers.set(weight, field);
  }
  return field;
}
const initializers = new Map<string, string>();

/** Two initializers make matrices only. */
function initializerFits(call: Call, weight: string, sizes: Sizes): boolean {
  const field = initializerOf(weight);
  const name = wordOf(call.args[field])?.toLowerCase();
  if (name === "identity") {
    if (sizes.length === 2) return call.require(eq(sizes[0]!, sizes[1]!), () => notSquare(field, sizes));
    call.fail(notSquare(field, sizes));
    return false;
  }
  if (name !== "orthogonal" || sizes.length >= 2) return true;
  call.fail({
    ...notSquare(field, sizes),
    message: `cannot start ${showShape(sizes)} as an orthogonal matrix`,
    runtime: "Shape must be at least 2D.",
    exception: "NotImplementedError",
  });
  return false;
}

const notSquare = (field: string, sizes: Sizes): Problem => ({
  code: "initializer-name",
  stage: "forward",
  at: { arg: field },
  message: `cannot start ${showShape(sizes)} as the identity, which is a square matrix`,
  runtime: "Identity matrix initializer can only be used for 2D square matrices.",
  exception: "ValueError",
});

/** A layer that was applied before has weights for that input; `built` tells its shape. */
export function weightsStay(rules: Rules, call: Call, weights: Readonly<Record<string, Sizes>>): boolean {
  const built = call.callArgs?.built;
  const input = call.inputs[0]!;
  if (!isList(built)) return true;
  const first = rules.weights?.(call.args, built as Sizes) ?? {};
  return Object.entries(weights).every(([name, sizes]) => {
    const made = first[name];
    const fits =
      !made ||
      call.require(all(...sizes.map((size, axis) => eq(size, made[axis] ?? unknown))), () => ({
        ...inputProblem(
          "layer-built",
          `was built for inputs ${showShape(built as Sizes)} and receives ${showShape(input)}: its ${name} is ${showShape(made)}`,
          `Input 0 is incompatible with layer ${nameOf(rules, call.args)}: expected axis of input shape to have the value it was built for, but got shape ${joined(input)}.`,
        ),
      }));
    return fits;
  });
}
