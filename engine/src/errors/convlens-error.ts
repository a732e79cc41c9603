/** What the library throws: PyTorch's condition and facts, with the stable code of the checker's finding. */

/** Thrown where PyTorch raises. `code` is the checker's code of the same mistake, `name` the class that PyTorch raises. */
export class ConvLensError extends Error {
  readonly code: string;

  constructor(message: string, code: string, exception = "RuntimeError") {
    super(message);
    this.code = code;
    this.name = exception;
  }

  /** A problem that a spec found, in the library's own words where it has some. */
  static of(problem: { message: string; runtime?: string; code: string; exception?: string }): ConvLensError {
    return new ConvLensError(problem.runtime ?? problem.message, problem.code, problem.exception);
  }
}
