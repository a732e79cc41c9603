/** Files: .npy, .npz, .safetensors, PNG and JPEG. All take and give bytes, so that they work without a file system. */
export { type ElementType, elementType } from "./element-type.ts";
export { FormatError } from "./format-error.ts";
export { readImage, writePng } from "./image.ts";
export { readNpy, readNpz, writeNpy, writeNpz } from "./npy.ts";
export { readSafetensors, writeSafetensors } from "./safetensors.ts";
