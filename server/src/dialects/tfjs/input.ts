/** `tf.input({ shape })`: where a functional model begins. */
import { open } from "@convlens/engine/specs";
import type { CallSite, Value } from "../../facts/values.ts";
import { withOpenBatch } from "./open-batch.ts";
import { DIALECT, shapeIn } from "./vocabulary.ts";

export function symbolicInput({ args: [config], world, span }: CallSite): Value {
  const field = (name: string): Value | undefined =>
    config?.kind === "object" ? config.fields.get(name) : undefined;
  const batched = shapeIn(field("batchShape"));
  const given = field("shape");
  const shape = shapeIn(given);
  if (batched || shape) return world.tensor(batched ?? [open, ...shape!], span, { dialect: DIALECT });
  // of a list that only a run knows the first layer tells the length
  const listName = !field("batchShape") && given?.kind === "unknown" && given.fields ? given.free : undefined;
  const input = world.tensor(null, span, {
    dialect: DIALECT,
    ...(listName !== undefined && { open: true, sizesIn: listName }),
  });
  return given && !field("batchShape") ? withOpenBatch(input) : input;
}
