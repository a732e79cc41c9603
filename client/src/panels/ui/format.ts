/** Numbers as a person reads them, where `short` is not what is wanted. */
import { short } from "@convlens/server/protocol";

export { short };

/** Two significant digits in the least room: "−.078"; one where a power of ten is needed: "−7e−4", since cells are narrow. */
export function shortest(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) return short(value);
  const text =
    size >= 1e3 || size < 1e-3
      ? value.toExponential(0).replace("e+", "e")
      : String(Number(value.toPrecision(2))).replace(/^(-?)0\./, "$1.");
  return text.replaceAll("-", "−");
}

/** Six significant digits, for the value under the pointer. */
export const exact = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(6))).replaceAll("-", "−") : short(value);

export const percent = (share: number): string =>
  share > 0 && share < 0.001 ? "< 0.1 %" : `${Number((share * 100).toFixed(1))} %`;

export const milliseconds = (ms: number): string => `${Number(ms.toPrecision(3))} ms`;

export const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;
