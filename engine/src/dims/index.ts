/**
 * The dimension algebra: integers, symbols and exact arithmetic on them, in one canonical form.
 *
 *   const H = symbol("H");
 *   format(add(floorDiv(sub(H, 2), 2), 1));   // "floor(H/2)"
 *   decide(eq(mul(2, H), add(H, H)));          // true
 */
export type Dim = number | Expr;
/** A non-constant dimension: immutable, interned, canonical. `unknown` is one. */
export interface Expr { readonly kind: string }
export type Tri = boolean | undefined;
