/** `F`, PyTorch's `torch.nn.functional`. */
export * from "./functions.ts";
