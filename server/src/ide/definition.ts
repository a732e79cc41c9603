/** From a use in forward to the layer that runs there. */
import type { Analysis } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";

/** Constructors behind the name at the offset: several where several contexts meet. */
export function definition(
  analysis: Analysis,
  offset: number,
): { readonly origin: Span; readonly targets: readonly Span[] } | undefined {
  const found = analysis.references.filter(
    ({ span, target }) =>
      span.start <= offset && offset <= span.end && !(span.start === target.start && span.end === target.end),
  );
  if (found.length === 0) return undefined;
  const targets = new Map(found.map(({ target }) => [`${target.file} ${target.start}`, target]));
  return { origin: found[0]!.span, targets: [...targets.values()] };
}
