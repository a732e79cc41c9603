/**
 * onnxruntime in JavaScript: tensors are checked as they are made, sessions against the model file that they load.
 * https://onnxruntime.ai/docs/api/js/
 */
import { prettyShape } from "@convlens/engine/specs";
import type { Dialect } from "../facts/dialect.ts";
import type { BuiltinValue } from "../facts/values.ts";
import { type Package, sessionClass } from "./onnxruntime/session.ts";
import { DIALECT, tensorClass } from "./onnxruntime/tensor.ts";
import { tensorMember } from "./onnxruntime/tensor-members.ts";

type OwnPackage = Exclude<Package, "transformers">;

const root = (which: OwnPackage): BuiltinValue => {
  const session = sessionClass(which);
  const own: BuiltinValue = {
    kind: "builtin",
    name: "ort",
    get: (name) => {
      if (name === "default") return own;
      return name === "Tensor" ? tensorClass : name === "InferenceSession" ? session : undefined;
    },
  };
  return own;
};
const roots: Readonly<Record<OwnPackage, BuiltinValue>> = {
  web: root("web"),
  node: root("node"),
  other: root("other"),
};

const packageOf = (specifier: string): OwnPackage =>
  specifier.includes("onnxruntime-web") ? "web" : specifier.includes("onnxruntime-node") ? "node" : "other";

const WEB = ["", "/webgpu", "/wasm", "/webgl", "/all", "/experimental", "/training"];

export const onnxruntime: Dialect = {
  id: DIALECT,
  modules: [
    ...WEB.map((entry) => `onnxruntime-web${entry}`),
    "onnxruntime-node",
    "onnxruntime-common",
    "onnxruntime-react-native",
  ],
  tensorTypes: ["Tensor"],
  globals: ["ort"],
  namespace: (specifier) => roots[packageOf(specifier)],
  tensorMember: (name, tensor, world) =>
    tensor.kind === "tensor" ? tensorMember(name, tensor, world) : undefined,
  layerMember: () => undefined,
  formatShape: prettyShape,
  engineOp: () => undefined,
  channelsLast: false,
};
