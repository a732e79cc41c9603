/**
 * Minimal filtering along one dimension: outputs of a tile from fewer products than taps would take.
 *
 *     y = Aᵀ · [(G · g) ⊙ (Bᵀ · d)]          d: inputs of a tile, g: the kernel's taps, y: its outputs
 *
 * Winograd's F(m, r) gives m outputs of an r-tap filter from m + r − 1 products. Stride 2 and transposed convolution of
 * stride 2 are sums of such filters over every second input, or into every second output ("polyphase"). Nested along
 * rows and columns, the savings multiply (Lavin & Gray 2015).
 */

/** One filter of stride 1 within a tile: which inputs, taps and outputs it has. With one tap, inputs are the products. */
export interface FilterPiece {
  readonly inputs: readonly number[];
  readonly taps: readonly number[];
  readonly outputs: readonly number[];
  /** Interpolation points: 0 where products are even in number, plus and minus each of these, and ∞. */
  readonly pairs: readonly number[];
}

export interface Filtering {
  /** As it is called: "F(4, 3)". */
  readonly name: string;
  /** Inputs that a tile sees, outputs that it gives, products; inputs from one tile's first to the next one's. */
  readonly inputs: number;
  readonly outputs: number;
  readonly products: number;
  readonly step: number;
  /** Taps of the whole kernel. */
  readonly taps: number;
  readonly pieces: readonly FilterPiece[];
}

/**
 * Points by outputs and taps. Constants of the transforms are exact in float32; ±3/4 and ±3/2 have a third of the error
 * of the textbook's ±1 and ±2 (Barabasz et al. 2020 on the choice of points).
 */
const PAIRS: Readonly<Record<string, readonly number[]>> = {
  "2,2": [1],
  "2,3": [1],
  "4,2": [3 / 4, 3 / 2],
  "4,3": [3 / 4, 3 / 2],
};

/** Kernel of 3, stride 1. */
export function filtering(outputs: 2 | 4): Filtering {
  return combine(`F(${outputs}, 3)`, outputs, 3, [piece(upTo(outputs + 2), [0, 1, 2], upTo(outputs))]);
}

/** Kernel of 3, stride 2: two taps on the even inputs, one on the odd. */
export function stridedFiltering(outputs: 2 | 4): Filtering {
  const even = upTo(outputs + 1).map((i) => 2 * i);
  const odd = upTo(outputs).map((i) => 2 * i + 1);
  return combine(`F(${outputs}, 3) of stride 2`, 2 * outputs, 3, [
    piece(even, [0, 2], upTo(outputs)),
    piece(odd, [1], upTo(outputs)),
  ]);
}

/**
 * Transposed convolution of stride 2 with `taps` (3 or 4): output o sees input (o + padding − tap) / 2 where that is
 * whole. `low` is how many inputs before the tile's place its first one lies.
 */
export function transposedFiltering(
  taps: number,
  padding: number,
  perPhase: 2 | 4,
): Filtering & { low: number } {
  const phases = [0, 1].map((phase) => {
    const own = upTo(taps)
      .filter((tap) => (phase + padding - tap) % 2 === 0)
      .reverse();
    return { phase, own, first: (phase + padding - own[0]!) / 2 };
  });
  const low = Math.max(...phases.map(({ first }) => -first));
  const pieces = phases.map(({ phase, own, first }) =>
    piece(
      upTo(perPhase + own.length - 1).map((i) => i + first + low),
      own,
      upTo(perPhase).map((i) => 2 * i + phase),
    ),
  );
  return { ...combine(`F(${2 * perPhase}, ${taps}) transposed`, perPhase, taps, pieces), low };
}

function piece(inputs: number[], taps: number[], outputs: number[]): FilterPiece {
  return {
    inputs,
    taps,
    outputs,
    pairs: taps.length === 1 ? [] : PAIRS[`${outputs.length},${taps.length}`]!,
  };
}

function combine(name: string, step: number, taps: number, pieces: readonly FilterPiece[]): Filtering {
  return {
    name,
    inputs: 1 + Math.max(...pieces.flatMap(({ inputs }) => inputs)),
    outputs: 1 + Math.max(...pieces.flatMap(({ outputs }) => outputs)),
    products: pieces.reduce((total, { inputs }) => total + inputs.length, 0),
    step,
    taps,
    pieces,
  };
}

/** G, a row for each product: the row of point p is [1, p, p², …] / Π(p − q) over the other points q; that of ∞ has the last tap. */
export function filterMatrix({ pieces, taps }: Filtering): number[][] {
  return pieces.flatMap((own) => {
    const row = (values: readonly number[]) => {
      const all = new Array<number>(taps).fill(0);
      for (const [i, tap] of own.taps.entries()) all[tap] = values[i]!;
      return all;
    };
    if (own.pairs.length === 0) return own.inputs.map(() => row([1]));
    const points = [...(hasZero(own) ? [0] : []), ...own.pairs.flatMap((p) => [p, -p])];
    const finite = points.map((p) => {
      const divisor = points.filter((q) => q !== p).reduce((total, q) => total * (p - q), 1);
      return row(own.taps.map((_, power) => p ** power / divisor));
    });
    return [...finite, row(own.taps.map((_, i) => (i === own.taps.length - 1 ? 1 : 0)))];
  });
}

export function hasZero({ inputs }: FilterPiece): boolean {
  return inputs.length % 2 === 0;
}

/** Coefficients of Π(x² − p²), of x⁰, x², x⁴, … */
export function evenPolynomial(pairs: readonly number[]): number[] {
  let polynomial = [1];
  for (const p of pairs) {
    const [shifted, scaled] = [
      [0, ...polynomial],
      [...polynomial.map((c) => c * p * p), 0],
    ];
    polynomial = shifted.map((c, k) => c - scaled[k]!);
  }
  return polynomial;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
