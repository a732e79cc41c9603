/** A value that is computed when somebody asks, and once: most of a model's totals are never looked at while typing. */
export function lazy<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** What objects show besides their own properties, each computed from a `Source` when somebody reads it. */
export interface Computed<Source extends object, Shown extends object> {
  /** The object itself, with these properties too: they are its own, as in a literal with getters. */
  add<T extends object>(plain: T, source: Source): T & Shown;
  sourceOf(made: Shown): Source;
}

/**
 * Properties that all objects of a kind compute by the same functions. A getter in a literal is another function for each
 * object, for which V8 makes a hidden class of its own: that lies where what is dead is seldom looked for, and keeps all
 * that the getter knows. A quarter of what a check had made of a file outlived it so.
 */
export function computed<Source extends object, Shown extends object>(
  getters: { readonly [K in keyof Shown]: (source: Source) => Shown[K] },
): Computed<Source, Shown> {
  const from = Symbol("computed from");
  const sourceOf = (made: object): Source => (made as { readonly [from]: Source })[from];
  const properties = Object.entries<(source: Source) => unknown>(getters).map(
    ([name, compute]) =>
      [
        name,
        {
          enumerable: true,
          get(this: object) {
            return compute(sourceOf(this));
          },
        },
      ] as const,
  );
  return {
    add(plain, source) {
      Object.defineProperty(plain, from, { value: source });
      for (const [name, property] of properties) Object.defineProperty(plain, name, property);
      return plain as typeof plain & Shown;
    },
    sourceOf,
  };
}
