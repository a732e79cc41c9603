/** Rows as aligned columns under a head. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd();
  const rule = "=".repeat(widths.reduce((a, b) => a + b + 2, -2));
  return `${[rule, line(head), rule, ...rows.map(line), rule].join("\n")}\n`;
}
