/**
 * Element types of files, each read as a float32: floats of 2, 4 and 8 bytes, integers with and without sign, flags.
 *
 *   elementType("f", 8)!.read(view, 0)   // a little-endian double
 */
export interface ElementType {
  readonly size: number; // bytes
  read(view: DataView, offset: number): number;
}

type Reader = (view: DataView, at: number, little: boolean) => number;

const readers: Readonly<Record<string, Reader>> = {
  f2: (view, at, little) => half(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  bf2: (view, at, little) => upperHalf(view.getUint16(at, little)),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  b1: (view, at) => view.getUint8(at),
};

/** undefined for a size that the kind does not have. */
export function elementType(kind: string, size: number, little = true): ElementType | undefined {
  const read = Object.hasOwn(readers, `${kind}${size}`) ? readers[`${kind}${size}`] : undefined;
  return read && { size, read: (view, at) => read(view, at, little) };
}

/** `count` elements from `offset`. */
export function readElements(view: DataView, offset: number, type: ElementType, count: number): Float32Array {
  const data = new Float32Array(count);
  for (let i = 0; i < count; i++) data[i] = type.read(view, offset + i * type.size);
  return data;
}

/** IEEE half precision. */
function half(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

const scratch = new DataView(new ArrayBuffer(4));
function upperHalf(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}
