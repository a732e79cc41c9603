/** `nn`: modules and layers with PyTorch's names and semantics. */
export * as functional from "../functional/index.ts";
export { ModuleDict, ModuleList, Sequential } from "./containers.ts";
export { Layer } from "./layer.ts";
export * from "./layers.ts";
export { Module, Parameter, type StateDict } from "./module.ts";
