/** Names and what they come to, as a list of definitions. */
export function Pairs({
  look,
  pairs,
}: {
  readonly look: string;
  readonly pairs: readonly (readonly [name: string, value: string])[];
}) {
  return (
    <dl class={look}>
      {pairs.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
