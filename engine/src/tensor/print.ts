/** Tensors as PyTorch prints them: aligned numbers, four digits, long axes cut in the middle. After torch._tensor_str. */
const PRECISION = 4;
const EDGE = 3;
const CUT_ABOVE = 1000;
const LINE_WIDTH = 80;
const PREFIX = "tensor(";

export function printTensor(data: Float32Array, shape: readonly number[]): string {
  if (data.length === 0)
    return shape.length === 1 ? "tensor([])" : `${PREFIX}[], size=(${shape.join(", ")}))`;
  const cut = data.length > CUT_ABOVE;
  const format = formatFor(cut ? seen(data, shape) : data);
  return `${PREFIX}${print(data, shape, 0, PREFIX.length, format, cut)})`;
}

interface Format {
  readonly width: number;
  text(value: number): string;
}

/** Whole numbers as "1.", else four decimals; both scientific where the range is wide. Zeros and non-numbers decide nothing. */
function formatFor(values: Float32Array | readonly number[]): Format {
  const shown = [...values].filter((value) => Number.isFinite(value) && value !== 0);
  const sizes = shown.map(Math.abs);
  const max = sizes.reduce((a, b) => Math.max(a, b), 0);
  const min = sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const whole = shown.every(Number.isInteger);
  const wide = shown.length > 0 && (max / min > 1000 || max > 1e8 || (!whole && min < 1e-4));
  const plain = wide ? scientific : whole ? wholeText : fixed;
  const width = shown.reduce((longest, value) => Math.max(longest, plain(value).length), 1);
  return { width, text: (value) => (Number.isFinite(value) ? plain(value) : nameOf(value)).padStart(width) };
}

const nameOf = (value: number): string => (Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
const wholeText = (value: number): string => `${Object.is(value, -0) ? "-0" : value}.`;

/** Python rounds a half to the even digit, JavaScript away from zero. */
function fixed(value: number): string {
  const scaled = Math.abs(value) * 10 ** PRECISION; // exact: a float32 leaves room for four digits
  const down = Math.floor(scaled);
  const size = scaled - down === 0.5 && down % 2 === 0 ? down / 10 ** PRECISION : Math.abs(value);
  return `${value < 0 || Object.is(value, -0) ? "-" : ""}${size.toFixed(PRECISION)}`;
}

function scientific(value: number): string {
  const [digits, exponent] = Math.abs(value).toExponential(60).split("e") as [string, string];
  const isTie = /^50*$/.test(digits.slice(PRECISION + 2));
  const isEven = Number(digits[PRECISION + 1]) % 2 === 0;
  const [mantissa, power] =
    isTie && isEven
      ? [digits.slice(0, PRECISION + 2), exponent]
      : (Math.abs(value).toExponential(PRECISION).split("e") as [string, string]);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  return `${sign}${mantissa}e${power[0] === "-" ? "-" : "+"}${power.replace(/^[+-]/, "").padStart(2, "0")}`;
}

/** The values that will be seen of a tensor that is cut: the others do not decide the format. */
function seen(data: Float32Array, shape: readonly number[]): number[] {
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
  if (size === undefined) return format.text(data[offset]!);
  const step = rest.reduce((a, b) => a * b, 1);
  if (rest.length === 0) {
    const cells = visible(size, cut).map((i) => (i < 0 ? " ..." : format.text(data[offset + i]!)));
    return row(cells, format.width + 2, indent);
  }
  const parts = visible(size, cut).map((i) =>
    i < 0 ? "..." : print(data, rest, offset + i * step, indent + 1, format, cut),
  );
  return `[${parts.join(`,${"\n".repeat(rest.length)}${" ".repeat(indent + 1)}`)}]`;
}

/** A line of numbers, broken at 80 columns. */
function row(cells: readonly string[], cellWidth: number, indent: number): string {
  const perLine = Math.max(1, Math.floor((LINE_WIDTH - indent) / cellWidth));
  const lines: string[] = [];
  for (let i = 0; i < cells.length; i += perLine) lines.push(cells.slice(i, i + perLine).join(", "));
  return `[${lines.join(`,\n${" ".repeat(indent + 1)}`)}]`;
}
