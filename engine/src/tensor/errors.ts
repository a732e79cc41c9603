/** Errors of the library: PyTorch's condition and facts, with the stable code of the finding. */
import type { Problem } from "../specs/spec.ts";

/** Thrown where PyTorch raises. `code` is the checker's code of the same mistake. */
export class ConvLensError extends Error {
  readonly code: string;

  constructor(message: string, code: string, exception = "RuntimeError") {
    super(message);
    this.code = code;
    this.name = exception;
  }

  static of(problem: Problem): ConvLensError {
    return new ConvLensError(problem.runtime ?? problem.message, problem.code, problem.exception);
  }
}
