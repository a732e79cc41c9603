/**
 * Tensors and layers with PyTorch's names and semantics.
 *
 *   import { nn, randn } from "@convlens/engine";
 *   new nn.Conv2d(3, 16, 3).forward(randn([8, 3, 32, 32])).shape   // [8, 16, 30, 30]
 */
export * as F from "./functional/index.ts";
export * as nn from "./nn/index.ts";
export * from "./tensor/index.ts";
