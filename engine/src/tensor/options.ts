/** How options may be given: an object, or PyTorch's order for ported code. */

/** One number for all axes, or one an axis. */
export type Ints = number | readonly number[];
/** The size of an adaptive pooling's output; null keeps the input's. */
export type OutputSize = number | readonly (number | null)[];

/** The options one by one in the order of `K`. */
type InOrder<O, K extends readonly (keyof O)[]> = Partial<{ [I in keyof K]: O[K[I] & keyof O] }>;
/** An option object, or the options one by one in PyTorch's order. */
export type Options<O, K extends readonly (keyof O)[]> = [options?: O] | InOrder<O, K>;
