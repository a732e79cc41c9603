/**
 * transformers.js: its `Tensor` and functions on tensors, and models of a local folder.
 * https://huggingface.co/docs/transformers.js/api/utils/tensor
 */
import { prettyShape } from "@convlens/engine/specs";
import type { Dialect } from "../facts/dialect.ts";
import type { BuiltinValue } from "../facts/values.ts";
import { tensorFunction } from "./transformers/functions.ts";
import { environment, modelClass } from "./transformers/models.ts";
import { tensorClass } from "./transformers/tensor.ts";
import { tensorMember } from "./transformers/tensor-members.ts";
import { DIALECT } from "./transformers/vocabulary.ts";

/** `env` is written to: each import has its own, and what it loads looks there. */
function namespace(): BuiltinValue {
  const env = environment();
  const own: BuiltinValue = {
    kind: "builtin",
    name: "transformers",
    get: (name) => {
      if (name === "default") return own;
      if (name === "Tensor") return tensorClass;
      if (name === "env") return env;
      return modelClass(name, env) ?? tensorFunction(name);
    },
  };
  return own;
}

export const transformers: Dialect = {
  id: DIALECT,
  modules: ["@huggingface/transformers", "@xenova/transformers"],
  tensorTypes: ["Tensor"],
  hasState: true,
  namespace,
  tensorMember: (name, tensor, world, site) =>
    tensor.kind === "tensor" ? tensorMember(name, tensor, world, site) : undefined,
  layerMember: () => undefined,
  formatShape: prettyShape,
  engineOp: () => undefined,
  channelsLast: false,
};
