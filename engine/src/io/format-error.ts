/** A file that is not what it claims to be. */
import { ConvLensError } from "../errors/convlens-error.ts";

export class FormatError extends ConvLensError {
  constructor(format: string, what: string) {
    super(`This ${format} file cannot be read: ${what}`, "format", "FormatError");
  }
}
