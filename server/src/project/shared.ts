/**
 * What many parts of a file can have without their noticing each other, so that it connects none of them: constants,
 * records that are only read, counters that nobody reads, functions and classes that know of nothing else.
 *
 *   const settings = { rate: 0.1 };                 // while all there is are `settings.rate` and its like
 *   let runs = 0;                                   // while all there is are `runs++;` and its like
 *   function block(m) { m.add(tf.layers.flatten()); }
 */
import type { Facts, Piece, Sharable } from "../syntax/pieces.ts";
import { importsAtRunTime } from "../syntax/specifiers.ts";
import type { Use } from "../syntax/uses.ts";

/** A name that is shared if nobody does more with it than that. */
export interface Named {
  readonly name: string;
  readonly kind: Sharable;
}

const HARMLESS: Readonly<Record<Sharable, readonly Use[]>> = {
  record: ["member"],
  counter: ["counted"],
  function: ["value"],
  class: ["value", "member"],
};
const isCode = ({ facts: { sharable } }: Piece): boolean => sharable === "function" || sharable === "class";

/** The names that pieces declare to be shared, perhaps. */
export const namesOf = (pieces: readonly Piece[]): Named[] =>
  pieces.flatMap(({ declares, facts: { sharable } }) =>
    sharable ? declares.map((name) => ({ name, kind: sharable })) : [],
  );

/** Whether a piece does nothing with the name by which it would be noticed; one that declares it does nothing else. */
export function leavesShared(facts: Facts, { name, kind }: Named): boolean {
  if (!facts.mentions.has(name)) return true;
  if ((kind === "record" || kind === "counter") && facts.sharable === kind && facts.declares.includes(name))
    return true;
  const uses = facts.uses.get(name);
  return uses === undefined || [...uses].every((use) => HARMLESS[kind].includes(use));
}

/** Of names, the pieces that speak of them. */
function speakersOf(pieces: readonly Piece[], names: readonly Named[]): (name: string) => readonly Piece[] {
  const speakers = new Map<string, Piece[]>(names.map(({ name }) => [name, []]));
  for (const piece of pieces) for (const word of piece.mentions) speakers.get(word)?.push(piece);
  return (name) => speakers.get(name) ?? [];
}

/** Tells of pieces whether nobody does more with what they declare than many can do at once. */
function unnoticed(pieces: readonly Piece[]): (piece: Piece) => boolean {
  const speakers = speakersOf(pieces, namesOf(pieces));
  return (piece) =>
    piece.facts.sharable !== undefined &&
    namesOf([piece]).every((named) => speakers(named.name).every(({ facts }) => leavesShared(facts, named)));
}

/** Leaves out, until all is well, the pieces that speak of a name which is declared by others than `among` and `kept`, or twice. */
function closed(
  pieces: readonly Piece[],
  among: Set<Piece>,
  kept: (piece: Piece) => boolean,
): ReadonlySet<Piece> {
  for (let before = -1; before !== among.size; ) {
    before = among.size;
    const names = new Set<string>();
    const once = new Set<string>();
    for (const piece of pieces)
      for (const name of piece.declares)
        if ((!among.has(piece) && !kept(piece)) || once.has(name)) names.add(name);
        else once.add(name);
    for (const piece of among) if ([...piece.mentions].some((name) => names.has(name))) among.delete(piece);
  }
  return among;
}

/** Pieces that declare constants, of nothing but literals and each other; records and counters among them. */
export function constantsOf(pieces: readonly Piece[]): ReadonlySet<Piece> {
  const isUnnoticed = unnoticed(pieces);
  const isConstant = (piece: Piece): boolean => piece.constant || (!isCode(piece) && isUnnoticed(piece));
  return closed(pieces, new Set(pieces.filter(isConstant)), () => false);
}

/**
 * Pieces that declare functions and classes which speak of constants, libraries and each other only. `connecting`: names that others
 * are met through; `owned`: those that are not to be shared.
 */
export function functionsOf(
  pieces: readonly Piece[],
  constants: ReadonlySet<Piece>,
  { connecting, owned }: { readonly connecting: readonly string[]; readonly owned: ReadonlySet<string> },
): ReadonlySet<Piece> {
  const isUnnoticed = unnoticed(pieces);
  const isFunction = (piece: Piece): boolean =>
    isCode(piece) &&
    !importsAtRunTime(piece.text) &&
    !piece.declares.some((name) => owned.has(name)) &&
    !connecting.some((name) => piece.mentions.has(name)) &&
    isUnnoticed(piece);
  const kept = (piece: Piece): boolean => piece.role === "import" || constants.has(piece);
  return closed(pieces, new Set(pieces.filter(isFunction)), kept);
}

export interface Group {
  readonly own: readonly Piece[];
  /** Functions and classes that it shares with other groups. */
  readonly functions: ReadonlySet<Piece>;
}

/**
 * The groups with the functions that they speak of. One that only one of them speaks of is its own; one that nobody speaks
 * of is a group by itself. `connect` makes groups of what is left: functions that speak of each other.
 */
export function withFunctions(
  groups: readonly (readonly Piece[])[],
  functions: ReadonlySet<Piece>,
  connect: (pieces: readonly Piece[]) => readonly (readonly Piece[])[],
): readonly Group[] {
  const spokenOf = mentionedIn(functions);
  const withSpoken = (own: readonly Piece[]) => ({ own, used: spokenOf(own) });
  const all = groups.map(withSpoken);
  const reached = new Set(all.flatMap(({ used }) => used));
  const add = (more: readonly (readonly Piece[])[]): void => {
    for (const group of more.map(withSpoken)) {
      all.push(group);
      for (const piece of group.used) reached.add(piece);
    }
  };
  const spoken = new Set(
    [...functions].flatMap((piece) => [...spokenOf([piece])].filter((other) => other !== piece)),
  );
  add([...functions].flatMap((piece) => (reached.has(piece) || spoken.has(piece) ? [] : [[piece]])));
  add(connect([...functions].filter((piece) => !reached.has(piece))));
  const speakers = new Map<Piece, number>();
  for (const { used } of all) for (const piece of used) speakers.set(piece, (speakers.get(piece) ?? 0) + 1);
  return all
    .map(({ own, used }) => {
      const before = new Set(own);
      const shared = used.filter((piece) => !before.has(piece) && speakers.get(piece)! > 1);
      return { own: used.filter((piece) => !shared.includes(piece)), functions: new Set(shared) };
    })
    .sort((a, b) => a.own[0]!.start - b.own[0]!.start);
}

/** Finds a group with those of `others` that it mentions, and those that these mention. */
export function mentionedIn(others: ReadonlySet<Piece>): (group: Iterable<Piece>) => readonly Piece[] {
  const owners = new Map<string, Piece[]>();
  for (const piece of others)
    for (const name of piece.declares) owners.set(name, [...(owners.get(name) ?? []), piece]);
  return (group) => {
    const all = new Set(group);
    for (const piece of all)
      for (const name of piece.mentions) for (const owner of owners.get(name) ?? []) all.add(owner);
    return [...all];
  };
}
