/** Errors of the runtime: each has a stable `code` and carries its numbers. */
import { ConvLensError } from "./convlens-error.ts";

/** A run or an allocation would exceed the budget that is set; nothing was allocated. */
export class LimitError extends ConvLensError {
  /** What was asked for and what is allowed, in `unit`. */
  readonly needed: number;
  readonly allowed: number;
  readonly unit: "bytes" | "operations";

  constructor(what: string, needed: number, allowed: number, unit: "bytes" | "operations") {
    super(
      `${what} needs ${amount(needed, unit)}, the limit is ${amount(allowed, unit)}. ` +
        `Use a smaller input or batch, or raise the limit with setLimits({ ${unit}: … }).`,
      "limit",
      "LimitError",
    );
    this.needed = needed;
    this.allowed = allowed;
    this.unit = unit;
  }
}

/** A worker thread stopped or a kernel trapped during a run; the result is lost, later runs work. */
export class WorkerError extends ConvLensError {
  constructor(message: string) {
    super(message, "worker-lost", "WorkerError");
  }
}

function amount(value: number, unit: "bytes" | "operations"): string {
  if (unit === "operations") return `${value.toLocaleString("en-US")} operations`;
  return value < 1 << 20 ? `${value} bytes` : `${(value / 2 ** 20).toFixed(1)} MiB`;
}
