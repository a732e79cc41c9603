/** `tf.input({ shape })`: where a functional model begins. */
import { open } from "@convlens/engine/specs";
import type { CallSite, Value } from "../../facts/values.ts";
import { DIALECT, shapeIn } from "./vocabulary.ts";

export function symbolicInput({ args: [config], world, span }: CallSite): Value {
  const field = (name: string): Value | undefined =>
    config?.kind === "object" ? config.fields.get(name) : undefined;
  const batched = shapeIn(field("batchShape"));
  const shape = shapeIn(field("shape"));
  return world.tensor(batched ?? (shape ? [open, ...shape] : null), span, { dialect: DIALECT });
}
