/**
 * Numbers as a person reads them, in pictures, hovers, panels and tables alike: three significant digits, no trailing
 * noise, and a power of ten only where there would be many zeros.
 *
 *   short(0.0312)    // "0.0312"
 *   short(-0.00087)  // "−0.00087"
 *   short(1.2e-7)    // "1.2e−7"
 */
export function short(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text =
    size >= 1e5 || size < 1e-4
      ? value.toExponential(1).replace("e+", "e").replace(".0e", "e")
      : String(Number(value.toPrecision(3)));
  return text.replaceAll("-", "−");
}
