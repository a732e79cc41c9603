/** A value that is computed when somebody asks, and once: most of a model's totals are never looked at while typing. */
export function lazy<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
