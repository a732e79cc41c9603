/**
 * Parameters of our own requests, looked at before anything is done with them: links in hovers carry some, and a hover shows
 * text of sources. A field of another type is an error of the protocol; a place that nobody opened is refused with a sentence.
 */
import { type Check, checked } from "../preview/checks.ts";
import { NotRunnable } from "../preview/plan.ts";
import type { Place } from "../preview/protocol.ts";
import type { Documents } from "./documents.ts";
import { ErrorCodes, ResponseError } from "./words.ts";

/** The parameters of `method`. Throws the protocol's InvalidParams. */
export function given<P>(method: string, check: Check<P>, params: unknown): P {
  const result = checked(check, params);
  if ("value" in result) return result.value;
  throw new ResponseError(ErrorCodes.InvalidParams, `${method} cannot take its parameters: ${result.wrong}`);
}

/** Whether an address is that of an open document, or of a file inside of an opened folder. */
export function reaches(documents: Documents, uri: string): boolean {
  try {
    return documents.version(uri) !== undefined || documents.workspace.contains(documents.file(uri));
  } catch {
    return false; // no address of a file
  }
}

/** The file of an address that a request gives. Throws NotRunnable where it is out of reach. */
export function reached(documents: Documents, uri: string): string {
  if (reaches(documents, uri)) return documents.file(uri);
  throw new NotRunnable(`${uri.slice(0, 200)} is neither open nor a file of the opened folder.`);
}

/** A place's file and offset. A column behind the end of its line is the line's end. Throws NotRunnable. */
export function placed(documents: Documents, { uri, ...position }: Place): { file: string; offset: number } {
  const file = reached(documents, uri);
  const source = documents.project.source(file);
  if (source && position.line >= source.lineCount)
    throw new NotRunnable(`The file has no line ${position.line + 1}: it was edited in the meantime.`);
  return { file, offset: source?.offsetAt(position) ?? 0 };
}
