/** Tensors as PyTorch prints them: aligned numbers, four digits, long axes cut in the middle. */
const EDGE = 3;
const CUT_ABOVE = 1000;
const WIDTH = 80;

export function printTensor(data: Float32Array, shape: readonly number[]): string {
  const prefix = "tensor(";
  if (data.length === 0) return shape.length === 1 ? "tensor([])" : `tensor([], size=(${shape.join(", ")}))`;
  const format = formatter(shown(data, shape));
  return `${prefix}${print(data, shape, 0, prefix.length, format, data.length > CUT_ABOVE)})`;
}

type Format = (value: number) => string;

/** The values that will be seen: the rest of a long tensor does not decide the format. */
function shown(data: Float32Array, shape: readonly number[]): number[] {
  if (data.length <= CUT_ABOVE) return [...data];
  const values: number[] = [];
  const visit = (axis: number, offset: number): void => {
    if (axis === shape.length) {
      values.push(data[offset]!);
      return;
    }
    const step = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    for (const i of visible(shape[axis]!, true)) if (i >= 0) visit(axis + 1, offset + i * step);
  };
  visit(0, 0);
  return values;
}

/** torch._tensor_str._Formatter: whole numbers as "1.", else four decimals, or scientific where the range is wide. */
function formatter(values: readonly number[]): Format {
  const finite = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  const [max, min] = [Math.max(...finite, 0), Math.min(...finite, Number.POSITIVE_INFINITY)];
  const whole = values.every((value) => !Number.isFinite(value) || Number.isInteger(value));
  const wide = finite.length > 0 && (max / min > 1000 || max > 1e8 || (!whole && min < 1e-4));
  const plain: Format =
    whole && !(max / min > 1000 && max > 1e8) ? (value) => `${value}.` : (value) => value.toFixed(4);
  const text: Format = wide && (!whole || max > 1e8) ? scientific : plain;
  const named: Format = (value) =>
    Number.isFinite(value) ? text(value) : Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  const width = Math.max(...values.map((value) => named(value).length));
  return (value) => named(value).padStart(width);
}

function scientific(value: number): string {
  const [mantissa, exponent] = value.toExponential(4).split("e") as [string, string];
  return `${mantissa}e${exponent[0] === "-" ? "-" : "+"}${exponent.replace(/^[+-]/, "").padStart(2, "0")}`;
}

/** Indices that are printed; −1 stands for the dots. */
function visible(size: number, cut: boolean): number[] {
  if (!cut || size <= 2 * EDGE) return Array.from({ length: size }, (_, i) => i);
  return [
    ...Array.from({ length: EDGE }, (_, i) => i),
    -1,
    ...Array.from({ length: EDGE }, (_, i) => size - EDGE + i),
  ];
}

function print(
  data: Float32Array,
  shape: readonly number[],
  offset: number,
  indent: number,
  format: Format,
  cut: boolean,
): string {
  const [size, ...rest] = shape;
  if (size === undefined) return format(data[offset]!).trim();
  const step = rest.reduce((a, b) => a * b, 1);
  if (rest.length === 0)
    return row(
      visible(size, cut).map((i) => (i < 0 ? " ..." : format(data[offset + i]!))),
      indent,
    );
  const parts = visible(size, cut).map((i) =>
    i < 0 ? "..." : print(data, rest, offset + i * step, indent + 1, format, cut),
  );
  return `[${parts.join(`,${"\n".repeat(rest.length)}${" ".repeat(indent + 1)}`)}]`;
}

/** A line of numbers, broken at 80 columns. */
function row(cells: readonly string[], indent: number): string {
  const perLine = Math.max(
    1,
    Math.floor((WIDTH - indent) / (Math.max(...cells.map((cell) => cell.length)) + 2)),
  );
  const lines: string[] = [];
  for (let i = 0; i < cells.length; i += perLine) lines.push(cells.slice(i, i + perLine).join(", "));
  return `[${lines.join(`,\n${" ".repeat(indent + 1)}`)}]`;
}
