/**
 * Members of a tensor: its facts, its rows by index, and its methods.
 *
 *   last_hidden_state.mean(1).normalize(2, -1).dims, logits[0], x.view(1, -1)
 */
import { type Dim, product, unknown } from "@convlens/engine/specs";
import type { CallSite, TensorValue, Value, World } from "../../facts/values.ts";
import { asString, constant, ELEMENTS, size, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { reportAt } from "../loaded/report.ts";
import { elementTypeOf, tensorMember as ortMember } from "../onnxruntime/tensor-members.ts";
import { arithmetic } from "./functions.ts";
import { index, item, normalize, reduction } from "./reductions.ts";
import { flatten, permute, repeat, sameShape, slice, squeeze, unsqueeze, view } from "./shapes.ts";
import { DIALECT, method, type Use } from "./vocabulary.ts";

type Rule = (use: Use) => readonly TensorValue[];

const METHODS: Readonly<Record<string, Rule>> = {
  view,
  permute: permute(false),
  transpose: permute(false),
  squeeze,
  unsqueeze,
  flatten,
  slice,
  sum: reduction(),
  mean: reduction(),
  max: reduction(),
  min: reduction(),
  norm: reduction(1),
  argmax: index,
  argmin: index,
  normalize,
  repeat: repeat(false),
  tile: repeat(true),
  ...Object.fromEntries(["add", "sub", "mul", "div"].map((name) => [name, arithmetic])),
  ...Object.fromEntries(
    ["sigmoid", "tanh", "neg", "clone", "round", "clamp", "gt", "lt"].map((name) => [name, sameShape]),
  ),
};

/** In place: the tensor itself changes, and its sizes are known no more. */
const IN_PLACE: Readonly<Record<string, Rule>> = {
  squeeze_: squeeze,
  unsqueeze_: unsqueeze,
  flatten_: flatten,
};
const SAME_IN_PLACE = /^(add|sub|mul|div|sigmoid|tanh|neg|round|clamp|normalize)_$/;

const TYPES: Readonly<Record<string, string>> = { gt: "bool", lt: "bool", argmax: "int64", argmin: "int64" };

export function tensorMember(
  name: string,
  self: TensorValue,
  world: World,
  site?: CallSite,
): Value | undefined {
  const { shape } = self.tensor;
  if (/^\d+$/.test(name)) return row(self, world);
  const rule = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (rule) return method(name, (call) => run(name, rule, self, call));
  if (Object.hasOwn(IN_PLACE, name))
    return method(name, (call) => {
      const made = run(name, IN_PLACE[name]!, self, call);
      world.state.set(self.tensor, "shape", null);
      return made;
    });
  if (SAME_IN_PLACE.test(name)) return method(name, () => self);
  switch (name) {
    case "to":
      return method(name, ({ args: [type] }) => retyped(self, asString(type), world));
    case "item":
      return method(name, (call) => {
        run(name, item, self, call);
        return UNKNOWN;
      });
    case "tolist":
      return method(name, () => UNKNOWN);
    case "ort_tensor":
      return world.tensor(shape, self.tensor.origin, { dialect: "onnxruntime" });
    case "split":
    case "indexOf":
    case "at":
      return method(name, () => UNKNOWN);
    case ELEMENTS:
      return method(name, () => {
        const count: Dim = shape?.[0] ?? unknown;
        const rows = typeof count === "number" && count <= 64 ? count : 0;
        return world.array(
          Array.from({ length: rows }, () => row(self, world)),
          rows === count,
        );
      });
    case "reshape":
      return site ? lacking(name, "view(…) does that", site) : UNDEFINED;
    case "softmax":
    case "abs":
    case "exp":
      return site
        ? lacking(name, `the function of this name, where there is one, takes plain numbers`, site)
        : UNDEFINED;
    case "size":
      return size(shape ? product(shape) : unknown);
    default:
      return ortMember(name, self, world);
  }
}

function run(name: string, rule: Rule, self: TensorValue, site: CallSite): Value {
  const [result] = rule({
    name,
    site,
    tensors: [self],
    args: site.args,
    argSpans: site.argSpans,
  });
  if (!result) return UNKNOWN;
  const type = (Object.hasOwn(TYPES, name) && TYPES[name]) || elementTypeOf(self);
  return type === undefined ? result : { kind: "tensor", tensor: { ...result.tensor, elementType: type } };
}

/** `logits[0]`: one row. */
const row = ({ tensor }: TensorValue, world: World): Value =>
  world.tensor(tensor.shape && tensor.shape.length > 0 ? tensor.shape.slice(1) : null, tensor.origin, {
    dialect: DIALECT,
    ...(tensor.elementType !== undefined && { elementType: tensor.elementType }),
  });

const retyped = ({ tensor }: TensorValue, type: string | undefined, world: World): Value =>
  world.tensor(tensor.shape, tensor.origin, {
    dialect: DIALECT,
    ...(type !== undefined && { elementType: type }),
  });

/** A method that tensors of other libraries have. */
const lacking = (name: string, instead: string, { span, calleeSpan }: CallSite): Value => ({
  ...constant(undefined),
  absent: {
    report: (_use, world) =>
      reportAt(
        { world, span, calleeSpan },
        "Tensor",
        {
          code: "argument-unknown",
          stage: "forward",
          at: { arg: "member" },
          message: `has no method \`${name}\`; ${instead}`,
          runtime: `${name} is not a function`,
          exception: "TypeError",
        },
        "member",
        span,
        [],
        DIALECT,
      ),
  },
});
