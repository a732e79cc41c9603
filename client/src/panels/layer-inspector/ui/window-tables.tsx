/** The products behind one output value, for one input channel: the window, the kernel, and each product. */
import type { Term } from "@convlens/server/protocol";
import type { ComponentChildren } from "preact";
import { colourOf, type Scale } from "../../ui/colour-map.ts";
import { exact, short, shortest } from "../../ui/format.ts";
import { t } from "../../ui/l10n.ts";

interface Props {
  readonly terms: readonly Term[];
  readonly scales: { readonly x: Scale; readonly w: Scale; readonly product: Scale };
}

/** A larger window is told by its greatest products. */
const MOST_CELLS = 400;
const GREATEST = 12;

export function WindowTables({ terms, scales }: Props) {
  if (terms.length > MOST_CELLS || !terms.every(hasPlace)) return <Greatest terms={terms} />;
  const grid = gridOf(terms);
  const hasKernel = terms.some(({ kernel }) => kernel.length > 0);
  return (
    <div class="window-tables">
      <Grid caption={t("input window")} grid={grid} value={({ x }) => x} scale={scales.x} padding />
      {hasKernel && (
        <>
          <Step sign="×">
            <Grid caption={t("kernel")} grid={grid} value={({ w }) => w} scale={scales.w} />
          </Step>
          <Step sign="=">
            <Grid
              caption={t("products")}
              grid={grid}
              value={({ product }) => product}
              scale={scales.product}
            />
          </Step>
        </>
      )}
    </div>
  );
}

/** A table with the sign before it: they stay together where a line is full. */
const Step = ({ sign, children }: { readonly sign: string; readonly children: ComponentChildren }) => (
  <div class="step">
    <span class="operator" aria-hidden="true">
      {sign}
    </span>
    {children}
  </div>
);

/** Whether a term has a place in a window: those of a linear layer have none. */
const hasPlace = ({ kernel, input }: Term): boolean =>
  kernel.length > 2 || (kernel.length === 0 && input.length > 1);

/** Terms in the kernel's own rows and columns; a third spatial axis is stacked below. */
function gridOf(terms: readonly Term[]): (Term | undefined)[][] {
  const at = ({ kernel, input }: Term): readonly number[] =>
    kernel.length > 2 ? kernel.slice(2) : input.slice(1);
  const rowOf = (term: Term): string => at(term).slice(0, -1).join(",");
  const rows = [...new Set(terms.map(rowOf))];
  const cols = [...new Set(terms.map((term) => at(term).at(-1)!))].sort((a, b) => a - b);
  const grid: (Term | undefined)[][] = rows.map(() => cols.map(() => undefined));
  for (const term of terms) grid[rows.indexOf(rowOf(term))]![cols.indexOf(at(term).at(-1)!)] = term;
  return grid;
}

interface GridProps {
  readonly caption: string;
  readonly grid: readonly (readonly (Term | undefined)[])[];
  readonly value: (term: Term) => number;
  readonly scale: Scale;
  /** Whether what lies in the padding is set apart. */
  readonly padding?: boolean;
}

function Grid({ caption, grid, value, scale, padding }: GridProps) {
  const { look, text } = looksOf(grid[0]?.length ?? 0);
  return (
    <table class={look}>
      <caption>{caption}</caption>
      <tbody>
        {grid.map((row, i) => (
          <tr key={i} class={i > 0 && sliceOf(row) !== sliceOf(grid[i - 1]!) ? "next-slice" : undefined}>
            {row.map((term, j) => (
              <Value key={j} term={term} value={value} scale={scale} padding={padding} text={text} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Which slice of a kernel with depth a row belongs to. */
function sliceOf(row: readonly (Term | undefined)[]): number {
  const kernel = row.find((term) => term)?.kernel ?? [];
  return kernel.length > 4 ? kernel[2]! : 0;
}

/** Numbers while there is room for them, beyond that only colours; a number is shown when its cell is pointed at. */
function looksOf(cols: number): { look: string; text: (value: number) => string } {
  if (cols <= 4) return { look: "grid", text: short };
  return cols <= 8
    ? { look: "grid grid-dense", text: shortest }
    : { look: "grid grid-dense grid-tiny", text: () => "" };
}

interface ValueProps extends Pick<GridProps, "value" | "scale" | "padding"> {
  readonly term: Term | undefined;
  readonly text: (value: number) => string;
}

function Value({ term, value, scale, text, padding }: ValueProps) {
  if (!term) return <td class="none" />;
  const amount = value(term);
  if (padding && term.padded)
    return (
      <td class="padded" title={t("padding")}>
        {text(amount)}
      </td>
    );
  const colour = colourOf(amount, scale);
  return (
    <td style={{ background: colour.background, color: colour.text }} title={exact(amount)}>
      {text(amount)}
    </td>
  );
}

function Greatest({ terms }: { readonly terms: readonly Term[] }) {
  const greatest = terms.toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product)).slice(0, GREATEST);
  return (
    <table class="products">
      <caption>
        {greatest.length < terms.length
          ? t("the {0} greatest of {1} products", greatest.length, terms.length)
          : t("products")}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t("input")}</th>
          <th scope="col">x</th>
          <th scope="col">w</th>
          <th scope="col">x · w</th>
        </tr>
      </thead>
      <tbody>
        {greatest.map(({ input, kernel, x, w, product }) => (
          <tr key={`${input} ${kernel}`}>
            <td>[{input.join(", ")}]</td>
            <td>{short(x)}</td>
            <td>{short(w)}</td>
            <td>{short(product)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
