/** Element types of onnxruntime's tensors and the typed arrays that hold them. */
import type { TypedArrayType } from "../../facts/typed-array.ts";

/** https://github.com/microsoft/onnxruntime/blob/main/js/common/lib/tensor-impl-type-mapping.ts */
const HOLDERS: Readonly<Record<string, TypedArrayType>> = {
  float32: "Float32Array",
  uint8: "Uint8Array",
  int8: "Int8Array",
  uint16: "Uint16Array",
  int16: "Int16Array",
  int32: "Int32Array",
  bool: "Uint8Array",
  float64: "Float64Array",
  uint32: "Uint32Array",
  int4: "Uint8Array",
  uint4: "Uint8Array",
  int64: "BigInt64Array",
  uint64: "BigUint64Array",
  float16: "Uint16Array",
};

export const holderOf = (type: string): TypedArrayType | undefined =>
  Object.hasOwn(HOLDERS, type) ? HOLDERS[type] : undefined;

/** Whether the constructor takes the array for the type as it is. Where JavaScript has a Float16Array it holds float16. */
export const holds = (array: TypedArrayType, type: string): boolean =>
  array === holderOf(type) ||
  (type === "uint8" && array === "Uint8ClampedArray") ||
  (type === "float16" && array === "Float16Array");

/** The type of a tensor that is made of an array alone. */
const OF_ARRAY: Readonly<Partial<Record<TypedArrayType, string>>> = {
  Float32Array: "float32",
  Uint8Array: "uint8",
  Uint8ClampedArray: "uint8",
  Int8Array: "int8",
  Uint16Array: "uint16",
  Int16Array: "int16",
  Int32Array: "int32",
  Float64Array: "float64",
  Uint32Array: "uint32",
  BigInt64Array: "int64",
  BigUint64Array: "uint64",
  Float16Array: "float16",
};
export const typeOfArray = (array: TypedArrayType): string | undefined => OF_ARRAY[array];
