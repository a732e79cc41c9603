/**
 * erf by Taylor's series around the nearest of places 1/16 apart, to double precision.
 *
 *   erf(1)   // 0.8427007929497149
 */

/** From here on erf is 1 in double precision. */
const END = 6;
const PLACES_PER_ONE = 16;
/** Terms of each series: the next would be below (1/32)¹¹ ≈ 3e-17. */
const TERMS = 11;

export function erf(x: number): number {
  const a = Math.abs(x);
  if (!(a < END)) return Number.isNaN(x) ? x : Math.sign(x);
  made ??= table();
  const coefficients = made;
  const place = Math.round(a * PLACES_PER_ONE);
  const step = a - place / PLACES_PER_ONE;
  let sum = 0;
  for (let term = (place + 1) * TERMS - 1; term >= place * TERMS; term--)
    sum = sum * step + coefficients[term]!;
  return x < 0 ? -sum : sum;
}

/** The series around each place, lowest power first; made when somebody needs it. */
function table(): Float64Array {
  const table = new Float64Array((END * PLACES_PER_ONE + 1) * TERMS);
  for (let place = 0; place <= END * PLACES_PER_ONE; place++) {
    const a = place / PLACES_PER_ONE;
    table[place * TERMS] = slowly(a);
    // erf′ is 2/√π · g with g = exp(−x²), and g′ = −2·x·g gives g's own series
    let [before, g] = [0, Math.exp(-a * a)];
    for (let power = 1; power < TERMS; power++) {
      table[place * TERMS + power] = (2 / Math.sqrt(Math.PI)) * (g / power);
      [before, g] = [g, (-2 * (a * g + before)) / power];
    }
  }
  return table;
}
let made: Float64Array | undefined;

/**
 * 2/√π · exp(−x²) · Σ 2ⁿ·x²ⁿ⁺¹ / (1·3·…·(2n + 1)): all terms have one sign. Near 1, where GELU's tail is what is left of
 * it, 1 − erfc is exact to the last bit.
 */
function slowly(x: number): number {
  if (x >= 2) return 1 - complement(x);
  let [term, sum] = [x, x];
  for (let n = 1; term > 1e-18 * sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfc(x) = exp(−x²) / √π / (x + ½ / (x + 1 / (x + 3⁄2 / (x + …)))) */
function complement(x: number): number {
  let fraction = 0;
  for (let n = 120; n > 0; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}
