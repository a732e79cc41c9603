/** All libraries that are understood. A new one is one file and one entry here. */

import type { Dialect } from "../facts/dialect.ts";
import { convlens } from "./convlens.ts";
import { mlx } from "./mlx.ts";
import { onnxruntime } from "./onnxruntime.ts";
import { tfjs } from "./tfjs.ts";
import { transformers } from "./transformers.ts";

export const dialects: readonly Dialect[] = [convlens, tfjs, mlx, onnxruntime, transformers];
export const dialectOf = (id: string): Dialect => dialects.find((dialect) => dialect.id === id) ?? convlens;

/** Dialects that are held to their libraries' own declarations, and what they leave out. */
export { NOT_FOLLOWED_BY_MLX } from "./mlx/not-followed.ts";
export { type DialectTable, dialectFrom, tableOf } from "./table.ts";
export { NOT_FOLLOWED } from "./tfjs/other-operations.ts";
export { mlx, tfjs };
