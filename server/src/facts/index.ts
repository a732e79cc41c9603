/** The contract room. */
export type { Tensor } from "./values.ts";
