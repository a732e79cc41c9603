/** What lies where a model should: the page of a 404, a pointer of Git LFS, the file of another framework. */
import type { FileProblem } from "./model-file.ts";

const file = (message: string): FileProblem => ({ code: "model-file", severity: "error", message });
const format = (message: string): FileProblem => ({ code: "model-format", severity: "error", message });

/** `start` is the first bytes of the file at `path`. undefined: nothing tells against it. */
export function mistakenFor(start: Uint8Array, path: string): FileProblem | undefined {
  const text = Array.from(start, (byte) => String.fromCharCode(byte)).join("");
  const begins = (...signs: readonly string[]): boolean => signs.some((sign) => text.startsWith(sign));
  if (start.length === 0) return file("is empty");
  if (isPointer(start))
    return {
      code: "model-file",
      severity: "information",
      message: "is a pointer of Git LFS; `git lfs pull` brings the file itself",
    };
  if (/^\s*<(!doctype|html|head|body|\?xml)/i.test(text))
    return file("is an HTML page, not a model: what a server sends for a file that it has not");
  if (begins("PK\x03\x04"))
    return format(
      "is a zip archive, as PyTorch's .pt and Keras's .keras files are, not a model for JavaScript",
    );
  if (begins("\x89HDF\r\n"))
    return format("is an HDF5 file of Keras; tensorflowjs_converter makes a model.json of it");
  if (text.slice(4, 8) === "TFL3") return format("is a TensorFlow Lite model");
  if (text.slice(4, 8) === "ORTM") return undefined; // onnxruntime's own format
  if (begins("\x1f\x8b")) return format("is compressed with gzip");
  if (begins("\x89PNG", "\xff\xd8\xff")) return format("is a picture");
  if (path.endsWith(".onnx") && /^\s*[{[]\s*"/.test(text)) return format("is JSON, not an ONNX model");
  return undefined;
}

/** Of Git LFS: what lies in place of a large file that was not fetched. */
export const isPointer = (start: Uint8Array): boolean =>
  new TextDecoder("latin1").decode(start).startsWith("version https://git-lfs");
