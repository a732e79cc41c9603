/** Bytes as base64, in Node and in browsers. */

/** Arguments that a function call takes on all hosts. */
const PART = 0x6000;

export function base64({ buffer, byteOffset, byteLength }: Float32Array | Uint8Array): string {
  // Node's own is fifty times as fast as its btoa
  if (typeof Buffer !== "undefined") return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let text = "";
  for (let at = 0; at < bytes.length; at += PART)
    text += String.fromCharCode(...bytes.subarray(at, at + PART));
  return btoa(text);
}
