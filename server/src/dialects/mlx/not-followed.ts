/** What mlx exports and the checker does not follow: shapes that hang on values, and whole transformers. */
import { NOT_FOLLOWED } from "./functions.ts";
import { NOT_FOLLOWED_LAYERS } from "./layers.ts";

export const NOT_FOLLOWED_BY_MLX = { functions: NOT_FOLLOWED, layers: NOT_FOLLOWED_LAYERS } as const;
