/**
 * NumPy's .npy and .npz files. Float and integer arrays are read as float32; tensors are written as little-endian float32.
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 *   const x = readNpy(await readFile("x.npy"));
 */
import { unzipSync, zipSync } from "fflate";
import { forEachIndex, product } from "../jobs/grid.ts";
import { Tensor } from "../tensor/tensor.ts";
import { elementType, readElements } from "./element-type.ts";
import { FormatError } from "./format-error.ts";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // "\x93NUMPY"

/** "<f8": byte order, kind, bytes. */
function typeOf(descr: string) {
  const [, order, kind, size] = /^([<>|=])([a-zA-Z])(\d+)$/.exec(descr) ?? [];
  return kind ? elementType(kind, Number(size), order !== ">") : undefined;
}

/** The array of an .npy file. Throws a FormatError that says what is wrong before anything is allocated. */
export function readNpy(bytes: Uint8Array): Tensor {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte))
    throw new FormatError(".npy", "it does not begin as one");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6]!;
  const headerStart = version === 1 ? 10 : 12;
  if (bytes.length < headerStart) throw new FormatError(".npy", "it ends inside of its header");
  const headerLength = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = headerStart + headerLength;
  if (start > bytes.length)
    throw new FormatError(
      ".npy",
      `its header claims ${headerLength} bytes, and there are ${bytes.length - headerStart}`,
    );
  const header = new TextDecoder("latin1").decode(bytes.subarray(headerStart, start));
  const { descr, fortran, shape } = parseHeader(header);
  const kind = typeOf(descr);
  if (!kind)
    throw new FormatError(
      ".npy",
      `its element type ${descr} is not supported: save floats, integers or booleans, for example x.astype("float32")`,
    );
  const count = shape.reduce((a, b) => a * b, 1);
  if (!Number.isSafeInteger(count) || count * kind.size !== bytes.length - start)
    throw new FormatError(
      ".npy",
      `its shape [${shape.join(", ")}] takes ${count * kind.size} bytes, and there are ${bytes.length - start}`,
    );
  const data = readElements(view, start, kind, count);
  return Tensor.from(fortran ? rowMajor(data, shape) : data, shape);
}

/** In Fortran's order the first axis is the fastest. */
function rowMajor(data: Float32Array, shape: readonly number[]): Float32Array {
  const result = new Float32Array(data.length);
  const steps = shape.map((_, axis) => product(shape.slice(0, axis)));
  forEachIndex(shape, (index, flat) => {
    result[flat] = data[index.reduce((sum, i, axis) => sum + i * steps[axis]!, 0)]!;
  });
  return result;
}

function parseHeader(text: string): { descr: string; fortran: boolean; shape: number[] } {
  if (/'descr':\s*\[/.test(text))
    throw new FormatError(".npy", "it holds records: save each field as an array of its own");
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || shape === undefined)
    throw new FormatError(".npy", "its header names no descr, fortran_order and shape");
  const sizes = shape
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
    .map(Number);
  if (sizes.some((size) => !Number.isSafeInteger(size) || size < 0))
    throw new FormatError(".npy", `its shape (${shape}) has sizes that are no sizes`);
  return { descr, fortran: order === "True", shape: sizes };
}

/** A tensor as an .npy file, version 1.0, float32. */
export function writeNpy(tensor: Tensor): Uint8Array {
  const shape = tensor.shape.length === 1 ? `${tensor.shape[0]},` : tensor.shape.join(", ");
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`;
  const length = Math.ceil((MAGIC.length + 4 + text.length + 1) / 64) * 64 - MAGIC.length - 4;
  const bytes = new Uint8Array(MAGIC.length + 4 + length + tensor.raw.length * 4);
  bytes.set(MAGIC);
  bytes.set([1, 0, length & 255, length >> 8], MAGIC.length);
  bytes.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), MAGIC.length + 4);
  const view = new DataView(bytes.buffer, MAGIC.length + 4 + length);
  for (const [i, value] of tensor.raw.entries()) view.setFloat32(i * 4, value, true);
  return bytes;
}

/** The largest .npz that is unpacked, in bytes of its arrays together. */
const MOST_UNPACKED = 2 ** 31;

/** Deflate packs at most 258 bytes into 2 bits. */
const MOST_PACKING = 1032;

/** The arrays of an .npz file by name. */
export function readNpz(bytes: Uint8Array): Record<string, Tensor> {
  let total = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, originalSize, size, compression }) => {
        // the sizes are only claimed: no more is taken than so many packed bytes can hold
        const most = compression === 0 ? size : size * MOST_PACKING;
        if (size > bytes.length || originalSize > most)
          throw new FormatError(".npz", `${name} claims ${originalSize} bytes packed into ${size}`);
        total += originalSize;
        if (total > MOST_UNPACKED) throw new FormatError(".npz", `it unpacks to over ${MOST_UNPACKED} bytes`);
        return name.endsWith(".npy");
      },
    });
  } catch (error) {
    throw error instanceof FormatError
      ? error
      : new FormatError(".npz", `it is no zip archive (${(error as Error).message})`);
  }
  return Object.fromEntries(
    Object.entries(files).map(([name, file]) => [name.replace(/\.npy$/, ""), readNpy(file)]),
  );
}

/** Tensors as an .npz file. */
export const writeNpz = (tensors: Readonly<Record<string, Tensor>>): Uint8Array =>
  zipSync(
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${name}.npy`, writeNpy(tensor)])),
  );
