/** Element types by their numbers in TensorProto.DataType, in the names that onnxruntime's JavaScript API gives them. */

const NAMES = [
  "undefined",
  "float32",
  "uint8",
  "int8",
  "uint16",
  "int16",
  "int32",
  "int64",
  "string",
  "bool",
  "float16",
  "float64",
  "uint32",
  "uint64",
  "complex64",
  "complex128",
  "bfloat16",
  "float8e4m3fn",
  "float8e4m3fnuz",
  "float8e5m2",
  "float8e5m2fnuz",
  "uint4",
  "int4",
  "float4e2m1",
  "float8e8m0",
  "uint2",
  "int2",
] as const;

/** "float32" for 1; the number as text for one that is not known. */
export const typeName = (code: number): string => NAMES[code] ?? String(code);

/** 1 for "float32"; undefined for a name that ONNX has not. */
export function typeCode(name: string): number | undefined {
  const code = (NAMES as readonly string[]).indexOf(name);
  return code > 0 ? code : undefined;
}

/** Bits of one element; 0 where elements have no fixed size. */
export function bitsOf(type: string): number {
  if (type === "string" || type === "undefined") return 0;
  if (type === "bool") return 8;
  if (type === "complex64") return 64;
  if (type === "complex128") return 128;
  if (type.startsWith("float8")) return 8;
  if (type === "float4e2m1") return 4;
  return Number(/\d+$/.exec(type)?.[0] ?? 0);
}
