/** JavaScript's typed arrays by name, and the element types that hold them. */

/** Bytes of one element. */
export const TYPED_ARRAYS = {
  Float16Array: 2,
  Float32Array: 4,
  Float64Array: 8,
  Int8Array: 1,
  Int16Array: 2,
  Int32Array: 4,
  Uint8Array: 1,
  Uint8ClampedArray: 1,
  Uint16Array: 2,
  Uint32Array: 4,
  BigInt64Array: 8,
  BigUint64Array: 8,
} as const;
export type TypedArrayType = keyof typeof TYPED_ARRAYS;
export const isTypedArrayType = (name: string): name is TypedArrayType => Object.hasOwn(TYPED_ARRAYS, name);
