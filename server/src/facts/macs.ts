/** Multiply-accumulate operations of a use; undefined where its spec does not count them. */
import type { Dim } from "@convlens/engine/specs";
import type { Application } from "./values.ts";

export const macsOf = ({ spec, args, inputs, outputs }: Application): Dim | undefined =>
  spec.macs?.(
    args,
    inputs.map(({ shape }) => shape),
    outputs.map(({ shape }) => shape),
  );
