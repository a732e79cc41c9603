/**
 * Layers that users write: classes that extend tf.layers.Layer. What one gives is what its computeOutputShape says.
 *
 *   class Double extends tf.layers.Layer {
 *     computeOutputShape([batch, size]: number[]) { return [batch, size * 2]; }
 *   }
 */
import { type Dim, decide, eq, isOpen, type LayerSpec, type Shape } from "@convlens/engine/specs";
import type { BuiltinValue, CallSite, LayerValue, ObjectValue, Value } from "../../facts/values.ts";
import { toDim, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { applyAsNode } from "./graph.ts";
import { DIALECT, method, oneOrList, shapeIn, shapeValue, tensorsIn } from "./vocabulary.ts";

/** tf.layers.Layer, to extend. */
export const layerClass: BuiltinValue = {
  kind: "builtin",
  name: "Layer",
  members: (name, self) => {
    if (name === "apply")
      return method(name, (site) => (self.kind === "object" ? applyCustom(self, site) : UNKNOWN));
    if (name === "addWeight")
      return method(name, ({ args: [, shape], world, span }) =>
        world.object([
          ["shape", shape ?? UNKNOWN],
          [
            "read",
            method("read", () =>
              world.tensor(
                shape?.kind === "array" && shape.complete ? shape.elements.map(toDim) : null,
                span,
                { dialect: DIALECT },
              ),
            ),
          ],
        ]),
      );
    return ["getConfig", "build", "setWeights"].includes(name)
      ? method(name, ({ world }) => (name === "getConfig" ? world.object([]) : UNDEFINED))
      : undefined;
  },
};

/** One use of such a layer, as a node of the graph around it. */
export function applyCustom(self: ObjectValue, site: CallSite): Value {
  const inputs = tensorsIn(site.args[0] ?? UNKNOWN);
  const shapes = inputs.map((value): Shape => (value.kind === "tensor" ? value.tensor.shape : null));
  const layer = layerFor(self, { inputs: shapes, output: computed(self, shapes, site) }, site);
  return applyAsNode(layer, inputs, site);
}

/** What the class's own computeOutputShape answers. */
function computed(self: ObjectValue, shapes: readonly Shape[], site: CallSite): Shape {
  const { world } = site;
  const own = world.get(self, "computeOutputShape", site);
  if (own.kind !== "function" || shapes.some((shape) => shape === null)) return null;
  const given = oneOrList(
    shapes.map((shape) => shapeValue(shape, world)),
    world,
  );
  return shapeIn(world.call(own, [given], { ...site, self })) ?? null;
}

/** What was computed once: the same for any batch, as the source says no more. */
interface Answer {
  readonly inputs: readonly Shape[];
  readonly output: Shape;
}

const layers = new WeakMap<ObjectValue, { readonly layer: LayerValue; readonly answers: Answer[] }>();

function layerFor(self: ObjectValue, answer: Answer, { world, span }: CallSite): LayerValue {
  let known = layers.get(self);
  if (!known) {
    const answers: Answer[] = [];
    known = { layer: world.build(specOf(self, answers), {}, {}, DIALECT, self.site ?? span), answers };
    if (self.name !== undefined) world.state.set(known.layer, "name", self.name);
    layers.set(self, known);
  }
  known.answers.push(answer);
  return known.layer;
}

const specOf = (self: ObjectValue, answers: readonly Answer[]): LayerSpec => ({
  name: self.cls?.name ?? "Layer",
  kind: "layer",
  summary: "A layer of this program.",
  docs: "https://js.tensorflow.org/api/latest/#class:layers.Layer",
  params: [],
  inputs: ["..."],
  lenient: true,
  infer: ({ inputs }) => [answerFor(answers, inputs)],
});

function answerFor(answers: readonly Answer[], inputs: readonly Shape[]): Shape {
  const known = answers.find((answer) =>
    answer.inputs.every((shape, i) => sameItem(shape, inputs[i] ?? null)),
  );
  const batch = inputs[0]?.[0];
  if (!known?.output || batch === undefined) return null;
  const [first, ...rest] = known.output;
  return first !== undefined && isOpen(first) ? [batch, ...rest] : known.output;
}

const sameItem = (a: Shape, b: Shape): boolean =>
  a !== null &&
  b !== null &&
  a.length === b.length &&
  a.every((size, axis) => axis === 0 || same(size, b[axis]!));
const same = (a: Dim, b: Dim): boolean => a === b || decide(eq(a, b)) === true;
