/** How strongly a layer is coloured by an amount: its share of the largest, its root so that the small ones are seen too. */
export const heatOf = (amount: number | undefined, most: number): number | undefined =>
  amount === undefined || most === 0 ? undefined : Math.round(Math.sqrt(amount / most) * 100) / 100;
