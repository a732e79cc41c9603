/** Errors of the runtime: each has a stable `code` and carries its numbers. */

/** A run or an allocation would exceed the budget that is set; nothing was allocated. */
export class LimitError extends Error {
  override readonly name = "LimitError";
  readonly code = "limit";
  /** What was asked for and what is allowed, in `unit`. */
  readonly needed: number;
  readonly allowed: number;
  readonly unit: "bytes" | "operations";

  constructor(what: string, needed: number, allowed: number, unit: "bytes" | "operations") {
    super(
      `${what} needs ${amount(needed, unit)}, the limit is ${amount(allowed, unit)}. ` +
        `Use a smaller input or batch, or raise the limit with setLimits({ ${unit}: … }).`,
    );
    this.needed = needed;
    this.allowed = allowed;
    this.unit = unit;
  }
}

/** A worker thread stopped or a kernel trapped during a run; the result is lost, later runs work. */
export class WorkerError extends Error {
  override readonly name = "WorkerError";
  readonly code = "worker-lost";
}

function amount(value: number, unit: "bytes" | "operations"): string {
  if (unit === "operations") return `${value.toLocaleString("en-US")} operations`;
  return value < 1 << 20 ? `${value} bytes` : `${(value / 2 ** 20).toFixed(1)} MiB`;
}
